import type {Receipt} from '../contract/part.js';
import type {Counts, End, PartStatus, Phase} from '../contract/status.js';
import {fault} from '../fault.js';
import type {Json, JsonObject} from '../json.js';
import {countOf, known, listOf, objectOf, textOf} from '../kit/read-json.js';
import {usageOf} from './responses.js';

/** Where a job stands, by the vendor's word for it. */
export type Standing = {readonly phase: Exclude<Phase, 'ended'>} | {readonly phase: 'ended'; readonly end: End};

const STANDINGS = new Map<string, Standing>([
  ['validating', {phase: 'validating'}],
  ['in_progress', {phase: 'running'}],
  ['finalizing', {phase: 'finalizing'}],
  ['completed', {phase: 'ended', end: 'completed'}],
  ['failed', {phase: 'ended', end: 'failed'}],
  ['expired', {phase: 'ended', end: 'expired'}],
  ['cancelling', {phase: 'stopping'}],
  ['cancelled', {phase: 'ended', end: 'cancelled'}],
  // As Together spells it.
  ['canceling', {phase: 'stopping'}],
  ['canceled', {phase: 'ended', end: 'cancelled'}],
]);

/** A batch object as a status. Words are read in any case; one that is not known means that the job is running. */
export function readStatus(job: JsonObject): PartStatus {
  const word = textOf(job['status']) ?? 'no status';
  const standing = STANDINGS.get(word.toLowerCase()) ?? {phase: 'running'};
  return {
    ...standing,
    word,
    ...known({
      counts: countsOf(objectOf(job['request_counts']), standing.phase),
      message: errorsOf(job['errors']) ?? textOf(job['error']),
      usage: usageOf(objectOf(job['usage'])),
    }),
  };
}

/** The ids of the files with results, answers before errors; either is missing where it would be empty. */
export function resultFiles(job: JsonObject): readonly string[] {
  return [job['output_file_id'], job['error_file_id']].filter(
    (id): id is string => typeof id === 'string' && id !== '',
  );
}

/** The batch object in an answer; Together puts a new one into another object. */
export function jobIn(answer: JsonObject): JsonObject {
  return objectOf(answer['job']) ?? answer;
}

/** What a batch object says of where it can be found again. */
export function receiptOf(job: JsonObject, vendor: string): Receipt {
  const input = textOf(job['input_file_id']);
  return {id: idOf(job, vendor), files: input === undefined ? [] : [input]};
}

/** The id in an answer to a create or an upload; without one nobody knows what was made. */
export function idOf(made: JsonObject, vendor: string): string {
  const id = textOf(made['id']);
  if (id !== undefined) return id;
  throw fault({code: 'vendor-error', message: `${vendor} answered without an id.`, retry: 'later', outcome: 'unknown'});
}

// Before it runs, a job that is being validated counts nothing yet.
function countsOf(counts: JsonObject | undefined, phase: Phase): Counts | undefined {
  const total = countOf(counts?.['total']);
  const succeeded = countOf(counts?.['completed']);
  const failed = countOf(counts?.['failed']);
  if (total === undefined || succeeded === undefined || failed === undefined) return undefined;
  return phase === 'validating' && total === 0 ? undefined : {total, succeeded, failed};
}

/** `{object, data: [{code, message, line}]}`, or the bare list that Groq has also sent. */
function errorsOf(errors: Json | undefined): string | undefined {
  const list = listOf(errors) ?? listOf(objectOf(errors)?.['data']) ?? [];
  const sentences = list.flatMap((entry) => {
    const error = objectOf(entry);
    const said = textOf(error?.['message']) ?? textOf(error?.['code']);
    const line = countOf(error?.['line']);
    return said === undefined ? [] : [line === undefined ? said : `Line ${line}: ${said}`];
  });
  return sentences.length === 0 ? undefined : sentences.slice(0, 3).join(' ');
}
