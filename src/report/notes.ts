import type {Note} from '../engine/notes.js';
import {visible} from './errors.js';
import {count, guardWords, reuseWords} from './words.js';

/** A note of the engine as a line for people; undefined for what is only of use to a progress display. */
export function noteLine(note: Note): string | undefined {
  const line = lineOf(note);
  return line === undefined ? undefined : visible(line);
}

function lineOf(note: Note): string | undefined {
  switch (note.kind) {
    case 'taken':
      return `${note.action}: ${takenWords(note)}.`;
    case 'reused':
      return `${note.action}: ${reuseWords(note, note.mode)}.`;
    case 'planned':
      return `${count(note.requests, 'request')} in ${count(note.parts, 'part')}.`;
    case 'sent':
      return `Part ${note.part} is at the vendor${note.adopted ? ' already' : ''}: ${note.id}.`;
    case 'fetched':
      return `Part ${note.part}: ${count(note.lines, 'result')} fetched.`;
    case 'judged':
      return `${note.action}: ${judgedWords(note.counts)}.`;
    case 'written':
      return `${note.action}: ${count(note.outputs, 'output')} in ${note.folder}.`;
    case 'reviewing':
      return `${note.action}: ${count(note.open, 'decision')} to take. Open this page: ${note.address}`;
    case 'reviewed':
      return `${note.action}: ${note.decided} of ${count(note.wanted, 'decision')} taken.`;
    case 'waiting':
      return `Waiting ${Math.ceil(note.ms / 1000)} s: ${note.why}`;
    case 'warning':
      return `Warning: ${note.message}`;
    case 'submitted':
    case 'asked':
    case 'answering':
      return undefined;
  }
}

function takenWords({records, withheld, keptOut, ...guarded}: Extract<Note, {kind: 'taken'}>): string {
  const others = [
    ...(withheld > 0 ? [`${count(withheld, 'record')} wait for an output of another action`] : []),
    ...(keptOut > 0 ? [`${count(keptOut, 'record')} kept out, as another action filtered them`] : []),
  ];
  return [[count(records, 'record'), ...guardWords(guarded)].join(', '), ...others].join('; ');
}

function judgedWords({
  accepted,
  again,
  rejected,
  strays,
  ...guarded
}: Extract<Note, {kind: 'judged'}>['counts']): string {
  const words = [`${accepted} accepted`, ...guardWords(guarded)];
  if (again > 0) words.push(`${again} to be asked again`);
  if (rejected > 0) words.push(`${rejected} rejected`);
  if (strays > 0) words.push(`${count(strays, 'stray result')}`);
  return words.join(', ');
}
