export {encodedLineBytes, LONGEST_ID} from './bytes.js';
export {type HttpRequest, send, type Timeouts} from './http.js';
export type {HttpResponse} from './http-body.js';
export {type FaultContext, meaningOf, responseFault, sentenceIn} from './http-faults.js';
export type {HttpRequestBody, StreamedBody} from './http-upload.js';
export {jsonLines, MAX_LINE_BYTES, textLines} from './lines.js';
export {redact} from './redact.js';
export {type RetryPolicy, withRetries} from './retry.js';
export {retryAfterMs} from './retry-after.js';
