import type {Limits} from '@agac/provider';

/** What decides whether two requests can share a part: vendor, credential, model and lane, spelt as one text. */
export type Group = string;

/** One part while it is being filled. */
export interface OpenPart {
  /** Position among the parts of this batch, from 0. */
  readonly index: number;
  readonly group: Group;
  readonly count: number;
  readonly bytes: number;
}

/** Where a request goes: into a part, or nowhere, with the reason. */
export type Placement =
  | {readonly kind: 'placed'; readonly part: OpenPart; readonly isNew: boolean}
  | {readonly kind: 'too-long'; readonly limit: number};

/**
 * Deals requests, in order, into parts that stay within the vendor's limits. Holds a few numbers for each group, never
 * a request.
 */
export class Packer {
  readonly #open = new Map<Group, OpenPart>();
  #parts = 0;

  /** Places one request of so many encoded bytes; its newline is counted here. */
  place(group: Group, bytes: number, limits: Limits): Placement {
    const longest = Math.min(
      limits.lineBytes ?? Number.POSITIVE_INFINITY,
      (limits.bytes ?? Number.POSITIVE_INFINITY) - 1,
    );
    if (bytes > longest) return {kind: 'too-long', limit: longest};
    const current = this.#open.get(group);
    const fits = current !== undefined && isRoomFor(bytes + 1, current, limits);
    const before = fits ? current : {index: this.#parts++, group, count: 0, bytes: 0};
    const part = {...before, count: before.count + 1, bytes: before.bytes + bytes + 1};
    this.#open.set(group, part);
    return {kind: 'placed', part, isNew: !fits};
  }
}

function isRoomFor(bytes: number, part: OpenPart, {requests, bytes: most}: Limits): boolean {
  if (requests !== undefined && part.count >= requests) return false;
  return most === undefined || part.bytes + bytes <= most;
}
