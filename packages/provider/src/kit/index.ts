export {type BodyOptions, bodyOptions} from './body-options.js';
export {encodedLineBytes, LONGEST_ID} from './bytes.js';
export {beforeCreate, checkPart, type PartRules, wireLines} from './check-part.js';
export {cursorNumber, staleCursor} from './cursor.js';
export {type Download, downloadLines, rangeFrom} from './download-lines.js';
export {type FittedSchema, fitSchema, type SchemaSubset} from './fit-schema.js';
export {type HttpRequest, send, type Timeouts} from './http.js';
export type {HttpResponse} from './http-body.js';
export {type FaultContext, meaningOf, responseFault, sentenceIn} from './http-faults.js';
export type {HttpRequestBody, StreamedBody} from './http-upload.js';
export {frameBytes, type InlineFrame, inlineBody} from './inline-body.js';
export {jsonLines, type Line, type LineRules, MAX_LINE_BYTES, numberedLines, textLines} from './lines.js';
export {type ListRules, listLines} from './list-lines.js';
export {lowered} from './lowered.js';
export {type FormFile, formData} from './multipart.js';
export {countOf, known, listOf, objectOf, objectsOf, parsedObject, textOf} from './read-json.js';
export {redact} from './redact.js';
export {type RetryPolicy, withRetries} from './retry.js';
export {retryAfterMs} from './retry-after.js';
export {stopJob} from './stop-job.js';
export {
  objectIn,
  openClient,
  type Question,
  unlessMissing,
  type VendorClient,
  type VendorHost,
} from './vendor-client.js';
