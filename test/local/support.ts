import {mkdtempSync} from 'node:fs';
import {readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import type {
  Fault,
  JsonObject,
  ModelRequest,
  Part,
  PartStatus,
  Provider,
  Receipt,
  Result,
  ResultLine,
  Settings,
} from '@agac/provider';
import {fault, isFault} from '@agac/provider';
import {lastClaim} from '../../src/local/claims.js';
import {open} from '../../src/local/provider.js';

export const call = {signal: new AbortController().signal, log: () => {}, save: async () => {}};

/** A spool of a test's own, and the providers on it. */
export class Bench {
  readonly spool = mkdtempSync(join(tmpdir(), 'agac-local-'));

  provider(given: Partial<Settings> = {}): Provider {
    const key = () => {
      throw fault({code: 'no-key', message: 'no key here', retry: 'never'});
    };
    return open({name: 'local', key, spool: this.spool, options: {}, ...given});
  }

  /** The process that works a job off. */
  pid(receipt: Receipt): number {
    return lastClaim(join(this.spool, receipt.id))!.pid;
  }

  async lines(receipt: Receipt): Promise<readonly JsonObject[]> {
    const text = await readFile(join(this.spool, receipt.id, 'results.jsonl'), 'utf8');
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  }

  async clear(): Promise<void> {
    await rm(this.spool, {recursive: true, force: true, maxRetries: 3});
  }
}

export function request(text: string, given: Partial<ModelRequest> = {}): ModelRequest {
  return {model: 'sample', messages: [{role: 'user', text}], parameters: {}, ...given};
}

/** A part of so many requests, `r0` first. */
export function partOf(
  provider: Provider,
  key: string,
  {count, model, text = 'What is it?'}: {count: number; model?: string; text?: string},
): Part {
  const asked = request(text, {...(model !== undefined && {model})});
  async function* entries() {
    const {body} = provider.encode(asked);
    for (let index = 0; index < count; index += 1) yield {id: `r${index}`, body};
  }
  return {key, model: asked.model, count, entries};
}

export async function ended(provider: Provider, receipt: Receipt): Promise<PartStatus> {
  return until(async () => {
    const status = await provider.status(receipt, call);
    return status.phase === 'ended' ? status : undefined;
  });
}

/** Asks again and again, up to ten seconds, until there is an answer. */
export async function until<T>(ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (let waited = 0; waited < 10_000; waited += 20) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(20);
  }
  throw new Error('It did not happen within ten seconds.');
}

export async function resultsOf(provider: Provider, receipt: Receipt): Promise<readonly Result[]> {
  return (await Array.fromAsync<ResultLine>(provider.results(receipt, call))).map(({text}) => provider.decode(text));
}

export async function faultOf(promise: Promise<unknown>): Promise<Error & Fault> {
  const error = await promise.then(
    () => new Error('it resolved'),
    (reason: unknown) => reason,
  );
  if (!isFault(error)) throw error;
  return error;
}

export function thrownBy(action: () => unknown): Error & Fault {
  try {
    action();
  } catch (error) {
    if (isFault(error)) return error;
    throw error;
  }
  throw new Error('it did not throw');
}
