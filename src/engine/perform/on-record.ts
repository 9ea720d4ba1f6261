import type {PartState} from '../../domain/run-state.js';
import {resultsFile} from '../../store/run-files.js';
import {disagreements} from '../disagreements.js';
import type {Ports} from '../ports.js';
import {isForeign, tallyPart} from '../tally-part.js';

/**
 * Puts on record that the results of a part are on disk, with what they come to. Whatever does not add up is told, and once in a run what
 * the provider notes. Of a
 * job that was only taken for the part's, and answers none of its requests, nothing is kept: the part is not found.
 */
export async function onRecord(
  ports: Ports,
  number: number,
  {lines, bytes}: {readonly lines: number; readonly bytes: number},
): Promise<void> {
  const {store, notify} = ports;
  const part = store.state.parts[number]!;
  const tally = part.mode === 'batch' && part.receipt === undefined ? undefined : await tallyPart(ports, part);
  if (tally !== undefined && part.adopted && isForeign(tally)) return setAside(ports, part);
  const known = store.state.parts.flatMap((each) => each.tally?.notes ?? []);
  store.append({type: 'part-fetched', part: number, lines, bytes, ...(tally && {tally})});
  if (part.mode === 'batch') notify({kind: 'fetched', part: number, lines});
  for (const note of tally?.notes ?? []) {
    if (!known.includes(note)) notify({kind: 'warning', message: `${part.connection?.vendor}: ${note}`});
  }
  for (const sentence of disagreements(store.state.parts[number]!)) {
    notify({kind: 'warning', message: `Part ${number}: ${sentence}`});
  }
}

function setAside({store, notify}: Ports, {part, receipt}: PartState): void {
  const foreign = receipt!.id;
  const message = `The job ${foreign} was taken for this part, but its results answer none of its requests.`;
  // Before the event, as a part that is not found may be sent again: its results are then fetched anew.
  store.remove(resultsFile(part));
  store.append({type: 'part-unfound', part, message, foreign});
  notify({kind: 'warning', message: `Part ${part}: ${message}`});
}
