import {isDeepStrictEqual} from 'node:util';
import type {Json, JsonObject} from '@agac/provider';
import type {Decision} from '../domain/decision.js';
import type {Review} from '../engine/review.js';
import {pageFile} from './page-files.js';
import {json, type Reply} from './reply.js';

const NOWHERE = json({message: 'There is no such thing here.'}, 404);

/** What the page reads: its own files, what it is about, and one record at a time. */
export function answerGet(path: string, review: Review): Reply {
  if (path === 'review') return json(overview(review));
  const [, digits] = /^records\/(\d{1,15})$/.exec(path) ?? [];
  if (digits === undefined) return pageFile(path) ?? NOWHERE;
  const position = Number(digits);
  return position < review.count ? json(recordAt(review, position)) : NOWHERE;
}

function overview(review: Review) {
  const {workflow, action, count, groups, decided} = review;
  const {name, instructions, granularity, commentOnReject, timeout} = action;
  const open = review.nextOpen(0);
  const start = open === undefined ? 0 : review.rangeOf(open).first;
  return {workflow, action: name, instructions, granularity, commentOnReject, timeout, count, groups, decided, start};
}

function recordAt(review: Review, position: number) {
  const {input, fields, beside} = review.record(position);
  const group = review.groupOf(position);
  const decision = review.decisionOn(group);
  return {
    position,
    file: input.file,
    source_guid: input.guid,
    fields,
    beside,
    group: review.rangeOf(group),
    decision: decision ?? null,
  };
}

/** Takes a decision, or takes one back, and says which record to show next. It is on disk before the reply. */
export function takeDecision(body: Json, review: Review, now: Date): Reply {
  const wanted = readWanted(body, review);
  if (typeof wanted === 'string') return json({message: wanted}, 400);
  const {position, status, comment, changes} = wanted;
  const group = review.groupOf(position);
  if (status === null) {
    review.decide(group, undefined);
    return json({decided: review.decided, next: position});
  }
  const {fields} = review.record(position);
  const content = {...fields, ...changes};
  const isEdited = status === 'approved' && !isDeepStrictEqual(content, fields);
  const at = now.toISOString();
  const decision: Decision = {status, at, by: 'page', ...(comment && {comment}), ...(isEdited && {content})};
  const problem = review.problemOf(group, decision);
  if (problem !== undefined) return json({message: problem}, 422);
  review.decide(group, decision);
  const open = review.nextOpen(group);
  return json({decided: review.decided, next: open === undefined ? null : review.rangeOf(open).first});
}

interface Wanted {
  readonly position: number;
  /** Null: it is taken back. */
  readonly status: Decision['status'] | null;
  /** Never empty. */
  readonly comment?: string;
  readonly changes: JsonObject;
}

/** The body as it has to be, or why it is not. */
function readWanted(body: Json, review: Review): Wanted | string {
  if (!isMap(body)) return 'A decision is an object.';
  const {position, status, comment = '', changes = {}} = body;
  if (!Number.isSafeInteger(position) || Number(position) < 0 || Number(position) >= review.count) {
    return '"position" is none of the records.';
  }
  if (status !== null && status !== 'approved' && status !== 'rejected') {
    return '"status" should be "approved", "rejected" or null.';
  }
  if (typeof comment !== 'string') return '"comment" should be a text.';
  if (!isMap(changes)) return '"changes" should be an object.';
  const {fields} = review.record(Number(position));
  const foreign = Object.keys(changes).find((name) => !Object.hasOwn(fields, name));
  if (foreign !== undefined) return `"${foreign}" is no field of this record.`;
  if (review.action.granularity === 'file' && Object.keys(changes).length > 0) {
    return 'A decision on a whole file cannot change its records.';
  }
  const said = comment.trim();
  return {position: Number(position), status, changes, ...(said !== '' && {comment: said})};
}

function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
