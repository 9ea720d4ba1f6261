import type {Call, LostPart, Part, Provider, Receipt} from '@agac/provider';

/** A provider whose every job has ended with nothing; a test says what is otherwise. */
export function plainProvider(otherwise: Partial<Provider> = {}): Provider {
  return {
    contract: 1,
    name: 'plain',
    describe: (model) => ({model, limits: {}, schema: 'none', parameters: [], partialResults: false}),
    encode: () => ({body: {}, bytes: 2, notes: []}),
    decode: (text) => ({kind: 'unreadable', message: text}),
    submit: async () => ({id: 'job'}),
    status: async () => ({phase: 'ended', end: 'completed', word: 'done'}),
    async *results() {},
    ...otherwise,
  };
}

export const RECEIPT: Receipt = {id: 'job'};

export const PART: Part = {key: 'k', model: 'm', count: 0, entries: async function* () {}};

/** A call that keeps what was logged. */
export function listening(): Call & {readonly lines: string[]; readonly save: () => Promise<void>} {
  const lines: string[] = [];
  const {signal} = new AbortController();
  return {signal, lines, log: (line) => lines.push(line), save: async () => {}};
}

export const LOST: LostPart = {key: 'k', model: 'm', count: 1, taken: []};
