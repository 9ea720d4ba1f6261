import {fault, isFault} from '../../fault.js';
import {type Broken, replacing} from './broken.js';

/** Wrong about when results can be read. */
export const BROKEN_READABLE: readonly Broken[] = [
  {
    name: 'takes results that are not ready for none',
    caughtBy: 'E50',
    spoil: replacing((good) => ({
      async *results(receipt, call) {
        try {
          yield* good.results(receipt, call);
        } catch (error) {
          if (!isFault(error) || error.code !== 'not-ready') throw error;
        }
      },
    })),
  },
  {
    name: 'would ask for ever for results that are gone',
    caughtBy: 'E51',
    spoil: replacing((good) => ({
      async *results(receipt, call) {
        try {
          yield* good.results(receipt, call);
        } catch (error) {
          if (!isFault(error) || error.code !== 'gone') throw error;
          throw fault({code: 'gone', message: error.message, retry: 'later'});
        }
      },
    })),
  },
  {
    name: 'would wait for ever for the results of a job that failed',
    caughtBy: 'E75',
    spoil: replacing((good) => ({
      async *results(receipt, call) {
        if ((await good.status(receipt, call)).end !== 'failed') yield* good.results(receipt, call);
        else throw fault({code: 'not-ready', message: 'There is no result file yet.', retry: 'later'});
      },
    })),
  },
];
