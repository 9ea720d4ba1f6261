import type {Part, PartEntry} from '../../contract/part.js';
import {fault} from '../../fault.js';
import {collect} from '../part.js';
import {type Broken, replacing} from './broken.js';

/** Wrong in what arrives of a part. */
export const BROKEN_SUBMITS: readonly Broken[] = [
  {
    name: 'loses the last entry',
    caughtBy: 'B9',
    spoil: replacing((good) => ({
      submit: (part, call) =>
        good.submit(
          changed(part, (entries) => entries.slice(0, part.count - 1)),
          call,
        ),
    })),
  },
  {
    name: 'takes less than the card says',
    caughtBy: 'B10',
    spoil: replacing((good) => ({
      submit: async (part, call) => {
        const {requests = part.count + 1} = good.describe(part.model).limits;
        if (part.count < requests) return good.submit(part, call);
        throw fault({code: 'too-large', message: 'It is full.', retry: 'never', outcome: 'not-sent'});
      },
    })),
  },
  {
    name: 'cuts a part down to the limit',
    caughtBy: 'B11',
    spoil: replacing((good) => ({
      submit: (part, call) => {
        const {requests} = good.describe(part.model).limits;
        return good.submit(
          changed(part, (entries) => entries.slice(0, requests)),
          call,
        );
      },
    })),
  },
  {
    name: 'sends an id that comes twice only once',
    caughtBy: 'B12',
    spoil: replacing((good) => ({
      submit: (part, call) =>
        good.submit(
          changed(part, (entries) => [...new Map(entries.map((entry) => [entry.id, entry])).values()]),
          call,
        ),
    })),
  },
  {
    name: 'puts the model of the part into every entry',
    caughtBy: 'B13',
    spoil: replacing((good) => ({
      submit: (part, call) => {
        const entries = async function* () {
          for await (const {id, body} of part.entries()) yield {id, body: {...body, model: part.model}};
        };
        return good.submit({...part, entries}, call);
      },
    })),
  },
  {
    name: 'holds the whole part in memory',
    caughtBy: 'B14',
    spoil: replacing((good) => ({
      submit: (part, call) =>
        good.submit(
          changed(part, (entries) => entries),
          call,
        ),
    })),
  },
  {
    name: 'keeps the key in the receipt',
    caughtBy: 'B15',
    spoil: replacing((good, settings) => ({
      submit: async (part, call) => ({...(await good.submit(part, call)), extra: {key: settings.key()}}),
    })),
  },
  {
    name: 'knows one part at a time',
    caughtBy: 'B16',
    spoil: replacing((good) => {
      let last: Part | undefined;
      return {
        submit: async (part, call) => {
          last = part;
          await Promise.resolve();
          return good.submit(last, call);
        },
      };
    }),
  },
];

function changed(part: Part, change: (entries: readonly PartEntry[]) => readonly PartEntry[]): Part {
  return {
    ...part,
    async *entries() {
      yield* change(await collect(part.entries()));
    },
  };
}
