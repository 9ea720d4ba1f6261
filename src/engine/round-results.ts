import type {Result} from '@agac/provider';
import type {RoundRef} from '../domain/run.js';
import type {PartState} from '../domain/run-state.js';
import {parseRequestId} from '../requests/request-id.js';
import {positionedLines} from '../store/positioned-lines.js';
import {refusedFile, resultsFile, straysFile} from '../store/run-files.js';
import type {RunStore} from '../store/run-store.js';
import {StoredLineReader} from '../store/stored-line-reader.js';
import {type Place, ResultIndex} from './result-index.js';
import {actionOf, roundOf} from './round-records.js';
import type {HitlResultLine, RefusedLine, ToolResultLine} from './stored-lines.js';

/** A result file, and how its lines are understood. */
interface Source<R> {
  readonly path: string;
  readonly decode: (text: string) => R;
  /** Ids that match no request of the round are strays, unless another round of the part sent them. */
  readonly rounds: readonly RoundRef[];
}

/** The results of a round, found by ordinal. */
export interface RoundResults<R> {
  readonly strays: number;
  /** Undefined: the vendor said nothing of this record. */
  readonly get: (ordinal: number) => R | undefined;
  readonly close: () => void;
}

export type AnyResult =
  | Result
  | (ToolResultLine & {readonly kind: 'tool'})
  | (HitlResultLine & {readonly kind: 'hitl'})
  | (RefusedLine & {readonly kind: 'refused'});

/** Where the results of a round are, and how they are understood. */
export interface ResultFiles {
  readonly decoderOf: (part: PartState) => Promise<(text: string) => AnyResult>;
  /** The results file of a part; default: the one that was fetched. */
  readonly fileOf?: (part: number) => string;
}

/** Reads through the result files of a round once and notes where each result lies. Joined by id, never by position. */
export async function openRoundResults(
  store: RunStore,
  round: RoundRef,
  files: ResultFiles,
): Promise<RoundResults<AnyResult>> {
  const {intake} = roundOf(store.state, round);
  const {first, count} = actionOf(store.state, round.action).intakes[intake]!;
  const index = new ResultIndex(first, count);
  const sources = await sourcesOf(store, round, files);
  const strays = store.create(straysFile(round.action, round.round));
  let strayCount = 0;
  for (const [file, source] of sources.entries()) {
    for await (const {text, offset, length} of positionedLines(source.path)) {
      const outcome = note(index, {round, source, store}, {text, place: {file, offset, length}});
      if (outcome !== 'stray') continue;
      strayCount += 1;
      strays.write(`${text}\n`);
    }
  }
  if (strayCount === 0) strays.discard();
  else strays.commit();
  const readers = sources.map((source) => new StoredLineReader(source.path));
  const at = ({file, offset, length}: Place) => sources[file]!.decode(readers[file]!.read(offset, length));
  return {
    strays: strayCount,
    get: (ordinal) => {
      const place = index.get(ordinal);
      return place === undefined ? undefined : at(place);
    },
    close: () => {
      for (const reader of readers) reader.close();
    },
  };
}

async function sourcesOf(
  store: RunStore,
  {action, round}: RoundRef,
  {decoderOf, fileOf = resultsFile}: ResultFiles,
): Promise<Source<AnyResult>[]> {
  const refused = refusedFile(action, round);
  const sources: Source<AnyResult>[] = [];
  if (store.has(refused)) {
    const decode = (text: string): AnyResult => ({kind: 'refused', ...(JSON.parse(text) as RefusedLine)});
    sources.push({path: store.path(refused), decode, rounds: [{action, round}]});
  }
  for (const number of roundOf(store.state, {action, round}).parts ?? []) {
    if (!store.has(fileOf(number))) continue;
    const part = store.state.parts[number]!;
    sources.push({path: store.path(fileOf(number)), decode: await decoderOf(part), rounds: part.rounds});
  }
  return sources;
}

function note(
  index: ResultIndex,
  {round, source, store}: {round: RoundRef; source: Source<AnyResult>; store: RunStore},
  line: {text: string; place: Place},
): 'known' | 'stray' {
  const result = source.decode(line.text);
  const id = result.id === undefined ? undefined : parseRequestId(result.id);
  const run = store.state.run;
  if (id !== undefined && id.run === run) {
    const action = store.state.actions[id.action]?.name;
    if (action === round.action && id.round === round.round && index.covers(id.ordinal)) {
      return index.add(id.ordinal, line.place, result.kind === 'answer' ? 'answer' : 'other') ? 'known' : 'stray';
    }
    if (source.rounds.some((other) => other.action === action && other.round === id.round)) return 'known';
  }
  // A line that belongs to no round of the part is reported once, by the part's first round.
  const [first] = source.rounds;
  return first?.action === round.action && first.round === round.round ? 'stray' : 'known';
}
