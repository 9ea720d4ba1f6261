import {join} from 'node:path';
import type {Rejection} from '../../domain/record.js';
import {outputNames} from '../../outputs/output-names.js';
import {sweepStale} from '../../outputs/sweep-stale.js';
import type {OutputEntry} from '../../outputs/write-grouped.js';
import {writeOutputs} from '../../outputs/write-outputs.js';
import {writeRejections} from '../../outputs/write-rejections.js';
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
  const written = await writeOutputs({root, folder, names, outputs: outputEntries(ports, name)});
  const rejected = await writeRejections({
    root,
    path: join(folder, 'rejected.jsonl'),
    rejections: rejections(ports, name),
  });
  sweepStale({root, folder, previous, current: names.values()});
  writeWrittenNames(root, place, [...names.values()]);
  const outputs = written.reduce((sum, file) => sum + file.records, 0);
  const rounds = action.rounds.filter((round) => round.judged !== undefined).length;
  store.append({type: 'action-written', action: name, rounds, outputs, rejected, files: written.length});
  ports.notify({kind: 'written', action: name, folder: join(plan.outputDir, name), outputs, rejected});
}

/** All outputs of an action, in input order. */
export async function* outputEntries({store}: Pick<Ports, 'store'>, name: string): AsyncGenerator<OutputEntry> {
  for await (const {record, outputs} of settledRecords(store, actionOf(store.state, name))) {
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

async function* rejections({store}: Ports, name: string): AsyncGenerator<Rejection> {
  for await (const {rejection} of settledRecords(store, actionOf(store.state, name))) {
    if (rejection !== undefined) yield rejection;
  }
}
