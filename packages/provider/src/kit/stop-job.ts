import type {Call} from '../contract/call.js';
import type {PartStatus} from '../contract/status.js';
import type {VendorClient} from './vendor-client.js';

/**
 * Asks a vendor to stop a job. Of a job that has ended, or is stopping already, that is refused by many, and there is
 * nothing left to do then: `standing` tells.
 */
export async function stopJob(
  client: VendorClient,
  call: Call,
  {path, standing}: {readonly path: string; readonly standing: () => Promise<PartStatus>},
): Promise<void> {
  const response = await client.send(call, {method: 'POST', path});
  if (response.status >= 200 && response.status < 300) {
    response.close();
    return;
  }
  const refused = await client.faultOf(response);
  const now = [400, 409, 422].includes(response.status) ? await standing() : undefined;
  if (now?.phase !== 'ended' && now?.phase !== 'stopping') throw refused;
  call.log(`the job is ${now.word}, there is nothing to cancel`);
}
