import {join} from 'node:path';
import {outputNames} from '../../outputs/output-names.js';
import {RejectionsFile} from '../../outputs/rejections-file.js';
import {sweepStale} from '../../outputs/sweep-stale.js';
import type {OutputEntry, WrittenFile} from '../../outputs/write-grouped.js';
import {writeOutputs} from '../../outputs/write-outputs.js';
import {sweepTemporaries} from '../../store/atomic-file.js';
import {readWrittenNames, writeWrittenNames} from '../../store/written-names.js';
import type {Ports} from '../ports.js';
import {actionOf} from '../round-records.js';
import {intakeRecords, settledRecords} from '../settled.js';

/** Writes the output files of an action from the store: all that has been judged for good, in input order. */
export async function writeAction(ports: Ports, name: string): Promise<void> {
  const {store, root, plan} = ports;
  const action = actionOf(store.state, name);
  const folder = join(root, plan.outputDir, name);
  const names = outputNames(await inputFiles(ports, name));
  sweepTemporaries(folder);
  const place = {workflow: plan.name, action: name};
  // Before anything is written, so that a crash in between leaves no file that nobody remembers.
  const previous = readWrittenNames(root, place);
  writeWrittenNames(root, place, [...new Set([...previous, ...names.values()])]);
  const {written, rejected} = await writeFiles(ports, name, {folder, names});
  sweepStale({root, folder, previous, current: names.values()});
  writeWrittenNames(root, place, [...names.values()]);
  const outputs = written.reduce((sum, file) => sum + file.records, 0);
  const rounds = action.rounds.filter((round) => round.judged !== undefined).length;
  store.append({type: 'action-written', action: name, rounds, outputs, rejected, files: written.length});
  ports.notify({kind: 'written', action: name, folder: join(plan.outputDir, name), outputs, rejected});
}

async function writeFiles(
  ports: Ports,
  name: string,
  {folder, names}: {folder: string; names: ReadonlyMap<string, string>},
): Promise<{readonly written: readonly WrittenFile[]; readonly rejected: number}> {
  const {root} = ports;
  const rejections = new RejectionsFile(root, join(folder, 'rejected.jsonl'));
  try {
    const outputs = outputEntries(ports, name, rejections);
    const written = await writeOutputs({root, folder, names, outputs});
    return {written, rejected: rejections.commit()};
  } finally {
    rejections.discard();
  }
}

/** All outputs of an action, in input order; what was rejected on the way goes into `rejections`. */
export async function* outputEntries(
  {store}: Pick<Ports, 'store'>,
  name: string,
  rejections?: RejectionsFile,
): AsyncGenerator<OutputEntry> {
  for await (const {record, outputs, rejection} of settledRecords(store, actionOf(store.state, name))) {
    if (rejection !== undefined) rejections?.add(rejection);
    for (const output of outputs) yield {file: record.file, output};
  }
}

/** The input files whose records entered an action, in order. */
export async function inputFiles({store}: Pick<Ports, 'store'>, name: string): Promise<readonly string[]> {
  const files = new Set<string>();
  for (const intake of actionOf(store.state, name).intakes.keys()) {
    for await (const {file} of intakeRecords(store, name, intake)) files.add(file);
  }
  return [...files];
}
