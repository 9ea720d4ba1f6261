import type {HitlAction} from '../domain/workflow.js';
import {booleanAt, compact, mapOf, numberAt, textAt} from '../project/keys-of.js';
import type {Draft} from './draft.js';
import {reportModelKeys} from './model-keys.js';
import type {ActionBase} from './parse-action.js';
import type {Reading} from './reading.js';

const PORT = 3001;
const TIMEOUT_S = 300;

/** Reads what only actions have on which a person decides. Undefined, with problems, when nobody is told what to do. */
export function parseHitlAction(draft: Draft, base: ActionBase, reading: Reading): HitlAction | undefined {
  const {name, keys, place} = draft;
  const {problems} = reading;
  reportModelKeys(draft, reading, {what: 'action', is: 'is decided on by a person'});
  reportToolKeys(draft, reading);
  if (base.schema?.root === 'array') {
    const message = `The schema of "${name}" is a list, but a person decides on one record after the other.`;
    problems.error(keys.get('schema') ?? place, message, 'Describe the fields of one record, or leave it out.');
  }
  const hitl = keys.get('hitl');
  const instructions = textAt(mapOf(hitl), 'instructions')?.trim();
  if (instructions === undefined) {
    const written = mapOf(hitl).get('instructions');
    // Of a value of another kind the user has been told.
    if (written !== undefined && written.value !== null) return undefined;
    const message = `The action "${name}" does not say what the person has to decide.`;
    return void problems.error(hitl ?? place, message, 'Write hitl: {instructions: "Approve what may be sent."}');
  }
  const map = mapOf(hitl);
  return compact<HitlAction>({
    ...base,
    kind: 'hitl',
    granularity: textAt(keys, 'granularity')?.toLowerCase() === 'file' ? 'file' : 'record',
    instructions,
    port: numberAt(map, 'port') ?? PORT,
    timeout: numberAt(map, 'timeout') ?? numberAt(keys, 'hitl_timeout') ?? TIMEOUT_S,
    commentOnReject: booleanAt(map, 'require_comment_on_reject') ?? true,
  });
}

function reportToolKeys({name, own}: Draft, {problems}: Reading): void {
  const impl = own.get('impl');
  if (impl !== undefined && impl.value !== null) {
    const message = `"impl" names a function, but a person decides in "${name}".`;
    problems.error(impl, message, 'Write kind: tool, or remove impl.');
  }
  const limit = own.get('max_execution_time');
  if (limit !== undefined && limit.value !== null) {
    problems.warn(
      limit,
      `"max_execution_time" has no effect: a person decides in "${name}".`,
      'Write hitl: {timeout: …}',
    );
  }
}
