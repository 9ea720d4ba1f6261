import type {Counts, End, JsonObject, PartStatus, Phase, Receipt} from '@agac/provider';
import {countOf, known, listOf, objectsOf, textOf} from '@agac/provider/kit';
import {idOf} from '@agac/provider/openai-shape';

export const VENDOR = 'Mistral';

type Standing = {readonly phase: Exclude<Phase, 'ended'>} | {readonly phase: 'ended'; readonly end: End};

const STANDINGS = new Map<string, Standing>([
  ['QUEUED', {phase: 'queued'}],
  ['RUNNING', {phase: 'running'}],
  ['SUCCESS', {phase: 'ended', end: 'completed'}],
  ['FAILED', {phase: 'ended', end: 'failed'}],
  ['TIMEOUT_EXCEEDED', {phase: 'ended', end: 'expired'}],
  ['CANCELLATION_REQUESTED', {phase: 'stopping'}],
  ['CANCELLED', {phase: 'ended', end: 'cancelled'}],
]);

/** A job object as a status. Words are read in any case; one that is not known means that the job is running. */
export function readStatus(job: JsonObject): PartStatus {
  const word = textOf(job['status']) ?? 'no status';
  const standing = STANDINGS.get(word.toUpperCase()) ?? {phase: 'running'};
  return {...standing, word, ...known({counts: countsOf(job), message: errorsOf(job)})};
}

/** The ids of the files with results, answers before errors. */
export function resultFiles(job: JsonObject): readonly string[] {
  return [textOf(job['output_file']), textOf(job['error_file'])].filter((id) => id !== undefined);
}

/** What a job object says of where it can be found again. A job without input files has its results in itself. */
export function receiptOf(job: JsonObject): Receipt {
  const files = (listOf(job['input_files']) ?? []).filter((id) => typeof id === 'string');
  return {id: idOf(job, VENDOR), files};
}

function countsOf(job: JsonObject): Counts | undefined {
  const total = countOf(job['total_requests']);
  const succeeded = countOf(job['succeeded_requests']);
  const failed = countOf(job['failed_requests']);
  if (total === undefined || succeeded === undefined || failed === undefined) return undefined;
  // A job whose file has not been read yet counts no requests at all.
  return total === 0 ? undefined : {total, succeeded, failed};
}

/** `[{message, count}]`. */
function errorsOf(job: JsonObject): string | undefined {
  const sentences = (objectsOf(job['errors']) ?? []).flatMap(({message, count}) => {
    const said = textOf(message);
    const times = countOf(count);
    return said === undefined ? [] : [times === undefined || times < 2 ? said : `${said} (${times} times)`];
  });
  return sentences.length === 0 ? undefined : sentences.slice(0, 3).join(' ');
}
