import {isFault, type ResultLine} from '@agac/provider';
import type {PartState} from '../../domain/run-state.js';
import {resultsFile} from '../../store/run-files.js';
import {partFailure} from '../failures.js';
import type {Ports} from '../ports.js';
import {onRecord} from './on-record.js';

/** Brings the results of an ended part to disk, as the vendor sent them. Whatever its end: the good half is kept. */
export async function fetchResults(ports: Ports, number: number): Promise<void> {
  const {store} = ports;
  const part = store.state.parts[number]!;
  const file = store.create(resultsFile(number));
  let lines = 0;
  try {
    for await (const {text} of resultsOf(ports, part)) {
      file.write(`${text}\n`);
      lines += 1;
    }
    await onRecord(ports, number, {lines, bytes: file.commit()});
  } catch (error) {
    file.discard();
    throw isFault(error) ? partFailure(error, part) : error;
  }
}

/** Nothing, for a part that was cancelled before it was sent. */
async function* resultsOf(ports: Ports, {connection, receipt}: PartState): AsyncGenerator<ResultLine> {
  if (receipt === undefined) return;
  const provider = await ports.provider(connection!);
  yield* provider.results(receipt, {signal: ports.signal, log: ports.log});
}
