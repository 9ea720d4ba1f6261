import {isIP} from 'node:net';
import {isFault, type JsonObject} from '@agac/provider';
import {type HttpResponse, send} from '@agac/provider/kit';
import {AgacError} from '../../domain/errors.js';
import type {ApiSource} from '../../domain/workflow.js';
import {invalidInput} from '../invalid-input.js';
import {JsonRecords} from '../json-records.js';
import {guardedLookup, isForbidden, isLoopbackHost} from './forbidden-address.js';
import {filledIn, variablesIn} from './variables.js';

export interface Fetching {
  /** Where the variables that the headers name are. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/**
 * Reads the records of an address, page by page, as they come; nothing of it is asked twice, and no redirect is
 * followed. The variables have to be set.
 * @throws AgacError INPUT_UNREACHABLE, INPUT_INVALID; the signal's reason when it fires
 */
export async function* fetchRecords(api: ApiSource, fetching: Fetching): AsyncGenerator<JsonObject> {
  const deadline = AbortSignal.timeout(api.timeoutSeconds * 1000);
  const signal = AbortSignal.any([fetching.signal, deadline]);
  let bytes = 0;
  let url: URL | undefined = new URL(api.url);
  try {
    while (url !== undefined) {
      const page = new Page(api, url);
      const response = await ask(api, url, {...fetching, signal});
      for await (const chunk of response.body) {
        bytes += chunk.length;
        if (bytes > api.maxBytes) throw tooLarge(api, url);
        yield* page.write(chunk);
      }
      url = page.end();
    }
  } catch (error) {
    fetching.signal.throwIfAborted();
    const host = new URL(api.url).host;
    if (deadline.aborted) {
      throw unreachable(`${host} has not sent everything within ${api.timeoutSeconds} seconds.`, [
        'Raise timeout: under data_source.',
      ]);
    }
    throw isFault(error) ? unreachable(error.message, error.hint === undefined ? [] : [error.hint], error) : error;
  }
}

async function ask(api: ApiSource, url: URL, {env, signal, log}: Fetching): Promise<HttpResponse> {
  const address = url.hostname.replace(/^\[|\]$/g, '');
  const loopback = isLoopbackHost(new URL(api.url).hostname);
  if (isIP(address) !== 0 && isForbidden(address, {loopback})) {
    throw unreachable(`${url.host} is an address that agac does not read from.`);
  }
  const headers = Object.entries(api.headers).map(([name, value]) => [name, filledIn(value, env)]);
  const response = await send(
    {signal, log},
    {
      method: 'GET',
      url,
      headers: {accept: 'application/json', ...Object.fromEntries(headers)},
      lookup: guardedLookup(loopback),
    },
  );
  if (response.status === 200) return response;
  response.close();
  throw refusal(api, url, response);
}

/** One answer, read as it comes. */
class Page {
  readonly #file: string;
  readonly #url: URL;
  readonly #records: JsonRecords;
  readonly #decoder = new TextDecoder('utf-8', {fatal: true});

  constructor({records, next}: ApiSource, url: URL) {
    this.#file = url.host + url.pathname;
    this.#url = url;
    this.#records = new JsonRecords({records, ...(next && {next})});
  }

  write(chunk: Uint8Array): readonly JsonObject[] {
    return this.#attempt(() => {
      this.#decoder.decode(chunk, {stream: true});
      return this.#records.write(chunk);
    });
  }

  /** The address of the page after it, which has to be on the same host: that one gets the headers. */
  end(): URL | undefined {
    this.#attempt(() => this.#records.end());
    const {next} = this.#records;
    if (next === undefined || next === '') return undefined;
    const url = URL.parse(next, this.#url.href);
    if (url !== null && url.origin === this.#url.origin) return url;
    throw this.#refusal(new Error('The address of the next page is on another host'));
  }

  #attempt<T>(step: () => T): T {
    try {
      return step();
    } catch (cause) {
      throw this.#refusal(cause);
    }
  }

  #refusal(cause: unknown): AgacError {
    const reason = (cause instanceof Error ? cause.message : String(cause)).replace(/ at chunk position.*$/s, '');
    return invalidInput({file: this.#file}, {message: `The answer cannot be read. ${reason}.`, cause});
  }
}

function refusal(api: ApiSource, url: URL, {status, headers}: HttpResponse): AgacError {
  const location = headers.location === undefined ? null : URL.parse(headers.location, url.href);
  if (status >= 300 && status < 400 && location !== null) {
    return unreachable(`${url.host} points to another address, which is not followed.`, [
      `Write url: ${location.origin}${location.pathname}, if that is where the records are.`,
    ]);
  }
  const variables = variablesIn(Object.values(api.headers));
  const isRefused = (status === 401 || status === 403) && variables.length > 0;
  const hints = isRefused ? [`Look at what ${variables.join(', ')} holds.`] : [];
  return unreachable(`${url.host} answered with the status ${status}.`, hints);
}

function tooLarge({maxBytes}: ApiSource, url: URL): AgacError {
  return invalidInput(
    {file: url.host + url.pathname},
    {
      message: `There are more than ${maxBytes.toLocaleString('en')} bytes.`,
      actions: ['Raise max_bytes: under data_source.'],
    },
  );
}

function unreachable(message: string, actions: readonly string[] = [], cause?: unknown): AgacError {
  return new AgacError('INPUT_UNREACHABLE', message, {actions, cause});
}
