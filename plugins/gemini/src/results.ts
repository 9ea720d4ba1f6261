import {type Call, fault, type Receipt, type ResultLine} from '@agac/provider';
import {
  countOf,
  cursorNumber,
  type Download,
  downloadLines,
  known,
  numberedLines,
  rangeFrom,
  unlessMissing,
  type VendorClient,
} from '@agac/provider/kit';
import {
  contentPath,
  isInline,
  isNoFile,
  jobPath,
  lookAtFile,
  type Opened,
  PATIENT,
  siftedLines,
  VENDOR,
} from './api.js';
import {readStatus, responsesFile} from './status.js';

type Reading = Call & {readonly cursor?: string};

/** The responses of a job: those that come with the job itself, and those of the file that it names. */
export async function* results({client}: Opened, receipt: Receipt, call: Reading): AsyncGenerator<ResultLine> {
  const response = await unlessMissing(client.ask(call, {method: 'GET', path: pathOf(receipt), ...PATIENT}));
  if (response === undefined) throw gone(`the job ${receipt.id}`);
  const {lines, around} = siftedLines(response);
  yield* linesAfter(lines, call.cursor);
  const operation = around();
  const {phase, end, counts} = readStatus(operation);
  if (phase !== 'ended') {
    throw fault({code: 'not-ready', message: `The ${VENDOR} job ${receipt.id} has not ended.`, retry: 'later'});
  }
  const file = responsesFile(operation);
  if (file === undefined) return;
  const rows = end === 'completed' && counts ? counts.succeeded + counts.failed : undefined;
  yield* downloadLines([{...resultFile(client, call, file), ...known({lines: rows})}], call.cursor);
}

/** With the responses of an inline job in it, an answer is long; half of one that is printed prettily is white space. */
function pathOf(receipt: Receipt): string {
  return `${jobPath(receipt)}${isInline(receipt) ? '?prettyPrint=false' : ''}`;
}

/** The cursor of an inline response is its number. */
async function* linesAfter(lines: AsyncIterable<Uint8Array>, cursor?: string): AsyncGenerator<ResultLine> {
  const start = isOfFile(cursor) ? 0 : cursorNumber(cursor);
  for await (const {text, number} of numberedLines(lines, {cutLong: true})) {
    if (number > start) yield {text, cursor: String(number)};
  }
}

function isOfFile(cursor = ''): boolean {
  return cursor.includes(':');
}

function resultFile(client: VendorClient, call: Call, file: string): Download {
  return {
    open: async (offset) => {
      const question = {method: 'GET' as const, path: contentPath(file), headers: rangeFrom(offset)};
      const response = await client.send(call, question);
      if (response.status >= 200 && response.status < 300) return response;
      const refused = await client.faultOf(response);
      throw isNoFile(response) ? gone(`the result file ${file}`) : refused;
    },
    bytes: async () => countOf((await lookAtFile(client, call, file))?.['sizeBytes']),
  };
}

function gone(what: string): Error {
  return fault({code: 'gone', message: `${VENDOR} no longer has ${what}.`, retry: 'never'});
}
