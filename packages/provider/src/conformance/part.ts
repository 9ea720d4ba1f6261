import type {Part, PartEntry} from '../contract/part.js';
import type {Provider} from '../contract/provider.js';
import type {ModelRequest} from '../contract/request.js';

export interface PartInit {
  readonly key?: string;
  readonly model?: string;
  /** How many requests; default 3. */
  readonly count?: number;
  /** Id of the n-th request, from 0. */
  readonly id?: (ordinal: number) => string;
  /** What the n-th request asks. */
  readonly text?: (ordinal: number) => string;
}

/** A part whose entries are made while they are read, so that it may be larger than memory. */
export function partOf(provider: Provider, init: PartInit & {readonly key: string; readonly model: string}): Part {
  const {key, model, count = 3, id = plainId, text = plainText} = init;
  const encode = (ordinal: number) => provider.encode(requestOf(model, text(ordinal)));
  const {lane} = encode(0);
  return {
    key,
    model,
    count,
    ...(lane !== undefined && {lane}),
    async *entries() {
      for (let ordinal = 0; ordinal < count; ordinal += 1) yield {id: id(ordinal), body: encode(ordinal).body};
    },
  };
}

/** A request that asks one thing. */
export function requestOf(model: string, text: string, more: Partial<ModelRequest> = {}): ModelRequest {
  return {model, messages: [{role: 'user', text}], parameters: {}, ...more};
}

export async function entriesOf(part: Part): Promise<readonly PartEntry[]> {
  return collect(part.entries());
}

export async function idsOf(part: Part): Promise<readonly string[]> {
  return (await entriesOf(part)).map(({id}) => id);
}

/** All the items of a stream. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

function plainId(ordinal: number): string {
  return `r${String(ordinal).padStart(5, '0')}`;
}

function plainText(ordinal: number): string {
  return `Question ${ordinal}: what is ${ordinal} + ${ordinal}?`;
}
