import type {Call} from '../contract/call.js';
import {fault} from '../fault.js';
import {listOf, objectOf, objectsOf} from '../kit/read-json.js';
import type {VendorClient} from '../kit/vendor-client.js';
import type {Dialect, JobPage} from './dialect.js';

/** What a server answers where it has no such call. */
const NO_SUCH_CALL = [404, 405, 501];

/**
 * A page of the vendor's list of jobs; undefined where it has none. A bare list is the whole of it. An answer that is no
 * list is the fault `vendor-error`: taken for an empty one, a job would be sent again.
 */
export async function jobPage(
  client: VendorClient,
  dialect: Dialect,
  {query, call}: {readonly query: string; readonly call: Call},
): Promise<JobPage | undefined> {
  const response = await client.send(call, {method: 'GET', path: query === '' ? '/batches' : `/batches?${query}`});
  if (NO_SUCH_CALL.includes(response.status)) {
    response.close();
    return undefined;
  }
  if (response.status < 200 || response.status > 299) throw await client.faultOf(response);
  const answer = await response.json();
  const whole = listOf(answer)?.every((job) => objectOf(job)) ? objectsOf(answer) : undefined;
  const page = whole === undefined ? dialect.page(objectOf(answer) ?? {}) : {jobs: whole};
  if (page !== undefined) return page;
  const message = `${dialect.vendor} answered without a list of jobs.`;
  throw fault({code: 'vendor-error', message, retry: 'later'});
}

/** Whether there is such a call: it answers, with whatever. Throws the fault that any other error is. */
export async function hasCall(client: VendorClient, path: string, call: Call): Promise<boolean> {
  const response = await client.send(call, {method: 'GET', path});
  const {status} = response;
  if (!NO_SUCH_CALL.includes(status) && (status < 200 || status > 299)) throw await client.faultOf(response);
  response.close();
  return !NO_SUCH_CALL.includes(status);
}
