import {isDeepStrictEqual} from 'node:util';
import type {Decision} from '../domain/decision.js';
import type {Problem} from '../domain/errors.js';
import type {Review} from '../engine/review.js';
import {invalidDecisions, type WrittenDecision, type WrittenDecisions} from './read-decisions.js';
import type {ReviewWorld} from './reviewer.js';

/**
 * Decides as a file says, on what nobody has decided yet in this run. What it does not name waits; what it names in vain
 * is warned of. All decisions are checked before any of them is kept.
 * @throws AgacError DECISIONS_INVALID
 */
export function decideByFile(review: Review, {file, entries}: WrittenDecisions, {now, notify}: ReviewWorld): void {
  const {action} = review;
  const finder = entryFinder(entries.filter((entry) => entry.action === undefined || entry.action === action.name));
  const at = now().toISOString();
  const problems: Problem[] = [];
  const used = new Set<WrittenDecision>();
  for (const {group, entry} of matches(review, finder)) {
    used.add(entry);
    if (stands(review, group, entry)) continue;
    const problem = problemOf(review, group, {entry, at});
    if (problem !== undefined) problems.push({severity: 'error', file, line: entry.line, message: problem});
  }
  if (problems.length > 0) throw invalidDecisions(file, problems);
  review.decideAll(toDecisions(review, finder, at));
  const vain = finder.entries.filter((entry) => !used.has(entry));
  if (vain.length === 0) return;
  const lines = vain.slice(0, 10).map(({line}) => line);
  const places = `${lines.join(', ')}${vain.length > lines.length ? ', …' : ''}`;
  notify({kind: 'warning', message: `${action.name}: no record is meant by the decisions in ${file}, line ${places}.`});
}

interface EntryFinder {
  readonly entries: readonly WrittenDecision[];
  readonly find: (review: Review, group: number) => WrittenDecision | undefined;
}

/** The nearest identity goes first: an output of the action before, then the source. */
function entryFinder(entries: readonly WrittenDecision[]): EntryFinder {
  const byName = new Map(entries.map((entry) => [JSON.stringify([entry.about.by, entry.about.value]), entry]));
  const named = (by: string, value: string | undefined) =>
    value === undefined ? undefined : byName.get(JSON.stringify([by, value]));
  return {
    entries,
    find: ({action, rangeOf, record}, group) => {
      const {guid, parentId, file} = record(rangeOf(group).first).input;
      if (action.granularity === 'file') return named('file', file);
      return named('target_id', parentId) ?? named('id', parentId) ?? named('source_guid', guid) ?? named('id', guid);
    },
  };
}

interface Match {
  readonly group: number;
  readonly entry: WrittenDecision;
}

function* matches(review: Review, {find}: EntryFinder): Generator<Match> {
  for (let group = 0; group < review.groups; group += 1) {
    const entry = find(review, group);
    if (entry !== undefined) yield {group, entry};
  }
}

function* toDecisions(review: Review, finder: EntryFinder, at: string): Generator<readonly [number, Decision]> {
  for (const {group, entry} of matches(review, finder)) {
    if (!stands(review, group, entry)) yield [group, toDecision(review, group, {entry, at})];
  }
}

/** What was decided in an earlier run stands where the file says the same. */
function stands(review: Review, group: number, {status, comment, content}: WrittenDecision): boolean {
  const before = review.decisionOn(group);
  if (before?.from === undefined) return before !== undefined;
  const {fields} = review.record(review.rangeOf(group).first);
  const said = [before.status, before.comment, before.content ?? fields];
  return isDeepStrictEqual(said, [status, comment, content ?? fields]);
}

function toDecision(review: Review, group: number, {entry, at}: {entry: WrittenDecision; at: string}): Decision {
  const {status, comment, content} = entry;
  const {fields} = review.record(review.rangeOf(group).first);
  const isEdited = content !== undefined && !isDeepStrictEqual(content, fields);
  return {status, at, by: 'file', ...(comment !== undefined && {comment}), ...(isEdited && {content})};
}

function problemOf(review: Review, group: number, about: {entry: WrittenDecision; at: string}): string | undefined {
  if (about.entry.content !== undefined && review.action.granularity === 'file') {
    return 'A decision on a whole file cannot change the content of its records.';
  }
  return review.problemOf(group, toDecision(review, group, about));
}
