import {isFault} from '@agac/provider';
import {vendorFailure} from '../failures.js';
import type {Ports} from '../ports.js';
import {announce} from './send.js';

/**
 * A part that was being sent when the process died, or whose answer was lost: finds out whether the vendor has it.
 *
 * - The vendor keeps one job for one key: sending again is safe.
 * - The vendor can be asked: asked once its list has had time to settle; found, the job is adopted. Not found: after a
 *   death in the middle it is sent again, since the vendor's list vouches for it; after a lost answer it is left to
 *   the user, since a request may still be on its way.
 * - The vendor cannot be asked: left to the user.
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
  // Of a part that was being sent when the process died, the create may have been its last act, minutes after it began.
  const lostAt = part.phase === 'sending' ? undefined : part.sendingAt;
  await settle(ports, lostAt, provider.settleMs ?? 0);
  const call = {signal: ports.signal, log: ports.log};
  const receipt = await provider.find(part.key, call).catch((error: unknown) => {
    throw isFault(error) ? vendorFailure(error, part.connection!.vendor) : error;
  });
  if (receipt !== undefined) {
    store.append({type: 'part-sent', part: number, at: now().toISOString(), receipt, adopted: true});
    ports.notify({kind: 'sent', part: number, id: receipt.id, adopted: true});
    announce(ports, part.batch);
    return;
  }
  if (part.phase === 'sending') store.append({type: 'part-not-sent', part: number, message: 'interrupted'});
  else store.append({type: 'part-unfound', part: number});
}

async function settle(ports: Ports, since: string | undefined, settleMs: number): Promise<void> {
  const elapsed = since === undefined ? 0 : ports.now().getTime() - Date.parse(since);
  // A clock set back must not stretch the wait beyond the settle time itself.
  const ms = Math.min(settleMs, Math.max(0, settleMs - elapsed));
  if (ms === 0) return;
  ports.notify({kind: 'waiting', ms, why: "for the vendor's list to settle"});
  await ports.sleep(ms, ports.signal);
}
