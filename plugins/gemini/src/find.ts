import type {Call, JsonObject, LostPart, Receipt} from '@agac/provider';
import {objectsOf, textOf} from '@agac/provider/kit';
import {documentIn, jobsPath, nameOf, type Opened, vendorError} from './api.js';
import {metadataOf} from './status.js';

/** How far the clocks of Google's file and batch services may be apart. */
const CLOCK_SLACK_MS = 60_000;

/**
 * The job that was given a part's key, if the list shows it; of several, the oldest. The list is read to its end, or to jobs
 * that are older than the part's upload where it is seen to be newest first, which Google does not promise.
 */
export async function find({client}: Opened, lost: LostPart, call: Call): Promise<Receipt | undefined> {
  const uploadedAt = Date.parse(textOf(lost.step?.['uploadedAt']) ?? '');
  let found: JsonObject | undefined;
  for (let query: string | undefined = 'pageSize=100'; query !== undefined; ) {
    const answer: JsonObject = await documentIn(await client.ask(call, {method: 'GET', path: jobsPath(query)}));
    const jobs = jobsIn(answer);
    for (const job of jobs) if (isMeant(job, lost) && isOlder(job, found)) found = job;
    const next = nextQuery(answer);
    if (next === query) throw vendorError('gave the same page of its list again');
    query = isPast(jobs, uploadedAt) ? undefined : next;
  }
  const file = textOf(lost.step?.['file']);
  return found && {id: nameOf(found), files: file === undefined ? [] : [file]};
}

function isMeant(job: JsonObject, {key, taken}: LostPart): boolean {
  return metadataOf(job)['displayName'] === key && !taken.includes(textOf(job['name']) ?? '');
}

function isOlder(job: JsonObject, than: JsonObject | undefined): boolean {
  return than === undefined || !(createdAt(job) > createdAt(than));
}

/** Whether only jobs from before the upload can follow. */
function isPast(jobs: readonly JsonObject[], uploadedAt: number): boolean {
  const times = jobs.map(createdAt);
  const [newest = Number.NaN, oldest = Number.NaN] = [times[0], times.at(-1)];
  const isNewestFirst = newest > oldest && times.every((time, index) => index === 0 || time <= times[index - 1]!);
  return isNewestFirst && oldest < uploadedAt - CLOCK_SLACK_MS;
}

function createdAt(job: JsonObject): number {
  return Date.parse(textOf(metadataOf(job)['createTime']) ?? '');
}

/** Google leaves an empty list out. An answer that is none may not be taken for one: the job would be sent again. */
function jobsIn(answer: JsonObject): readonly JsonObject[] {
  const jobs = objectsOf(answer['operations']);
  if (jobs !== undefined) return jobs;
  if (Object.keys(answer).every((name) => name === 'nextPageToken')) return [];
  throw vendorError('answered without a list of jobs');
}

function nextQuery(answer: JsonObject): string | undefined {
  const token = textOf(answer['nextPageToken']);
  return token && `pageSize=100&pageToken=${encodeURIComponent(token)}`;
}
