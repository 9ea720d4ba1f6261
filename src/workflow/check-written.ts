import {checkKeys, type KeyCheck} from '../project/check-keys.js';
import {CHUNK_KEYS} from '../project/chunk-keys.js';
import {mapOf} from '../project/keys-of.js';
import type {Located} from '../project/located.js';
import type {Problems} from '../project/problems.js';
import {GUARD_KEYS, HITL_KEYS, REPROMPT_KEYS, RETRY_KEYS, SCOPE_KEYS} from './keys.js';
import {checkMoved} from './moved-keys.js';

const INNER: readonly KeyCheck[] = [
  {table: SCOPE_KEYS, of: 'context_scope'},
  {table: GUARD_KEYS, of: 'guard'},
  {table: RETRY_KEYS, of: 'retry'},
  {table: REPROMPT_KEYS, of: 'reprompt'},
  {table: HITL_KEYS, of: 'hitl'},
  {table: CHUNK_KEYS, of: 'chunk_config'},
];

/** Checks the keys of a workflow, of an action or of defaults as they are written, before they are merged: each mistake once. */
export function checkWritten(map: Located, check: KeyCheck, problems: Problems): void {
  checkKeys(map, check, problems);
  if (Object.hasOwn(check.table, 'observe')) checkMoved(mapOf(map), problems);
  for (const inner of INNER) {
    const entry = mapOf(map).get(inner.of);
    if (entry !== undefined) checkKeys(entry, inner, problems);
  }
}
