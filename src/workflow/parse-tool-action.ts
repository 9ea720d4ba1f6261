import type {ToolAction} from '../domain/workflow.js';
import {compact, numberAt, textAt} from '../project/keys-of.js';
import {isDispatch} from './dispatches.js';
import type {Draft} from './draft.js';
import {locateFunction} from './locate-function.js';
import {reportModelKeys} from './model-keys.js';
import type {ActionBase} from './parse-action.js';
import type {LocatedFunction, Reading} from './reading.js';

/** Reads what only tools have. Undefined, with problems, when its function cannot be found. */
export function parseToolAction(draft: Draft, base: ActionBase, reading: Reading): ToolAction | undefined {
  const {keys} = draft;
  const {problems} = reading;
  reportModelKeys(draft, reading, {what: 'tool', is: 'is a tool'});
  const schema = keys.get('schema');
  if (typeof schema?.value === 'string' && isDispatch(schema.value)) {
    const message = `The schema of the tool "${draft.name}" cannot come from a function.`;
    problems.error(schema, message, 'Write the schema itself.');
  }
  const impl = keys.get('impl');
  if (impl === undefined || impl.value === null) {
    const suggestion = 'Write impl: and the name of a function in a tool folder; agac tools list shows them.';
    return void problems.error(draft.place, `The tool "${draft.name}" has no impl.`, suggestion);
  }
  const name = textAt(keys, 'impl')?.trim();
  const found = name === undefined ? undefined : locateFunction('tool', {...impl, value: name}, reading);
  if (name === undefined || found === undefined) return undefined;
  return compact<ToolAction>({
    ...base,
    kind: 'tool',
    impl: name,
    file: found.file,
    granularity: granularityOf(draft, found, reading),
    timeLimit: numberAt(keys, 'max_execution_time'),
  });
}

/** As the action says; where it does not, as the function does. They must not disagree. */
function granularityOf({own, keys}: Draft, found: LocatedFunction, {problems}: Reading): 'record' | 'file' {
  const written = own.get('granularity');
  const said = textAt(own, 'granularity')?.toLowerCase();
  const declared = found.granularity;
  if (written !== undefined && said !== undefined && declared !== undefined && said !== declared) {
    const message = `"granularity" is ${said}, but the function in ${found.file} is decorated with ${declared}.`;
    problems.error(written, message, `Write granularity: ${declared}, or change the decorator.`);
  }
  const wanted = said ?? declared ?? textAt(keys, 'granularity')?.toLowerCase();
  return wanted === 'file' ? 'file' : 'record';
}
