import {
  type Fault,
  isFault,
  type JsonObject,
  type Part,
  type Provider,
  type Receipt,
  type Result,
} from '@agac/provider';
import {open} from '../src/provider.js';
import {AnthropicVendor} from './vendor.js';

export const MODEL = 'claude-haiku-4-5';
export const call = {signal: new AbortController().signal, log: () => {}};

/** A fake that moves when it is told to, and adapters for it. */
export class World {
  readonly vendor = new AnthropicVendor({auto: false});

  adapter(options: JsonObject = {}, baseUrl = this.vendor.url): Provider {
    const {key} = this.vendor;
    return open({name: 'anthropic', baseUrl, key: () => key, keyEnv: 'ANTHROPIC_API_KEY', spool: '', options});
  }

  /** Submits a part, and tells what was saved on the way. */
  async send(part = partOf(3), adapter = this.adapter()) {
    const steps: JsonObject[] = [];
    const receipt = await adapter.submit(part, {...call, save: async (step) => void steps.push(step)});
    return {receipt, steps};
  }

  async resultsOf(receipt: Receipt): Promise<readonly Result[]> {
    const adapter = this.adapter();
    const results: Result[] = [];
    for await (const {text} of adapter.results(receipt, call)) results.push(adapter.decode(text));
    return results;
  }
}

/** A part of so many requests. */
export function partOf(count: number): Part {
  const {encode} = open({name: 'anthropic', key: () => 'unused', spool: '', options: {}});
  return {
    key: 'K1',
    model: MODEL,
    count,
    async *entries() {
      for (let ordinal = 0; ordinal < count; ordinal += 1) {
        const messages = [{role: 'user' as const, text: `Frage ${ordinal}: wie groß? 🙂`}];
        yield {id: `r${ordinal}`, body: encode({model: MODEL, messages, parameters: {}}).body};
      }
    },
  };
}

/** The fault that a promise rejects with. */
export async function caught(promised: Promise<unknown>): Promise<Error & Fault> {
  const error = await promised.then(
    () => new Error('It did not reject.'),
    (reason: unknown) => reason,
  );
  if (isFault(error)) return error;
  throw error;
}
