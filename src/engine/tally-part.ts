import type {Result} from '@agac/provider';
import {Bill} from '../cost/bill.js';
import type {PartTally} from '../domain/cost.js';
import type {PartState} from '../domain/run-state.js';
import {positionedLines} from '../store/positioned-lines.js';
import {resultsFile} from '../store/run-files.js';
import type {Ports} from './ports.js';
import {pricePart} from './price-part.js';
import {sentIds} from './sent-ids.js';
import {Standings} from './standings.js';

/** A sentence that is another one for each answer would be no note. */
const MOST_NOTES = 20;

/**
 * Counts the results of a part that are on disk against the requests that were sent, and adds up what they took. A line
 * that cannot be understood is counted and stops nothing.
 */
export async function tallyPart(ports: Ports, part: PartState): Promise<PartTally> {
  const {store} = ports;
  const standings = await sentIn(ports, part);
  const bill = new Bill(await pricePart(ports, part));
  const decode = await decoderOf(ports, part);
  const notes = new Set<string>();
  const lines = {unreadable: 0, duplicates: 0, unknownIds: 0};
  const file = resultsFile(part.part);
  if (store.has(file)) {
    for await (const {text} of positionedLines(store.path(file))) {
      const result = decode(text);
      if (result.kind === 'unreadable') {
        lines.unreadable += 1;
        continue;
      }
      const outcome = standings.note(result.id, result.kind);
      if (outcome === 'unknown') lines.unknownIds += 1;
      // Two lines for one request, whichever of them counts.
      else if (outcome !== 'first') lines.duplicates += 1;
      if (result.kind === 'answer' && (outcome === 'first' || outcome === 'better')) {
        bill.add(result);
        if (result.note !== undefined && notes.size < MOST_NOTES) notes.add(result.note);
      }
    }
  }
  const {answer: answered, fault: faulted, unprocessed} = standings.counts;
  const missing = part.count - answered - faulted - unprocessed;
  const counts = {sent: part.count, answered, faulted, unprocessed, missing, ...lines};
  return {...counts, ...(notes.size > 0 && {notes: [...notes]}), ...bill.total({faulted, missing}, part.usage)};
}

/** Whether the results answer nothing of what was sent, but something else. */
export function isForeign({answered, faulted, unprocessed, unknownIds}: PartTally): boolean {
  return answered + faulted + unprocessed === 0 && unknownIds > 0;
}

async function sentIn({store}: Ports, {part, rounds}: PartState): Promise<Standings> {
  const actions = store.state.actions.map((action) => action.name);
  const standings = new Standings(store.state.run, rounds, actions);
  for await (const id of sentIds(store, part)) standings.send(id);
  return standings;
}

async function decoderOf(ports: Ports, {mode, connection}: PartState): Promise<(text: string) => Result> {
  if (mode === 'online') return guarded((text) => JSON.parse(text) as Result);
  const provider = await ports.provider(connection!);
  return guarded((text) => provider.decode(text));
}

/** A provider that is wrong about one line may not keep the others from being counted. */
function guarded(decode: (text: string) => Result): (text: string) => Result {
  const known: readonly string[] = ['answer', 'fault', 'unprocessed', 'unreadable'];
  return (text) => {
    try {
      const result = decode(text);
      if (known.includes(result.kind)) return result;
      return {kind: 'unreadable', message: `There is no kind ${result.kind}.`};
    } catch (error) {
      return {kind: 'unreadable', message: String(error)};
    }
  };
}
