import {join} from 'node:path';
import type {Provider, Result} from '@agac/provider';
import type {InputRecord} from '../domain/record.js';
import type {Connection} from '../domain/run.js';
import type {PartState, RunState} from '../domain/run-state.js';
import {fingerprint} from '../requests/fingerprint.js';
import {positionedLines} from '../store/positioned-lines.js';
import {readStored} from '../store/read-stored.js';
import {intakeFile, requestsFile, resultsFile} from '../store/run-files.js';
import {StoredLineReader} from '../store/stored-line-reader.js';
import {EarlierDecisions} from './earlier-decisions.js';
import {HashIndex, hashOf} from './hash-index.js';
import {PartPrints} from './part-prints.js';
import type {BatchRequestLine, OnlineRequestLine} from './stored-lines.js';

/** A run on disk that is only read. */
export interface StoredRun {
  readonly folder: string;
  readonly state: RunState;
}

/** The answers of a finished run, each to be used once more, and the decisions of persons in it. */
export interface EarlierAnswers {
  readonly run: string;
  /** An answer to this very request that was not taken yet, the latest first; undefined: there is none. */
  readonly take: (print: Buffer) => Extract<Result, {kind: 'answer'}> | undefined;
  /** Whether the action had this record. */
  readonly had: (action: string, guid: string) => Promise<boolean>;
  readonly decisions: (action: string) => Promise<EarlierDecisions>;
  readonly close: () => Promise<void>;
}

type Opening = (connection: Connection) => Promise<Provider>;

/**
 * Reads through the requests and results of a run once, and notes where each answer lies: 37 bytes a request, and 33
 * more of one part at a time.
 */
export async function openEarlierAnswers({folder, state}: StoredRun, provider: Opening): Promise<EarlierAnswers> {
  const parts = await stillReadable(state, provider);
  const most = parts.reduce((sum, part) => sum + part.count, 0);
  const index = new HashIndex(most);
  const places = {part: new Uint32Array(most), offset: new Float64Array(most), length: new Uint32Array(most)};
  const taken = new Uint8Array(most);
  let entries = 0;
  for (const [number, part] of parts.entries()) {
    const prints = await printsOf(folder, part, provider);
    for await (const {text, offset, length} of positionedLines(join(folder, resultsFile(part.part)))) {
      const result = part.decode(text);
      const print = result.kind === 'answer' ? prints.take(result.id) : undefined;
      if (print === undefined) continue;
      index.add(print);
      places.part[entries] = number;
      places.offset[entries] = offset;
      places.length[entries] = length;
      entries += 1;
    }
  }
  const readers = parts.map(({part}) => new StoredLineReader(join(folder, resultsFile(part))));
  const resultAt = (entry: number) => {
    const number = places.part[entry]!;
    return parts[number]!.decode(readers[number]!.read(places.offset[entry]!, places.length[entry]!));
  };
  const decisions = new Map<string, Promise<EarlierDecisions>>();
  return {
    run: state.run,
    take: (print) => {
      const entry = [...index.find(print)].findLast((each) => taken[each] === 0);
      if (entry === undefined) return undefined;
      taken[entry] = 1;
      const result = resultAt(entry);
      return result.kind === 'answer' ? result : undefined;
    },
    had: recordsOf({folder, state}),
    decisions: (action) => {
      const opened = decisions.get(action) ?? EarlierDecisions.open({folder, state}, action);
      decisions.set(action, opened);
      return opened;
    },
    close: async () => {
      for (const reader of readers) reader.close();
      for (const opened of decisions.values()) (await opened).close();
    },
  };
}

type ReadablePart = PartState & {readonly decode: (text: string) => Result};

/** Parts whose provider can be opened. Where it cannot, what is asked now is asked of another. */
async function stillReadable({parts}: RunState, provider: Opening): Promise<readonly ReadablePart[]> {
  const answered = parts.filter(({mode, phase}) => mode !== 'tool' && phase === 'fetched');
  const readable = answered.map(async (part) => {
    const opened = await provider(part.connection!).catch(() => undefined);
    if (opened === undefined) return [];
    const decode: ReadablePart['decode'] =
      part.mode === 'batch' ? (text) => opened.decode(text) : (text) => JSON.parse(text) as Result;
    return [{...part, decode}];
  });
  return (await Promise.all(readable)).flat();
}

/** The answers of the run that this one follows, without those that it has taken before. */
export async function answersBefore(
  store: {readonly folder: string; readonly state: RunState},
  earlier: StoredRun,
  provider: Opening,
): Promise<EarlierAnswers> {
  const answers = await openEarlierAnswers(earlier, provider);
  for (const part of store.state.parts.filter(({mode}) => mode === 'reused')) {
    for (const print of await printsOf(store.folder, part, provider)) answers.take(print);
  }
  return answers;
}

async function printsOf(folder: string, part: PartState, provider: Opening): Promise<PartPrints> {
  const prints = new PartPrints(part.count);
  const {encode} = await provider(part.connection!);
  for await (const line of readStored<BatchRequestLine | OnlineRequestLine>(folder, requestsFile(part.part))) {
    const body = 'body' in line ? line.body : encode(line.request).body;
    prints.add(line.id, fingerprint(part.connection!, part.model!, body));
  }
  return prints;
}

/** Reads the records of an action when they are first asked for, and holds 20 bytes of each. */
function recordsOf({folder, state}: StoredRun): EarlierAnswers['had'] {
  const known = new Map<string, Promise<HashIndex>>();
  return async (name, guid) => {
    const records = known.get(name) ?? readRecords(folder, state, name);
    known.set(name, records);
    return (await records).find(hashOf(guid)).next().done !== true;
  };
}

async function readRecords(folder: string, {actions}: RunState, name: string): Promise<HashIndex> {
  const intakes = actions.find((action) => action.name === name)?.intakes ?? [];
  const index = new HashIndex(intakes.reduce((sum, {count}) => sum + count, 0));
  for (const intake of intakes.keys()) {
    for await (const {guid} of readStored<InputRecord>(folder, intakeFile(name, intake))) index.add(hashOf(guid));
  }
  return index;
}
