import {join, resolve} from 'node:path';
import type {ActionState} from '../domain/run-state.js';
import {inputFiles, outputEntries, writeAction} from '../engine/perform/write.js';
import {writePartial} from '../engine/perform/write-partial.js';
import type {Ports} from '../engine/ports.js';
import {type ActionLook, lookAtRun, type RunLook} from '../engine/progress.js';
import {type BatchLook, lookAtBatch} from '../engine/status.js';
import {type ExportFormat, exportOutputs} from '../outputs/export-outputs.js';
import type {FoundBatch} from './find-batch.js';
import type {Watching} from './open-ports.js';
import type {Place} from './project-context.js';
import {goOn, withRun} from './with-run.js';

export interface RetrieveOptions extends Watching {
  /** Go on to the end of the workflow, or until this moment (ms since the epoch). */
  readonly wait?: {readonly until: number};
  /** Write what there is so far, although the batch has not ended. */
  readonly partial: boolean;
  /** Another shape beside the usual files. */
  readonly shape?: Shape;
}

export interface Shape {
  /** Absolute; undefined: beside the usual files. */
  readonly folder?: string;
  readonly format: ExportFormat;
  readonly contentOnly: boolean;
}

export interface RetrieveOutcome {
  readonly batch: BatchLook;
  readonly look: RunLook;
  /** Of the actions of this batch and those after it that went on; empty as long as it has not ended. */
  readonly written: readonly WrittenAction[];
}

export interface WrittenAction extends ActionLook {
  /** Where its files are, relative to the project root. */
  readonly folder: string;
  /** Where the files of another shape are, absolute. */
  readonly exported: readonly string[];
}

/**
 * Brings the results of a batch home: asks the vendors once (or until they have ended), fetches, judges, writes the
 * outputs of its actions and runs the tools that come next. Sends nothing, unless it is to go on to the end.
 */
export async function retrieveBatch(
  place: Place,
  found: FoundBatch,
  options: RetrieveOptions,
): Promise<RetrieveOutcome> {
  const run = {...options, folder: found.folder, workflow: found.state.workflow};
  return withRun(place, run, async (ports) => {
    const before = ports.store.state.actions;
    await goOn(ports, {send: options.wait !== undefined, parallel: true, wait: options.wait});
    const {state} = ports.store;
    const batch = lookAtBatch(state, state.batches.find((each) => each.id === found.batch.id)!);
    const look = lookAtRun(state);
    if (!batch.parts.every((part) => part.fetched)) {
      return {batch, look, written: options.partial ? await partOf(ports, {batch, look}) : []};
    }
    return {batch, look, written: await writtenActions(ports, {batch, look, options, before})};
  });
}

/** The actions of this batch, and those that could go on because of it. */
async function writtenActions(
  ports: Ports,
  {
    batch,
    look,
    options,
    before,
  }: {batch: BatchLook; look: RunLook; options: RetrieveOptions; before: readonly ActionState[]},
): Promise<WrittenAction[]> {
  const written: WrittenAction[] = [];
  for (const [i, {name, written: rounds}] of ports.store.state.actions.entries()) {
    const isNew = rounds !== before[i]!.written;
    if (!isNew && !batch.actions.includes(name)) continue;
    // The files of an earlier call can have been deleted or edited since.
    if (!isNew) await writeAction(ports, name);
    const exported = options.shape === undefined ? [] : await exportAction(ports, name, options.shape);
    written.push({...look.actions[i]!, folder: join(ports.plan.outputDir, name), exported});
  }
  return written;
}

async function partOf(ports: Ports, {batch, look}: {batch: BatchLook; look: RunLook}): Promise<WrittenAction[]> {
  const written: WrittenAction[] = [];
  for (const action of batch.actions) {
    const outputs = await writePartial(ports, action);
    const folder = join(ports.plan.outputDir, action);
    written.push({...look.actions.find((each) => each.action === action)!, outputs, folder, exported: []});
  }
  return written;
}

async function exportAction(ports: Ports, action: string, shape: Shape): Promise<readonly string[]> {
  const {format, contentOnly} = shape;
  const usual = resolve(ports.root, ports.plan.outputDir, action);
  const folder = shape.folder === undefined ? usual : join(shape.folder, action);
  const files = await inputFiles(ports, action);
  const made = await exportOutputs({folder, files, outputs: () => outputEntries(ports, action), format, contentOnly});
  return made.map((file) => file.path);
}
