import {isFault, type PartStatus} from '@agac/provider';
import pLimit from 'p-limit';
import type {PartState} from '../../domain/run-state.js';
import {vendorFailure} from '../failures.js';
import type {Ports} from '../ports.js';

const AT_ONCE = 8;

/** Asks the vendor about parts. What has ended goes on record; the rest is only told. Returns every answer. */
export async function ask(ports: Ports, numbers: readonly number[]): Promise<ReadonlyMap<number, PartStatus>> {
  const {store, now} = ports;
  const parts = numbers.map((number) => store.state.parts[number]!);
  const statuses = await askParts(ports, parts);
  for (const [part, status] of statuses) {
    ports.notify({kind: 'asked', part, status});
    if (status.phase !== 'ended') continue;
    const {end = 'failed', word, counts, message} = status;
    store.append({type: 'part-ended', part, at: now().toISOString(), end, word, counts, message});
  }
  return statuses;
}

/** Asks and changes nothing. */
export async function askParts(
  {provider, signal, log}: Pick<Ports, 'provider' | 'signal' | 'log'>,
  parts: readonly PartState[],
): Promise<ReadonlyMap<number, PartStatus>> {
  const limit = pLimit(AT_ONCE);
  const answers = parts.map((part) =>
    limit(async (): Promise<[number, PartStatus]> => {
      const opened = await provider(part.connection!);
      try {
        return [part.part, await opened.status(part.receipt!, {signal, log})];
      } catch (error) {
        throw isFault(error) ? vendorFailure(error, part.connection!.vendor) : error;
      }
    }),
  );
  return new Map(await Promise.all(answers));
}
