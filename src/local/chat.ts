import {type Call, type Fault, fault, isFault, type JsonObject} from '@agac/provider';
import {redact, responseFault, send, sentenceIn, withRetries} from '@agac/provider/kit';
import {askInForm, FORM_REFUSED, type KnownForms, refusesForm} from './answer-form.js';
import {isCompletion} from './decode.js';
import type {SpooledResult} from './job.js';

export interface ChatServer {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly key?: string;
  readonly keyEnv?: string;
}

const RETRIES = {tries: 5, baseMs: 200, capMs: 10_000};
/** A model on a small machine may think for minutes before the first byte. */
const TIMEOUTS = {headersMs: 600_000};

/**
 * One chat completion. Busy, broken and unreachable servers are asked up to five times; one that does not take the form
 * in which the answer is wanted is asked for a weaker one, which the result then notes. A request that stays without an
 * answer is a fault. Rejects with the signal's reason and nothing else.
 */
export async function answerByChat(
  body: JsonObject,
  server: ChatServer,
  call: Call & {readonly forms: KnownForms},
): Promise<SpooledResult> {
  try {
    const {answer, weaker} = await askInForm(body, call.forms, (asked) =>
      withRetries(call, RETRIES, () => ask(asked, server, call)),
    );
    return {response: answer, ...(weaker !== undefined && {note: noteOf(server)})};
  } catch (error) {
    call.signal.throwIfAborted();
    if (!isFault(error)) throw error;
    return {fault: {code: error.code, message: error.message, retry: error.retry}};
  }
}

function noteOf({baseUrl}: ChatServer): string {
  const {host} = new URL(baseUrl);
  return `${host} does not take a schema as it was sent; a message told it instead. The answers are checked all the same.`;
}

async function ask(body: JsonObject, server: ChatServer, call: Call): Promise<JsonObject> {
  try {
    return await complete(body, server, call);
  } catch (error) {
    // Asking at once again would take as long again.
    if (isFault(error) && error.code === 'timeout') throw fault({...error, message: error.message, retry: 'same'});
    throw error;
  }
}

async function complete(body: JsonObject, {baseUrl, key, keyEnv}: ChatServer, call: Call): Promise<JsonObject> {
  const vendor = new URL(baseUrl).host;
  const response = await send(call, {
    method: 'POST',
    url: `${baseUrl}/chat/completions`,
    headers: {'content-type': 'application/json', ...(key !== undefined && {authorization: `Bearer ${key}`})},
    body: JSON.stringify(body),
    timeouts: TIMEOUTS,
  });
  const secrets = key === undefined ? [] : [key];
  if (response.status !== 200) {
    const explain = (_: Fault, status: number, said: string) =>
      refusesForm(body, status, said) ? {code: FORM_REFUSED} : {};
    throw await responseFault(response, {vendor, secrets, keyEnv, explain});
  }
  const completion = await response.json();
  if (isCompletion(completion)) return completion;
  const said = redact(sentenceIn(JSON.stringify(completion)), secrets).slice(0, 300);
  const message = `${vendor} answered with no completion: ${said}`;
  throw fault({code: 'vendor-error', message, retry: 'later', outcome: 'unknown'});
}
