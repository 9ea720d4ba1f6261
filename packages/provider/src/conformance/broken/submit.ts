import type {Part, PartEntry} from '../../contract.js';
import {fault, isFault} from '../../fault.js';
import type {JsonObject} from '../../json.js';
import {collect} from '../part.js';
import {type Broken, replacing} from './broken.js';

/** Wrong in submitting, and in finding again what was submitted. */
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
  {
    name: 'would send again what was refused',
    caughtBy: 'B17',
    spoil: replacing((good) => ({
      submit: (part, call) =>
        good.submit(part, call).catch((error: unknown) => {
          throw isFault(error) ? fault({...error, message: error.message, retry: 'later'}) : error;
        }),
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
    name: 'keeps quiet about why a job failed',
    caughtBy: 'B18',
    spoil: replacing((good) => ({
      status: async (receipt, call) => {
        const {message: _, ...status} = await good.status(receipt, call);
        return status;
      },
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
    name: 'sends the create again when it goes wrong',
    caughtBy: 'B73',
    spoil: replacing((good) => ({
      submit: async (part, call) => {
        let step: JsonObject | undefined;
        const save = (made: JsonObject) => {
          step = made;
          return call.save(made);
        };
        return good.submit(part, {...call, save}).catch(() => good.submit(part, {...call, ...(step && {step})}));
      },
    })),
  },
  {
    name: 'takes a lost answer for a refusal',
    caughtBy: 'B74',
    spoil: replacing((good) => ({
      submit: (part, call) =>
        good.submit(part, call).catch((error: unknown) => {
          throw isFault(error) ? fault({...error, message: error.message, outcome: 'refused'}) : error;
        }),
    })),
  },
  {
    name: 'does not tell a lost upload from a lost create',
    caughtBy: 'B78',
    spoil: replacing((good) => ({
      submit: (part, call) =>
        good.submit(part, call).catch((error: unknown) => {
          throw isFault(error) ? fault({...error, message: error.message, outcome: 'unknown'}) : error;
        }),
    })),
  },
  {
    name: 'forgets to save its steps',
    caughtBy: 'C19',
    spoil: replacing((good) => ({submit: (part, call) => good.submit(part, {...call, save: async () => {}})})),
  },
  {
    name: 'does not wait for a step to be saved',
    caughtBy: 'C19',
    spoil: replacing((good) => ({
      submit: (part, call) => good.submit(part, {...call, save: async (step) => void call.save(step)}),
    })),
  },
  {
    name: 'goes on when a step cannot be saved',
    caughtBy: 'C20',
    spoil: replacing((good) => ({
      submit: (part, call) => good.submit(part, {...call, save: (step) => call.save(step).catch(() => {})}),
    })),
  },
  {
    name: 'has a find that finds nothing',
    caughtBy: 'C21a',
    spoil: replacing(() => ({find: async () => undefined})),
  },
  {
    name: 'takes the job of another part for the lost one',
    caughtBy: 'C79',
    spoil: replacing((good) => {
      let last: string | undefined;
      return {
        submit: async (part, call) => {
          const receipt = await good.submit(part, call);
          last = receipt.id;
          return receipt;
        },
        find: async (lost, call) => (await good.find?.(lost, call)) ?? (last === undefined ? undefined : {id: last}),
      };
    }),
  },
  {
    name: 'submits under a signal that was aborted',
    caughtBy: 'C27a',
    spoil: replacing((good) => ({
      submit: (part, call) => good.submit(part, {...call, signal: new AbortController().signal}),
    })),
  },
  {
    name: 'reads only the jobs that it sent itself',
    caughtBy: 'C30',
    spoil: replacing((good) => {
      const sent = new Set<string>();
      return {
        submit: async (part, call) => {
          const receipt = await good.submit(part, call);
          sent.add(receipt.id);
          return receipt;
        },
        async *results(receipt, call) {
          if (sent.has(receipt.id)) yield* good.results(receipt, call);
        },
      };
    }),
  },
  {
    name: 'finds a label that only begins like the key',
    caughtBy: 'C22',
    spoil: replacing((good) => ({
      find: async (lost, call) =>
        (await good.find?.(lost, call)) ?? good.find?.({...lost, key: lost.key.slice(0, -1)}, call),
    })),
  },
  {
    name: 'uploads again although an earlier attempt did',
    caughtBy: 'C24',
    spoil: replacing((good) => ({submit: (part, {step: _, ...call}) => good.submit(part, call)})),
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
