import type {Counts, JsonObject, PartStatus} from '@agac/provider';
import {countOf, known, objectOf, textOf} from '@agac/provider/kit';

const RETENTION_MS = 29 * 24 * 60 * 60 * 1000;

/** How many requests of a batch stand where. */
export interface Tally {
  readonly processing: number;
  readonly succeeded: number;
  readonly errored: number;
  readonly canceled: number;
  readonly expired: number;
  readonly total: number;
}

/**
 * A batch object as a status. `ended` is said of every end: one that lost requests to a cancel is cancelled, one that
 * lost them to the clock expired, however many of them were answered. A word that is not known means running.
 */
export function decodeStatus(batch: JsonObject): PartStatus {
  const word = textOf(batch['processing_status']) ?? 'no status';
  const tally = tallyOf(batch);
  const common = {word, ...known({counts: countsOf(word, tally)})};
  if (word === 'ended') return {phase: 'ended', end: endOf(tally), ...common};
  return {phase: word === 'canceling' ? 'stopping' : 'running', ...common};
}

/** `request_counts`, whose sum is the number of requests at any time; undefined where one of them is missing. */
export function tallyOf(batch: JsonObject): Tally | undefined {
  const counts = objectOf(batch['request_counts']);
  const count = (name: string) => countOf(counts?.[name]) ?? Number.NaN;
  const tally = {
    processing: count('processing'),
    succeeded: count('succeeded'),
    errored: count('errored'),
    canceled: count('canceled'),
    expired: count('expired'),
  };
  const total = Object.values(tally).reduce((sum, each) => sum + each, 0);
  return Number.isNaN(total) ? undefined : {...tally, total};
}

/** Whether the results of a batch that has ended are no longer kept; `now` is in milliseconds since 1970. */
export function isGone(batch: JsonObject, now: number): boolean {
  const created = Date.parse(textOf(batch['created_at']) ?? '');
  return textOf(batch['archived_at']) !== undefined || now - created > RETENTION_MS;
}

function endOf(tally: Tally | undefined): 'completed' | 'cancelled' | 'expired' {
  if (tally !== undefined && tally.canceled > 0) return 'cancelled';
  return tally !== undefined && tally.expired > 0 ? 'expired' : 'completed';
}

/** As documented all are in process until the batch ends, and nothing is known of them. Some have been seen to move before. */
function countsOf(word: string, tally: Tally | undefined): Counts | undefined {
  if (tally === undefined || (word !== 'ended' && tally.processing === tally.total)) return undefined;
  const {total, succeeded, errored, canceled, expired} = tally;
  return {total, succeeded, failed: errored + canceled + expired};
}
