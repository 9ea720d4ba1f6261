import {isFault, type Provider, type Result} from '@agac/provider';
import type {PartState} from '../../domain/run-state.js';
import {parseRequestId} from '../../requests/request-id.js';
import {LinesFile} from '../../store/lines-file.js';
import {requestsFile, resultsFile} from '../../store/run-files.js';
import {vendorFailure} from '../failures.js';
import {inParallel} from '../in-parallel.js';
import {OrdinalSet} from '../ordinal-set.js';
import type {Ports} from '../ports.js';
import type {OnlineRequestLine} from '../stored-lines.js';
import {onRecord} from './on-record.js';

/**
 * `run_mode: online`: asks the requests of a part one by one, several at a time. Every answer is on disk as soon as it
 * is here; after a crash only what has no answer is asked, so at most the requests then in flight are paid twice.
 */
export async function answer(ports: Ports, number: number): Promise<void> {
  const {store} = ports;
  const part = store.state.parts[number]!;
  const provider = await ports.provider(part.connection!);
  const results = await LinesFile.open<Result>(store.path(resultsFile(number)));
  const answered = new OrdinalSet();
  for await (const {id} of results.read()) answered.add(ordinalOf(id));
  const told = {action: part.rounds[0]!.action, total: part.count};
  try {
    await inParallel(store.read<OnlineRequestLine>(requestsFile(number)), ports.concurrency, async (line) => {
      if (answered.has(ordinalOf(line.id))) return;
      ports.signal.throwIfAborted();
      results.append(await complete(ports, {provider, part, line}));
      ports.notify({kind: 'answering', ...told, done: results.lines});
    });
    results.sync();
  } finally {
    results.close();
  }
  await onRecord(ports, number, results);
}

/** Tells the requests of a part apart: an online part holds one round of one action. */
function ordinalOf(id: string | undefined): number {
  const parts = id === undefined ? undefined : parseRequestId(id);
  if (parts === undefined) throw new Error(`${id} is not the id of a request.`);
  return parts.ordinal;
}

async function complete(
  ports: Ports,
  {provider, part, line}: {provider: Provider; part: PartState; line: OnlineRequestLine},
): Promise<Result> {
  const {vendor} = part.connection!;
  try {
    const result = await provider.complete!(line.request, {signal: ports.signal, log: ports.log});
    return {...result, id: line.id};
  } catch (error) {
    ports.signal.throwIfAborted();
    if (!isFault(error)) throw error;
    // A missing or refused key concerns every request: the run stops instead of failing them one by one.
    if (['no-key', 'auth'].includes(error.code)) throw vendorFailure(error, vendor);
    return {kind: 'fault', id: line.id, fault: {code: error.code, message: error.message, retry: error.retry}};
  }
}
