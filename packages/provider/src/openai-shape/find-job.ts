import type {Call} from '../contract/call.js';
import type {LostPart, Receipt} from '../contract/part.js';
import {fault} from '../fault.js';
import type {JsonObject} from '../json.js';
import {countOf, textOf} from '../kit/read-json.js';
import type {VendorClient} from '../kit/vendor-client.js';
import type {Dialect} from './dialect.js';
import {receiptOf} from './job.js';
import {jobPage} from './job-page.js';

/** How far the clocks of a vendor's file and job services may be apart, in seconds. */
const CLOCK_SLACK = 60;

interface Shop {
  readonly client: VendorClient;
  readonly dialect: Dialect;
}

/**
 * Reads the list, newest first, to the jobs that are older than the part's upload. Of several, the oldest is meant. In a
 * list of any order, the first one is. Throws `ambiguous` where there is no list, or it does not come to an end: that a
 * job is not there may then not be said.
 */
export async function findJob({client, dialect}: Shop, lost: LostPart, call: Call): Promise<Receipt | undefined> {
  const uploadedAt = countOf(lost.step?.['uploadedAt']);
  const oldest = uploadedAt === undefined ? 0 : uploadedAt - CLOCK_SLACK;
  let found: JsonObject | undefined;
  for (let query: string | undefined = dialect.listQuery ?? 'limit=100'; query !== undefined; ) {
    const page = await jobPage(client, dialect, {query, call});
    if (page === undefined) throw untold(`${dialect.vendor} has no list of its jobs.`);
    const isFree = (job: JsonObject) => !lost.taken.includes(textOf(job['id']) ?? '');
    found = page.jobs.findLast((job) => isFree(job) && isMeant(job, lost, dialect)) ?? found;
    const isPast = page.jobs.some((job) => (countOf(job['created_at']) ?? oldest) < oldest);
    const isDone = dialect.anyOrder ? found !== undefined : isPast;
    if (!isDone && page.next === query) {
      throw untold(`${dialect.vendor} goes on showing the same jobs, so its list may not show all of them.`);
    }
    query = isDone ? undefined : page.next;
  }
  return found && receiptOf(found, dialect.vendor);
}

/** By what the create said of the job, or by the file that was uploaded for this part and for no other. */
function isMeant(job: JsonObject, lost: LostPart, dialect: Dialect): boolean {
  const file = textOf(lost.step?.['file']);
  return dialect.isMeant(job, lost) || (file !== undefined && job['input_file_id'] === file);
}

function untold(message: string): Error {
  return fault({code: 'ambiguous', message, retry: 'never'});
}
