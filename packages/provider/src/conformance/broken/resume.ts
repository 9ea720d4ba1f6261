import type {Call, Steps} from '../../contract/call.js';
import type {Part, Receipt} from '../../contract/part.js';
import type {Provider} from '../../contract/provider.js';
import {fault} from '../../fault.js';
import type {JsonObject} from '../../json.js';
import {type Broken, replacing} from './broken.js';

/** Wrong in going on with a submit. */
export const BROKEN_RESUMES: readonly Broken[] = [
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
    name: 'uploads again although an earlier attempt did',
    caughtBy: 'C24',
    spoil: replacing((good) => ({submit: (part, {step: _, ...call}) => good.submit(part, call)})),
  },
  {
    name: 'gives up where the vendor has deleted its upload',
    caughtBy: 'C25',
    spoil: replacing((good) => ({
      submit: (part, call) => good.submit(part, call.step === undefined ? call : {...call, save: giveUp}),
    })),
  },
  {
    name: 'says that a part may be sent twice, although that makes two jobs',
    caughtBy: 'C26',
    spoil: replacing(() => ({idempotent: true})),
  },
  {name: 'knows only by heart what it has sent', caughtBy: 'C26', spoil: remembering()},
  {
    name: 'gives all uploads one name',
    caughtBy: 'C29',
    spoil: replacing((good) => ({
      submit: async (part, call) => {
        const step = call.step ?? (await uploadOf(good, {...part, key: 'input'}, call));
        if (call.step === undefined) await call.save(step);
        return good.submit(part, {...call, step});
      },
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
];

async function giveUp(): Promise<never> {
  throw fault({code: 'gone', message: 'The upload is gone.', retry: 'never', outcome: 'not-sent'});
}

function remembering(): Broken['spoil'] {
  return replacing((good) => {
    const sent = new Map<string, Receipt>();
    return {
      idempotent: true,
      submit: async (part, call) => {
        const receipt = sent.get(part.key) ?? (await good.submit(part, call));
        sent.set(part.key, receipt);
        return receipt;
      },
    };
  });
}

/** Uploads a part and no more; returns the step that another submit goes on from. */
async function uploadOf(good: Provider, part: Part, call: Call & Steps): Promise<JsonObject> {
  let uploaded: JsonObject | undefined;
  const save = async (step: JsonObject) => {
    uploaded = step;
    throw new Error('This is as far as it was to go.');
  };
  try {
    await good.submit(part, {...call, save});
  } catch (error) {
    if (uploaded === undefined) throw error;
  }
  return uploaded ?? {};
}
