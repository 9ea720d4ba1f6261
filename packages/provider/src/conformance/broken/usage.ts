import type {Usage} from '../../contract/result.js';
import {type Broken, replacing} from './broken.js';

/** Wrong about tokens, or about what they cost. */
export const BROKEN_USAGE: readonly Broken[] = [
  {
    name: 'gives every answer the tokens of the first',
    caughtBy: 'H70',
    spoil: replacing((good) => {
      let first: Usage | undefined;
      return {
        decode: (text) => {
          const result = good.decode(text);
          if (result.kind !== 'answer' || result.usage === undefined) return result;
          first ??= result.usage;
          return {...result, usage: first};
        },
      };
    }),
  },
  {
    name: 'guesses the tokens that the vendor did not tell',
    caughtBy: 'H70',
    spoil: replacing((good) => ({
      decode: (text) => {
        const result = good.decode(text);
        const guess = {inputTokens: Math.ceil(text.length / 4), outputTokens: 0};
        return result.kind === 'answer' ? {...result, usage: {...guess, ...result.usage}} : result;
      },
    })),
  },
  {
    name: 'dates its batch rate with a day to come',
    caughtBy: 'H71',
    spoil: replacing((good) => ({
      describe: (model) => ({
        ...good.describe(model),
        batchRate: {share: 0.5, cached: 'share', source: 'https://prices.invalid', asOf: '9999-01-01'},
      }),
    })),
  },
  {
    name: 'has a price that is less than nothing',
    caughtBy: 'H71',
    spoil: replacing((good) => ({
      describe: (model) => ({
        ...good.describe(model),
        price: {inputPerMillion: 1, outputPerMillion: -1, source: 'https://prices.invalid', asOf: '2026-01-01'},
      }),
    })),
  },
  {
    name: 'says zero for the tokens of a job that it does not add up',
    caughtBy: 'H72',
    spoil: replacing((good) => ({
      status: async (receipt, call) => ({
        ...(await good.status(receipt, call)),
        usage: {inputTokens: 0, outputTokens: 0},
      }),
    })),
  },
];
