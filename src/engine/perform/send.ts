import {type Fault, isFault, type Part, type PartEntry, type Provider} from '@agac/provider';
import type {PartState} from '../../domain/run-state.js';
import {requestsFile} from '../../store/run-files.js';
import {vendorFailure} from '../failures.js';
import type {Ports} from '../ports.js';

/** Tries of a send that surely created nothing and may work later. */
const TRIES = 4;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 10 * 60_000;

/**
 * Sends one part: the intention first, durably, then the vendor. Tries again only what for sure was not created, or
 * what the vendor keeps once however often it is sent; when the outcome is unknown it says so in the journal and leaves
 * the finding out to the next step.
 */
export async function send(ports: Ports, number: number): Promise<void> {
  const {store, now} = ports;
  const part = store.state.parts[number]!;
  const provider = await ports.provider(part.connection!);
  if (part.batch !== undefined) ports.remember(part.batch);
  for (let tries = 1; ; tries += 1) {
    ports.signal.throwIfAborted();
    store.append({type: 'part-sending', part: number, at: now().toISOString()});
    const failure = await attempt(ports, provider, store.state.parts[number]!);
    if (failure === undefined) return announce(ports, part.batch);
    const isUnknown = failure.outcome === undefined || failure.outcome === 'unknown';
    if (isUnknown) {
      store.append({type: 'part-uncertain', part: number, at: now().toISOString(), message: failure.message});
      if (!provider.idempotent) return;
    } else store.append({type: 'part-not-sent', part: number, message: failure.message});
    if (failure.retry !== 'later' || tries === TRIES) throw vendorFailure(failure, part.connection!.vendor);
    const ms = Math.min(failure.afterMs ?? FIRST_WAIT_MS * 4 ** (tries - 1), LONGEST_WAIT_MS);
    ports.notify({kind: 'waiting', ms, why: failure.message});
    await ports.sleep(ms, ports.signal);
  }
}

/** Tells of a batch whose last part has been sent. */
export function announce({store, notify}: Ports, id: string | undefined): void {
  const batch = store.state.batches.find((each) => each.id === id);
  if (batch === undefined || batch.parts.some((part) => store.state.parts[part]!.receipt === undefined)) return;
  notify({kind: 'submitted', batch: batch.id, requests: batch.requests});
}

/** One attempt; what went wrong, or undefined when the receipt is on record. */
async function attempt(ports: Ports, provider: Provider, part: PartState): Promise<Fault | undefined> {
  const {store, now} = ports;
  try {
    const receipt = await provider.submit(wirePart(ports, part), {
      // A signal must not cut a create off: its answer is the only proof of what was bought.
      signal: new AbortController().signal,
      log: ports.log,
      step: part.step,
      save: async (step) => store.append({type: 'part-step', part: part.part, step}),
    });
    store.append({type: 'part-sent', part: part.part, at: now().toISOString(), receipt});
    ports.notify({kind: 'sent', part: part.part, id: receipt.id, adopted: false});
    return undefined;
  } catch (error) {
    if (isFault(error)) return error;
    throw error;
  }
}

function wirePart({store}: Ports, part: PartState): Part {
  return {
    key: part.key,
    model: part.model!,
    ...(part.lane === undefined ? {} : {lane: part.lane}),
    count: part.count,
    entries: () => store.read<PartEntry>(requestsFile(part.part)),
  };
}
