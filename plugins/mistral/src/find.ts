import {type Call, fault, type JsonObject, type LostPart, type Receipt} from '@agac/provider';
import {listOf, objectOf, objectsOf, textOf} from '@agac/provider/kit';
import {receiptOf, VENDOR} from './job.js';
import type {Opened} from './opened.js';
import {JOBS, KEY} from './submit.js';

const PAGE = 100;
/** More pages than this are no list that ends. */
const MOST_PAGES = 10_000;

/**
 * The job of a lost part, by the metadata that its create had. Mistral filters its list by metadata, a parameter each, as its
 * own client sends it; what comes back is looked at all the same. Of several, the oldest is meant.
 */
export async function find({client}: Opened, lost: LostPart, call: Call): Promise<Receipt | undefined> {
  const filter = new URLSearchParams({[KEY]: lost.key, order_by: '-created', page_size: String(PAGE)});
  let found: JsonObject | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await client.json(call, {method: 'GET', path: `${JOBS}?${filter}&page=${page}`});
    const jobs = jobsIn(answer);
    found = jobs.findLast((job) => isMeant(job, lost)) ?? found;
    if (jobs.length < PAGE) break;
  }
  return found && receiptOf(found);
}

/** By its metadata, or by the file that was uploaded for this part and for no other. */
function isMeant(job: JsonObject, {key, taken, step}: LostPart): boolean {
  if (taken.includes(textOf(job['id']) ?? '')) return false;
  const file = textOf(step?.['file']);
  const isOfFile = file !== undefined && (listOf(job['input_files']) ?? []).includes(file);
  return objectOf(job['metadata'])?.[KEY] === key || isOfFile;
}

/** An answer that is no list may not be taken for an empty one: the job would be sent again. */
function jobsIn(answer: JsonObject): readonly JsonObject[] {
  const jobs = objectsOf(answer['data']) ?? (answer['total'] === 0 ? [] : undefined);
  if (jobs !== undefined) return jobs;
  throw fault({code: 'vendor-error', message: `${VENDOR} answered without a list of jobs.`, retry: 'later'});
}
