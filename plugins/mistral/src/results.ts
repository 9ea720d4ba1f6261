import {type Call, fault, type JsonObject, type Receipt, type ResultLine} from '@agac/provider';
import {cursorNumber, downloadLines, listLines, numberedLines, objectOf, parsedObject} from '@agac/provider/kit';
import {resultDownload} from '@agac/provider/openai-shape';
import {readStatus, resultFiles, VENDOR} from './job.js';
import type {Opened} from './opened.js';
import {FILES, JOBS} from './submit.js';

type Reading = Call & {readonly cursor?: string};

/** Both files, whatever the end; or the results that a job without input files has in itself. */
export async function* results(opened: Opened, receipt: Receipt, call: Reading): AsyncGenerator<ResultLine> {
  const {client} = opened;
  if ((receipt.files ?? []).length === 0) return yield* inlineResults(opened, receipt, call);
  const job = await client.json(call, {method: 'GET', path: jobPath(receipt)});
  requireEnd(job, receipt);
  const files = resultFiles(job).map((id) => resultDownload(client, call, {path: FILES, id, vendor: VENDOR}));
  yield* downloadLines(files, call.cursor);
}

/** Where a job is. An id may come from the user's command line. */
export function jobPath({id}: Receipt): string {
  return `${JOBS}/${encodeURIComponent(id)}`;
}

/** The items of `outputs`, as they come; the cursor is the number of a line. */
async function* inlineResults({client}: Opened, receipt: Receipt, call: Reading): AsyncGenerator<ResultLine> {
  const response = await client.ask(call, {method: 'GET', path: `${jobPath(receipt)}?inline=true`});
  const start = cursorNumber(call.cursor);
  let around = '';
  const keep = (json: string) => {
    around = json;
  };
  const lines = listLines(response.body, {list: 'outputs', around: keep});
  for await (const {text, number} of numberedLines(lines, {cutLong: true})) {
    if (number > start) yield {text, cursor: String(number)};
  }
  const job = parsedObject(around);
  if (objectOf(job) === undefined) {
    throw fault({code: 'vendor-error', message: `${VENDOR} answered with JSON that is no object.`, retry: 'later'});
  }
  requireEnd(job ?? {}, receipt);
  if (readStatus(job ?? {}).end === 'completed' && !Array.isArray(job?.['outputs'])) throw gone(receipt);
}

function requireEnd(job: JsonObject, {id}: Receipt): void {
  if (readStatus(job).phase === 'ended') return;
  throw fault({code: 'not-ready', message: `The ${VENDOR} job ${id} has not ended.`, retry: 'later'});
}

function gone({id}: Receipt): Error {
  return fault({code: 'gone', message: `${VENDOR} no longer has the results of ${id}.`, retry: 'never'});
}
