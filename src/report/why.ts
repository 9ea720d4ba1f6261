import type {ActionMode, Reuse} from '../domain/run.js';
import type {Since} from '../verbs/edited-since.js';
import {list, reuseWords} from './words.js';

const SHOWN_FILES = 10;

/** What `agac run --why` prints: a line for each action that an earlier run was looked into for, and what was edited. */
export function whyLines(
  actions: readonly {readonly action: string; readonly mode: ActionMode; readonly reuse?: Reuse}[],
  since: Since | undefined,
): string[] {
  const looked = actions.flatMap(({action, mode, reuse}) =>
    reuse === undefined ? [] : [`${action}: ${reuseWords(reuse, mode)}.`],
  );
  if (since === undefined)
    return looked.length > 0 ? looked : ['Every record is asked: there is no finished run before.'];
  const edited = since.edited.map(({action, what}) =>
    what.length === 0
      ? `${action}: not among the actions of ${since.run}.`
      : `${action}: edited since ${since.run}: ${list(what)}.`,
  );
  return [...looked, ...edited, ...fileLines(since)];
}

function fileLines({run, files}: Since): string[] {
  if (files.length === 0) return [];
  const more = files.length - SHOWN_FILES;
  const shown = [...files.slice(0, SHOWN_FILES), ...(more > 0 ? [`${more} more`] : [])];
  return [`Tools are called anew; edited in their folders since ${run}: ${list(shown)}.`];
}
