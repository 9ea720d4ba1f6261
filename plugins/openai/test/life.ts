import {setTimeout as delay} from 'node:timers/promises';
import type {Call, Part, Provider, Receipt, Result, Steps} from '@agac/provider';

const {signal} = new AbortController();

export const call: Call = {signal, log: () => {}};

/** A call for submitting that keeps its steps. */
export function submitting(): Call & Steps & {readonly steps: object[]} {
  const steps: object[] = [];
  return {...call, steps, save: async (step) => void steps.push(step)};
}

/** A part of questions, as the host would make it. */
export function partOf(
  provider: Provider,
  {model, key = 'Kpart', count = 3}: {model: string; key?: string; count?: number},
): Part {
  const encoded = (ordinal: number) =>
    provider.encode({model, messages: [{role: 'user', text: `Question ${ordinal}`}], parameters: {maxTokens: 64}});
  return {
    key,
    model,
    count,
    ...(encoded(0).lane !== undefined && {lane: encoded(0).lane}),
    async *entries() {
      for (let ordinal = 0; ordinal < count; ordinal += 1) yield {id: `r${ordinal}`, body: encoded(ordinal).body};
    },
  };
}

/** Asks until the job has ended; gives up after some hundred questions. */
export async function ended(provider: Provider, receipt: Receipt) {
  for (let asked = 0; asked < 200; asked += 1) {
    const status = await provider.status(receipt, call);
    if (status.phase === 'ended') return status;
    await delay(10);
  }
  throw new Error(`${receipt.id} does not end.`);
}

export async function resultsOf(provider: Provider, receipt: Receipt): Promise<Result[]> {
  const results: Result[] = [];
  for await (const {text} of provider.results(receipt, call)) results.push(provider.decode(text));
  return results;
}
