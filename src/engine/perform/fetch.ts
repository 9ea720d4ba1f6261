import {isFault, type ResultLine} from '@agac/provider';
import type {PartState} from '../../domain/run-state.js';
import type {DownloadFile} from '../../store/download-file.js';
import {resultsFile} from '../../store/run-files.js';
import {partFailure} from '../failures.js';
import type {Ports} from '../ports.js';
import {linesBehind} from './go-on.js';
import {onRecord} from './on-record.js';

/**
 * Brings the results of an ended part to disk, as the vendor sent them. Whatever its end: the good half is kept. What
 * came of a download that broke off is kept too, and the next one goes on behind it.
 */
export async function fetchResults(ports: Ports, number: number): Promise<void> {
  const {store} = ports;
  const part = store.state.parts[number]!;
  const file = store.download(resultsFile(number), part.receipt?.id ?? '');
  try {
    for await (const line of resultsOf(ports, part, file)) file.write(line);
    const {lines} = file;
    await onRecord(ports, number, {lines, bytes: file.commit()});
  } catch (error) {
    throw isFault(error) ? partFailure(error, part) : error;
  } finally {
    file.close();
  }
}

/** Nothing, for a part that was cancelled before it was sent. */
async function* resultsOf(
  ports: Ports,
  {connection, receipt}: PartState,
  file: DownloadFile,
): AsyncGenerator<ResultLine> {
  if (receipt === undefined) return;
  yield* linesBehind(ports, {provider: await ports.provider(connection!), receipt, file});
}
