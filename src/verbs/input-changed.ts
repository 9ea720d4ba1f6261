import {createHash, type Hash} from 'node:crypto';
import type {InputRecord} from '../domain/record.js';
import type {Workflow} from '../domain/workflow.js';
import {sourceRecords} from '../records/source-records.js';
import type {RunLook} from '../store/project-store.js';
import {readStored} from '../store/read-stored.js';
import {intakeFile} from '../store/run-files.js';

/**
 * Whether the staged records are others, or in another order, than those that a run took. Reads both through once. Of
 * records that come from an address nothing is said: asking it again is for a fresh run.
 */
export async function hasInputChanged(root: string, {folder, state}: RunLook, workflow: Workflow): Promise<boolean> {
  const first = state.actions.find((action) => action.dependencies.length === 0);
  if (first === undefined || workflow.input.api !== undefined) return false;
  const taken = createHash('sha256');
  for (const intake of first.intakes.keys()) {
    for await (const record of readStored<InputRecord>(folder, intakeFile(first.name, intake))) add(taken, record);
  }
  const staged = createHash('sha256');
  for await (const record of sourceRecords(root, workflow.input)) add(staged, record);
  return taken.digest('hex') !== staged.digest('hex');
}

function add(hash: Hash, {file, guid}: {file: string; guid: string}): void {
  hash.update(`${file}\n${guid}\n`);
}
