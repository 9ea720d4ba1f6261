import type {ResultLine} from '../../contract/result.js';
import {isFault} from '../../fault.js';
import {collect} from '../part.js';
import {type Broken, replacing} from './broken.js';

/** Wrong in reading the lines of results: where it begins, where it ends, and what comes between. */
export const BROKEN_RESULTS: readonly Broken[] = [
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
    name: 'takes the requests for answered in the order in which they were sent',
    caughtBy: 'E38b',
    spoil: replacing((good) => {
      let ids: string[] = [];
      let read = 0;
      return {
        submit: async (part, call) => {
          ids = [];
          for await (const {id} of part.entries()) ids.push(id);
          return good.submit(part, call);
        },
        async *results(receipt, call) {
          read = 0;
          for await (const line of good.results(receipt, call)) {
            if (good.decode(line.text).id === ids[read]) yield line;
            read += 1;
          }
        },
      };
    }),
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
    name: 'ends a line where Unicode may',
    caughtBy: 'E40',
    spoil: reading(async function* (lines) {
      for await (const {text} of lines) for (const piece of text.split('\u2028')) yield {text: piece};
    }),
  },
  {
    name: 'hands the newline on',
    caughtBy: 'E45',
    spoil: reading(async function* (lines) {
      for await (const {text, ...more} of lines) yield {...more, text: `${text}\n`};
    }),
  },
  {
    name: 'gives each line the cursor of the one before',
    caughtBy: 'E46',
    spoil: reading(async function* (lines) {
      let before: string | undefined;
      for await (const {text, cursor} of lines) {
        yield {text, ...(before !== undefined && {cursor: before})};
        before = cursor;
      }
    }),
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
    name: 'takes a body that ends with its connection for whole',
    caughtBy: 'E83',
    spoil: replacing((good) => ({
      async *results(receipt, call) {
        try {
          yield* good.results(receipt, call);
        } catch (error) {
          if (!isFault(error) || error.code !== 'truncated') throw error;
        }
      },
    })),
  },
  {
    name: 'goes on one line too late after a break',
    caughtBy: 'E84',
    spoil: replacing((good) => ({
      async *results(receipt, call) {
        let skip = call.cursor === undefined ? 0 : 1;
        for await (const line of good.results(receipt, call)) {
          if (skip === 0) yield line;
          else skip -= 1;
        }
      },
    })),
  },
  {
    name: 'begins at the beginning where it does not know a cursor',
    caughtBy: 'E85',
    spoil: replacing((good) => ({
      async *results(receipt, {cursor, ...call}) {
        yield* good.results(receipt, /^[\d:]+$/.test(cursor ?? '') ? {...call, ...(cursor && {cursor})} : call);
      },
    })),
  },
  {
    name: 'reads on although nobody listens',
    caughtBy: 'E48',
    spoil: replacing((good) => ({
      async *results(receipt, call) {
        const lines = good.results(receipt, call)[Symbol.asyncIterator]();
        // Without a `finally`, the connection stays open.
        for (let line = await lines.next(); !line.done; line = await lines.next()) yield line.value;
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
];

function reading(change: (lines: AsyncIterable<ResultLine>) => AsyncIterable<ResultLine>): Broken['spoil'] {
  return replacing((good) => ({results: (receipt, call) => change(good.results(receipt, call))}));
}
