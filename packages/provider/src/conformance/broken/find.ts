import {type Broken, replacing} from './broken.js';

/** Wrong in finding a job whose create was lost. */
export const BROKEN_FINDS: readonly Broken[] = [
  {
    name: 'has a find that finds nothing',
    caughtBy: 'C21a',
    spoil: replacing(() => ({find: async () => undefined})),
  },
  {
    name: 'takes a create without an answer for none',
    caughtBy: 'C21b',
    spoil: replacing((good) => {
      const answered = new Set<string>();
      return {
        submit: async (part, call) => {
          const receipt = await good.submit(part, call);
          answered.add(part.key);
          return receipt;
        },
        find: async (lost, call) => (answered.has(lost.key) ? good.find?.(lost, call) : undefined),
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
    name: 'takes the newest of the jobs that may be the lost one',
    caughtBy: 'C80',
    spoil: replacing((good) => ({
      find: async (lost, call) => {
        const found = await good.find?.(lost, call);
        return found && ((await good.find?.({...lost, key: ''}, call)) ?? found);
      },
    })),
  },
  {name: 'reads only the first page of the list', caughtBy: 'C23', spoil: impatient()},
];

/** Gives up what it took more than one request to find; the key is read for each. */
function impatient(): Broken['spoil'] {
  return (open) => {
    const spoil = replacing((_good, settings) => ({
      find: async (lost, call) => {
        let asked = 0;
        const key = () => {
          asked += 1;
          return settings.key();
        };
        const found = await open({...settings, key}).find?.(lost, call);
        return asked > 1 ? undefined : found;
      },
    }));
    return spoil(open);
  };
}
