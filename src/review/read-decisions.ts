import {readFileSync} from 'node:fs';
import type {Json, JsonObject} from '@agac/provider';
import type {DecisionStatus} from '../domain/decision.js';
import {AgacError, type Problem} from '../domain/errors.js';
import {didYouMean} from '../domain/nearest.js';
import {jsonElements} from './json-elements.js';

/** Decisions as a file of the user's has them. */
export interface WrittenDecisions {
  /** As it was named. */
  readonly file: string;
  readonly entries: readonly WrittenDecision[];
}

/** One decision, and what it is about: a source, an output of the action before, or a whole input file. */
export interface WrittenDecision {
  /** From 1. */
  readonly line: number;
  readonly about: About;
  /** For this action alone; absent: for any. */
  readonly action?: string;
  readonly status: DecisionStatus;
  readonly comment?: string;
  readonly content?: JsonObject;
}

const NAMES = ['source_guid', 'target_id', 'id', 'file'] as const;
export interface About {
  readonly by: (typeof NAMES)[number];
  readonly value: string;
}

const KEYS = [...NAMES, 'action', 'hitl_status', 'user_comment', 'content'];
const STATUSES: readonly string[] = ['approved', 'rejected'] satisfies DecisionStatus[];

/**
 * Reads a file of decisions: a JSON array, or one JSON object a line. It is held as a whole.
 * @throws AgacError DECISIONS_INVALID with every problem and its line; USAGE where there is no such file
 */
export function readDecisions(path: string, file: string): WrittenDecisions {
  const problems: Problem[] = [];
  const add = (line: number, message: string, suggestion?: string): undefined => {
    problems.push({severity: 'error', file, line, message, ...(suggestion !== undefined && {suggestion})});
    return undefined;
  };
  const entries: WrittenDecision[] = [];
  const lines = new Map<string, number>();
  for (const element of jsonElements(textOf(path, file))) {
    if ('problem' in element) {
      add(element.line, element.problem);
      continue;
    }
    const entry = readEntry(element, add);
    if (entry === undefined) continue;
    const known = JSON.stringify([entry.action, entry.about]);
    const first = lines.get(known);
    if (first !== undefined) add(entry.line, `Line ${first} decides on "${entry.about.value}" already.`, 'Keep one.');
    lines.set(known, first ?? entry.line);
    entries.push(entry);
  }
  if (problems.length > 0) throw invalidDecisions(file, problems);
  return {file, entries};
}

/** Nothing of the file was kept. */
export function invalidDecisions(file: string, problems: readonly Problem[]): AgacError {
  const what = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  return new AgacError('DECISIONS_INVALID', `The decisions in ${file} have ${what}; none of them was kept:`, {
    problems,
  });
}

function textOf(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch (cause) {
    const {code, message} = cause as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : message;
    throw new AgacError('USAGE', `--hitl ${file}: ${why}.`, {
      actions: ['--hitl takes page, later, auto-approve, fail, or the path of a file of decisions (.json or .jsonl).'],
      cause,
    });
  }
}

type Add = (line: number, message: string, suggestion?: string) => undefined;

function readEntry({line, value}: {line: number; value: Json}, add: Add): WrittenDecision | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return add(line, 'A decision is an object.', 'Write {"source_guid": "…", "hitl_status": "approved"}');
  }
  const entry = value as JsonObject;
  const unknown = Object.keys(entry).filter((key) => !KEYS.includes(key));
  for (const key of unknown) add(line, `"${key}" is not a key of a decision.`, didYouMean(key, KEYS));
  const about = aboutOf(entry, line, add);
  const status = entry['hitl_status'];
  if (typeof status !== 'string' || !STATUSES.includes(status)) {
    add(line, `"hitl_status" is ${JSON.stringify(status) ?? 'missing'}; it should be "approved" or "rejected".`);
  }
  const action = textAt(entry, 'action', line, add);
  const comment = textAt(entry, 'user_comment', line, add)?.trim();
  const content = entry['content'];
  const isMap = typeof content === 'object' && content !== null && !Array.isArray(content);
  if (content !== undefined && !isMap) add(line, '"content" should be an object: the fields that go on.');
  if (content !== undefined && status === 'rejected') {
    add(line, 'What is rejected stays as it is: "content" goes with "approved".');
  }
  if (about === undefined || unknown.length > 0) return undefined;
  return {
    line,
    about,
    status: status as DecisionStatus,
    ...(action && {action}),
    ...(comment && {comment}),
    ...(isMap && {content: content as JsonObject}),
  };
}

function aboutOf(entry: JsonObject, line: number, add: Add): About | undefined {
  const there = NAMES.filter((name) => entry[name] !== undefined);
  const [by] = there;
  const value = by === undefined ? undefined : entry[by];
  if (by !== undefined && there.length === 1 && typeof value === 'string' && value !== '') return {by, value};
  const found = there.length > 1 ? `has ${there.join(' and ')}` : 'does not say which record it is about';
  return add(line, `The decision ${found}.`, 'Write one of source_guid, target_id, id or file, with a text.');
}

function textAt(entry: JsonObject, key: string, line: number, add: Add): string | undefined {
  const value = entry[key];
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  return add(line, `"${key}" should be a text.`);
}
