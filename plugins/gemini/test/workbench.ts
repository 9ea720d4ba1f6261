import {isFault, type JsonObject, type Part, type Provider, type Receipt, type Steps} from '@agac/provider';
import {open} from '../src/provider.js';
import {GeminiVendor} from './vendor.js';

export const MODEL = 'gemini-2.5-flash';
export const call = {signal: new AbortController().signal, log: () => {}};

/** A fake of Gemini, started before each test of the block that calls this, and what tests do with the adapter at it. */
export class Workbench {
  #gemini: GeminiVendor | undefined;

  constructor() {
    beforeEach(async () => {
      this.#gemini = new GeminiVendor({auto: false});
      await this.#gemini.start();
    });
    afterEach(() => this.gemini.stop());
  }

  get gemini(): GeminiVendor {
    if (this.#gemini === undefined) throw new Error('The fake has not been started.');
    return this.#gemini;
  }

  opened(options: JsonObject = {}, baseUrl = this.gemini.url): Provider {
    const key = () => this.gemini.key;
    return open({name: 'gemini', baseUrl, key, keyEnv: 'GEMINI_API_KEY', spool: '', options});
  }

  /** What was asked, in order. */
  asked(): readonly string[] {
    return this.gemini.seen().map(({on}) => on);
  }
}

/** So many requests, each with a text of so many characters. */
export function partOf(provider: Provider, {count = 3, length = 5, model = MODEL} = {}): Part {
  const {body} = provider.encode({model, messages: [{role: 'user', text: 'x'.repeat(length)}], parameters: {}});
  return {
    key: 'Kpart',
    model,
    count,
    async *entries() {
      for (let ordinal = 0; ordinal < count; ordinal += 1) yield {id: `r${ordinal}`, body};
    },
  };
}

/** Submits a part, and tells the steps that were saved. */
export async function submitted(provider: Provider, part = partOf(provider), step?: JsonObject) {
  const steps: JsonObject[] = [];
  const save: Steps['save'] = async (saved) => void steps.push(saved);
  return {receipt: await provider.submit(part, {...call, save, ...(step && {step})}), steps};
}

/** Whose results a job has. */
export async function idsIn(provider: Provider, receipt: Receipt): Promise<readonly (string | undefined)[]> {
  const ids: (string | undefined)[] = [];
  for await (const {text} of provider.results(receipt, call)) ids.push(provider.decode(text).id);
  return ids;
}

/** The fault that something is rejected with. */
export async function rejection(promised: Promise<unknown> | undefined) {
  const caught = await promised?.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!isFault(caught)) throw new Error(`It was no fault: ${caught}`);
  return caught;
}
