import {isFault, type LostPart, type Provider, type Receipt} from '@agac/provider';
import type {PartState} from '../../domain/run-state.js';
import {vendorFailure} from '../failures.js';
import type {Ports} from '../ports.js';
import {announce} from './send.js';

/**
 * A part that was being sent when the process died, or whose answer was lost: finds out whether the vendor has it.
 *
 * - The vendor keeps one job for one key: sending again is safe.
 * - The vendor can be asked: at once, and where it does not know the job, again when its list has had time to settle.
 *   Found, the job is adopted. Not found: after a death in the middle it is sent again, since the vendor's list vouches
 *   for it; after a lost answer it is left to the user, since a request may still be on its way.
 * - The vendor cannot be asked, or cannot tell the job from others: left to the user.
 */
export async function lookUp(ports: Ports, number: number): Promise<void> {
  const {store, now} = ports;
  const part = store.state.parts[number]!;
  const provider = await ports.provider(part.connection!);
  if (provider.idempotent) {
    store.append({type: 'part-not-sent', part: number, message: 'interrupted'});
    return;
  }
  if (provider.find === undefined) {
    store.append({type: 'part-unfound', part: number});
    return;
  }
  const found = await findSettled(ports, provider, part);
  if (found.kind === 'found') {
    store.append({type: 'part-sent', part: number, at: now().toISOString(), receipt: found.receipt, adopted: true});
    ports.notify({kind: 'sent', part: number, id: found.receipt.id, adopted: true});
    announce(ports, part.batch);
  } else if (found.kind === 'ambiguous') {
    store.append({type: 'part-unfound', part: number, message: found.message});
  } else if (part.phase === 'sending') {
    store.append({type: 'part-not-sent', part: number, message: 'interrupted'});
  } else store.append({type: 'part-unfound', part: number});
}

type Found =
  | {readonly kind: 'found'; readonly receipt: Receipt}
  | {readonly kind: 'unknown'}
  /** Several jobs may be it. */
  | {readonly kind: 'ambiguous'; readonly message: string};

async function findSettled(ports: Ports, provider: Provider, part: PartState): Promise<Found> {
  const first = await ask(ports, provider, part);
  if (first.kind !== 'unknown') return first;
  // Of a part that was being sent when the process died, the create may have been its last act, minutes after it began.
  const lostAt = part.phase === 'sending' ? undefined : part.sendingAt;
  const ms = untilSettled(ports, lostAt, provider.settleMs ?? 0);
  if (ms === 0) return first;
  ports.notify({kind: 'waiting', ms, why: "for the vendor's list to settle"});
  await ports.sleep(ms, ports.signal);
  return ask(ports, provider, part);
}

async function ask(ports: Ports, provider: Provider, part: PartState): Promise<Found> {
  const {vendor} = part.connection!;
  const lost: LostPart = {
    key: part.key,
    model: part.model!,
    count: part.count,
    ...(part.step && {step: part.step}),
    taken: ports.jobsAt(vendor),
  };
  try {
    const receipt = await provider.find!(lost, {signal: ports.signal, log: ports.log});
    return receipt === undefined ? {kind: 'unknown'} : {kind: 'found', receipt};
  } catch (error) {
    if (!isFault(error)) throw error;
    if (error.code === 'ambiguous') return {kind: 'ambiguous', message: error.message};
    throw vendorFailure(error, vendor);
  }
}

/** In milliseconds. */
function untilSettled({now}: Ports, since: string | undefined, settleMs: number): number {
  const elapsed = since === undefined ? 0 : now().getTime() - Date.parse(since);
  // A clock set back must not stretch the wait beyond the settle time itself.
  return Math.min(settleMs, Math.max(0, settleMs - elapsed));
}
