import type {Result} from '../../contract/result.js';
import {type Broken, replacing} from './broken.js';

/** Wrong about what a line says. */
export const BROKEN_ANSWERS: readonly Broken[] = [
  {
    name: 'stops at a line it cannot read',
    caughtBy: 'E41',
    spoil: replacing((good) => ({
      decode: (text) => {
        const result = good.decode(text);
        if (result.kind === 'unreadable') throw new Error(result.message);
        return result;
      },
    })),
  },
  {
    name: 'takes an answer without any content for an empty text',
    caughtBy: 'E42',
    spoil: replacing((good) => ({
      decode: (text): Result => {
        const result = good.decode(text);
        const isHollow = result.kind === 'fault' && result.fault.retry !== 'later';
        return isHollow ? {kind: 'answer', id: result.id, text: '', finish: 'other'} : result;
      },
    })),
  },
  {
    name: 'keeps one line for each id',
    caughtBy: 'E43',
    spoil: replacing((good) => ({
      async *results(receipt, call) {
        const ids = new Set<string | undefined>();
        for await (const line of good.results(receipt, call)) {
          const {id} = good.decode(line.text);
          if (!ids.has(id)) yield line;
          ids.add(id);
        }
      },
    })),
  },
  {name: 'makes up a result for an id that was not mentioned', caughtBy: 'E44a', spoil: inventing()},
  {
    name: 'reads nothing of a job that expired',
    caughtBy: 'E44b',
    spoil: replacing((good) => ({
      async *results(receipt, call) {
        if ((await good.status(receipt, call)).end !== 'expired') yield* good.results(receipt, call);
      },
    })),
  },
  {
    name: 'says of all that a job never came to that it expired',
    caughtBy: 'E44c',
    spoil: replacing((good) => ({
      decode: (text) => {
        const result = good.decode(text);
        return result.kind === 'unprocessed' ? {...result, reason: 'expired'} : result;
      },
    })),
  },
  {
    name: 'takes an empty text for a fault',
    caughtBy: 'E52',
    spoil: replacing((good) => ({
      decode: (text) => {
        const result = good.decode(text);
        if (result.kind !== 'answer' || result.text !== '') return result;
        return {kind: 'fault', id: result.id, fault: {code: 'empty', message: 'There is no text.', retry: 'same'}};
      },
    })),
  },
  {
    name: 'says zero for tokens that were not counted',
    caughtBy: 'E53',
    spoil: replacing((good) => ({
      decode: (text) => {
        const result = good.decode(text);
        const zero = {inputTokens: 0, outputTokens: 0, cachedInputTokens: 0};
        return result.kind === 'answer' ? {...result, usage: {...zero, ...result.usage}} : result;
      },
    })),
  },
  {
    name: 'takes a tool call for an empty text',
    caughtBy: 'E54',
    spoil: replacing((good) => ({
      decode: (text): Result => {
        const result = good.decode(text);
        return result.kind === 'fault' ? {kind: 'answer', id: result.id, text: '', finish: 'other'} : result;
      },
    })),
  },
  {
    name: 'would ask again what was refused',
    caughtBy: 'E55',
    spoil: replacing((good) => ({
      decode: (text) => {
        const result = good.decode(text);
        return result.kind === 'fault' ? {...result, fault: {...result.fault, retry: 'later'}} : result;
      },
    })),
  },
];

/** Remembers what it sent, and fills in what is missing when it reads. */
function inventing(): Broken['spoil'] {
  const MADE_UP = 'made up: ';
  return replacing((good) => {
    const sent: string[] = [];
    return {
      submit: async (part, call) => {
        for await (const {id} of part.entries()) sent.push(id);
        return good.submit(part, call);
      },
      async *results(receipt, call) {
        const missing = new Set(sent);
        for await (const line of good.results(receipt, call)) {
          missing.delete(good.decode(line.text).id ?? '');
          yield line;
        }
        for (const id of missing) yield {text: MADE_UP + id};
      },
      decode: (text): Result =>
        text.startsWith(MADE_UP)
          ? {kind: 'unprocessed', id: text.slice(MADE_UP.length), reason: 'failed'}
          : good.decode(text),
    };
  });
}
