import type {Call} from '../contract/call.js';
import type {Result} from '../contract/result.js';
import type {JsonObject} from '../json.js';
import {objectOf} from '../kit/read-json.js';
import {redact} from '../kit/redact.js';
import {objectIn, type VendorClient} from '../kit/vendor-client.js';
import {type RetryOf, readAnswer, requestFault} from './result-line.js';

/** A model may think for minutes before the first byte of an answer. */
const ANSWER_TIMEOUTS = {headersMs: 600_000};

export interface Completing {
  /** Of the endpoint, behind the base URL. */
  readonly path: string;
  readonly body: JsonObject;
  readonly vendor: string;
  /** Is kept out of what the vendor says. */
  readonly key: string;
  readonly retryOf?: RetryOf | undefined;
}

/** One request, answered now. That it is no good (400, 422) is a Result; any other error is of the call, and thrown. */
export async function completeNow(client: VendorClient, call: Call, completing: Completing): Promise<Result> {
  const {path, body, vendor, key, retryOf} = completing;
  const response = await client.send(call, {method: 'POST', path, json: body, timeouts: ANSWER_TIMEOUTS});
  const {status} = response;
  if (status === 400 || status === 422) {
    const answer = await objectIn(response, vendor);
    const {message, ...facts} = requestFault(status, objectOf(answer['error']) ?? answer, retryOf);
    return {kind: 'fault', id: '', fault: {...facts, message: redact(message, [key])}};
  }
  if (status < 200 || status > 299) throw await client.faultOf(response);
  return {...readAnswer(await objectIn(response, vendor)), id: ''};
}
