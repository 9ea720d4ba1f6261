import type {Result} from '../../contract.js';
import {collect} from '../part.js';
import {type Broken, replacing} from './broken.js';

/** Wrong about where a job stands, or in what it left. */
export const BROKEN_RESULTS: readonly Broken[] = [
  {
    name: 'takes a word it does not know for the end',
    caughtBy: 'D32',
    spoil: replacing((good) => ({
      status: async (receipt, call) => {
        const status = await good.status(receipt, call);
        const known = status.phase !== 'running' || /run|progress/i.test(status.word);
        return known ? status : {...status, phase: 'ended', end: 'completed'};
      },
    })),
  },
  {
    name: 'does not say how a job ended',
    caughtBy: 'D33',
    spoil: replacing((good) => ({
      status: async (receipt, call) => {
        const {end: _, ...status} = await good.status(receipt, call);
        return status;
      },
    })),
  },
  {
    name: 'reports an expired job as failed',
    caughtBy: 'D34c',
    spoil: replacing((good) => ({
      status: async (receipt, call) => {
        const status = await good.status(receipt, call);
        return status.end === 'expired' ? {...status, end: 'failed'} : status;
      },
    })),
  },
  {
    name: 'loses the last line',
    caughtBy: 'E38a',
    spoil: replacing((good) => ({
      async *results(receipt, call) {
        yield* (await collect(good.results(receipt, call))).slice(0, -1);
      },
    })),
  },
  {
    name: 'does not read what went wrong',
    caughtBy: 'E39',
    spoil: replacing((good) => ({
      async *results(receipt, call) {
        for await (const line of good.results(receipt, call)) if (good.decode(line.text).kind !== 'fault') yield line;
      },
    })),
  },
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
    name: 'calls a job that was asked to stop running',
    caughtBy: 'F81',
    spoil: replacing((good) => ({
      status: async (receipt, call) => {
        const status = await good.status(receipt, call);
        return status.phase === 'stopping' ? {...status, phase: 'running'} : status;
      },
    })),
  },
  {
    name: 'keeps quiet about what a job never came to',
    caughtBy: 'F82',
    spoil: replacing((good) => ({
      async *results(receipt, call) {
        for await (const line of good.results(receipt, call)) {
          if (good.decode(line.text).kind !== 'unprocessed') yield line;
        }
      },
    })),
  },
  {
    name: 'takes half a download for the whole',
    caughtBy: 'E47',
    spoil: replacing((good) => ({
      async *results(receipt, call) {
        try {
          yield* good.results(receipt, call);
        } catch {
          // As fetch does with some of the ways in which a body can break off.
        }
      },
    })),
  },
  {
    name: 'holds the whole result file in memory',
    caughtBy: 'E49',
    spoil: replacing((good) => ({
      async *results(receipt, call) {
        yield* await collect(good.results(receipt, call));
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
