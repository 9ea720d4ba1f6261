import {isFault, type PartStatus} from '@agac/provider';
import pLimit from 'p-limit';
import type {PartState} from '../../domain/run-state.js';
import {partFailure} from '../failures.js';
import type {Ports} from '../ports.js';

const AT_ONCE = 8;

/**
 * Asks the vendors about parts. What has ended goes on record, the rest is only told; returns every answer. A vendor out
 * of reach keeps nobody from what another has ready: it is a failure only when no part has moved on.
 */
export async function ask(ports: Ports, numbers: readonly number[]): Promise<ReadonlyMap<number, PartStatus>> {
  const {store, now} = ports;
  const parts = numbers.map((number) => store.state.parts[number]!);
  const {statuses, failure} = await askEach(ports, parts);
  let isProgress = false;
  for (const [part, status] of statuses) {
    ports.notify({kind: 'asked', part, status});
    if (status.phase !== 'ended') continue;
    isProgress = true;
    const {end = 'failed', word, counts, message, usage} = status;
    store.append({type: 'part-ended', part, at: now().toISOString(), end, word, counts, message, usage});
  }
  if (failure !== undefined && !isProgress) throw failure;
  return statuses;
}

type Asking = Pick<Ports, 'provider' | 'signal' | 'log'>;

/** Asks and changes nothing. Throws when a vendor does not answer. */
export async function askParts(asking: Asking, parts: readonly PartState[]): Promise<ReadonlyMap<number, PartStatus>> {
  const {statuses, failure} = await askEach(asking, parts);
  if (failure !== undefined) throw failure;
  return statuses;
}

interface Answers {
  readonly statuses: ReadonlyMap<number, PartStatus>;
  /** The first thing that went wrong. */
  readonly failure?: unknown;
}

async function askEach(asking: Asking, parts: readonly PartState[]): Promise<Answers> {
  const limit = pLimit(AT_ONCE);
  const settled = await Promise.allSettled(parts.map((part) => limit(() => askOne(asking, part))));
  const answers = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const failed = settled.find((each) => each.status === 'rejected');
  return {statuses: new Map(answers), ...(failed && {failure: failed.reason})};
}

async function askOne({provider, signal, log}: Asking, part: PartState): Promise<[number, PartStatus]> {
  const opened = await provider(part.connection!);
  try {
    return [part.part, await opened.status(part.receipt!, {signal, log})];
  } catch (error) {
    throw isFault(error) ? partFailure(error, part) : error;
  }
}
