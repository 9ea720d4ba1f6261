import type {Call} from '../contract/call.js';
import type {Probe} from '../contract/probe.js';
import type {VendorClient} from '../kit/vendor-client.js';
import type {Dialect} from './dialect.js';
import {hasCall, jobPage} from './job-page.js';

/**
 * Whether a server has a batch lane: it lists its jobs and its files. Anything but that and "no such call" is no answer to
 * the question, and thrown: a key that is refused, a server that is out of order, a page for people.
 */
export async function probeBatches(client: VendorClient, dialect: Dialect, call: Call): Promise<Probe> {
  const page = await jobPage(client, dialect, {query: dialect.listQuery ?? 'limit=1', call});
  if (page === undefined) return {batch: false, why: `${dialect.vendor} has no /batches.`};
  if (!(await hasCall(client, '/files', call))) return {batch: false, why: `${dialect.vendor} has no /files.`};
  return {batch: true};
}
