import type {InspectedAction, Inspection} from '../verbs/inspect-workflow.js';
import {count, list} from './words.js';

const RECORDS = 'the staged records';

/** A line for each action, in the order of their waves. */
export function summaryLines({workflow, file, waves, actions}: Inspection): string[] {
  const rows = actions.map(({action, mode, by, dependencies}) => [action, mode, by, afterWords(dependencies)]);
  return [`${workflow}  ${file}: ${count(actions.length, 'action')} in ${count(waves.length, 'wave')}`, ...table(rows)];
}

/** What each action depends on, wave by wave. */
export function dependencyLines({waves, actions}: Inspection): string[] {
  const width = Math.max(...actions.map(({action}) => action.length));
  return waves.flatMap((names, i) => [
    `wave ${i + 1}`,
    ...names.map((name) => {
      const {dependencies} = actions.find(({action}) => action === name)!;
      return `  ${name.padEnd(width)}  ${afterWords(dependencies)}`;
    }),
  ]);
}

/** What each action sees, hands on, and is asked with. */
export function contextLines({actions}: Inspection): string[] {
  return actions.flatMap(({action, context}) => {
    const {observe, drop, passthrough, seed, guard, prompt} = context;
    const rows = [
      ['observes', orNothing(observe)],
      ...(drop.length > 0 ? [['drops', drop.join(', ')]] : []),
      ...(passthrough.length > 0 ? [['passes through', passthrough.join(', ')]] : []),
      ...(seed.length > 0 ? [['seed data', seed.join(', ')]] : []),
      ...(guard ? [['guard', `${guard.text.replace(/\s+/g, ' ')}  (reads ${orNothing(guard.reads)})`]] : []),
      ...(prompt ? [['prompt', `${prompt.name}, ${prompt.file}:${prompt.line}`]] : []),
      ...(prompt ? [['prompt names', orNothing(prompt.references)]] : []),
    ];
    return [action, ...table(rows)];
  });
}

/** The fields of each action's outputs, with who reads them. */
export function fieldLines({actions}: Inspection): string[] {
  return actions.flatMap((action) => {
    const rows = action.fields.map(({field, from, readBy}) => [
      field,
      from === 'schema' ? '' : from === 'passthrough' ? 'passed through' : 'not in a schema',
      readBy.length === 0 ? unreadWords(action) : readBy.map((by) => `${by.action} (${by.how.join(', ')})`).join(', '),
    ]);
    return [action.action, ...table(rows), ...(action.open ? ['  and any other: no schema says which'] : [])];
  });
}

/** The fields that nobody reads, of actions that others depend on; those of the last ones are what you asked for. */
export function unreadFields({actions}: Inspection): string[] {
  return actions.flatMap(({action, dependents, fields}) =>
    dependents.length === 0
      ? []
      : fields.flatMap(({field, readBy}) => (readBy.length === 0 ? [`${action}.${field}`] : [])),
  );
}

function unreadWords({dependents}: InspectedAction): string {
  return dependents.length === 0 ? 'an output of the workflow' : 'nobody reads it';
}

function afterWords(dependencies: readonly string[]): string {
  return `after ${dependencies.length === 0 ? RECORDS : list(dependencies)}`;
}

function orNothing(words: readonly string[]): string {
  return words.length === 0 ? 'nothing' : words.join(', ');
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i]!)).join('  ')}`.trimEnd());
}
