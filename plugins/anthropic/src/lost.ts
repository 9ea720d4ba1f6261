import type {JsonObject, LostPart} from '@agac/provider';
import {fault} from '@agac/provider';
import {countOf, objectsOf, textOf} from '@agac/provider/kit';
import {tallyOf} from './status.js';

/**
 * The high-water mark of a submit, saved before its create: a batch carries no name, so that only what is newer than
 * the newest there was, and as large, can be the one whose answer was lost.
 */
export interface Mark {
  /** The newest batch before the create; null: there was none. */
  readonly highWater: string | null;
  /** How many requests the create has. */
  readonly count: number;
  /** When that was by the vendor's clock, in milliseconds since 1970; undefined: it did not say. */
  readonly at?: number;
}

/** How far the clocks of the vendor's servers may be apart, in milliseconds. */
const CLOCK_SLACK_MS = 60_000;

/** A page of the list, newest first. */
export interface BatchPage {
  readonly batches: readonly JsonObject[];
  /** The id to go on after; undefined: this is the last page. */
  readonly next?: string;
}

/** The mark that a step holds; undefined: nothing was sent. */
export function markOf(step: JsonObject | undefined): Mark | undefined {
  const count = countOf(step?.['count']);
  if (count === undefined) return undefined;
  const at = countOf(step?.['at']);
  return {highWater: textOf(step?.['highWater']) ?? null, count, ...(at !== undefined && {at})};
}

/**
 * Reads the page behind the batch `after`. An answer that is no list may not be taken for an empty one: the part would
 * be sent again.
 */
export function pageOf(answer: JsonObject, after?: string): BatchPage {
  const batches = objectsOf(answer['data']);
  const last = textOf(batches?.at(-1)?.['id']);
  const hasMore = answer['has_more'] === true;
  const isList = batches?.every(({id}) => textOf(id) !== undefined) ?? false;
  if (batches === undefined || !isList || (hasMore && last === undefined))
    throw unreadable('without a list of batches');
  if (hasMore && last === after) throw unreadable('with the same page of its list again');
  return {batches, ...(hasMore && last !== undefined && {next: last})};
}

/** The batches of a page that are newer than the mark; `end` says at what the rest begins, if it does. */
export function newerThan({highWater, at}: Mark, batches: readonly JsonObject[]): Newer {
  const end = batches.findIndex((batch) => batch['id'] === highWater || isOlder(batch, at));
  if (end === -1) return {newer: batches};
  return {newer: batches.slice(0, end), end: batches[end]?.['id'] === highWater ? 'mark' : 'older'};
}

export interface Newer {
  readonly newer: readonly JsonObject[];
  readonly end?: 'mark' | 'older';
}

/** Of batches newer than the mark, the ids of those that may be the lost one. */
export function candidates({count}: Mark, newer: readonly JsonObject[], {taken}: LostPart): readonly string[] {
  return newer.flatMap((batch) => {
    const id = textOf(batch['id']) ?? '';
    const total = tallyOf(batch)?.total;
    if (total === undefined) throw unreadable(`without the counts of ${id}`);
    return total === count && !taken.includes(id) ? [id] : [];
  });
}

/**
 * The one candidate there is, or undefined where there is none. Among several nobody can choose but the user; nor can
 * anybody conclude anything from a list without the mark in it, such as that of another workspace.
 */
export function onlyOne({highWater, count}: Mark, ids: readonly string[], end: Newer['end']): string | undefined {
  if (highWater !== null && end !== 'mark') {
    const found = ids.length === 0 ? '' : ` It may be ${ids.join(' or ')}.`;
    throw ambiguous(
      `Anthropic's list lacks ${highWater}, after which this batch was sent: is it of another workspace?${found}`,
    );
  }
  if (ids.length < 2) return ids[0];
  throw ambiguous(`Anthropic has ${ids.length} batches of ${count} requests that may be this one: ${ids.join(', ')}.`);
}

function isOlder(batch: JsonObject, at: number | undefined): boolean {
  const created = Date.parse(textOf(batch['created_at']) ?? '');
  return at !== undefined && created < at - CLOCK_SLACK_MS;
}

function ambiguous(message: string): Error {
  return fault({code: 'ambiguous', message, retry: 'never'});
}

function unreadable(how: string): Error {
  return fault({code: 'vendor-error', message: `Anthropic answered ${how}.`, retry: 'later'});
}
