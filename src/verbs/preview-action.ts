import type {JsonObject} from '@agac/provider';
import {AgacError} from '../domain/errors.js';
import {nearest} from '../domain/nearest.js';
import type {Output, Rejection} from '../domain/record.js';
import type {ActionState, RunState} from '../domain/run-state.js';
import {judgedRounds} from '../engine/decide.js';
import {type Readable, type Settled, settledRecords} from '../engine/settled.js';
import {readStored} from '../store/read-stored.js';
import {findRun} from './find-run.js';

export interface PreviewOptions {
  readonly workflow: string;
  readonly action: string;
  readonly kind: PreviewKind;
  /** How many are shown, after how many that are not. */
  readonly limit: number;
  readonly offset: number;
}

/** `contents`: of outputs, without ids and metadata. */
export type PreviewKind = 'outputs' | 'contents' | 'rejections';

export interface Preview {
  readonly workflow: string;
  readonly run: string;
  readonly action: string;
  readonly offset: number;
  /** Of all there are; absent while judged records are not among the action's files yet. */
  readonly total?: number;
  /** Whether there are more after these. */
  readonly more: boolean;
  readonly page: PreviewPage;
}

export type PreviewPage =
  | {readonly kind: 'outputs'; readonly entries: readonly PreviewedOutput[]}
  | {readonly kind: 'contents'; readonly entries: readonly JsonObject[]}
  | {readonly kind: 'rejections'; readonly entries: readonly Rejection[]};

export interface PreviewedOutput {
  /** The input file it descends from, inside the input folder. */
  readonly file: string;
  readonly output: Output;
}

/**
 * A page of what came out of an action in the last run, or was rejected, in input order, as the store has it. Holds the
 * page alone, and writes nothing.
 * @throws AgacError WORKFLOW_UNKNOWN, ACTION_UNKNOWN, or NO_LAST_JOB for a workflow that has no run yet
 */
export async function previewAction(root: string, options: PreviewOptions): Promise<Preview> {
  const {limit, offset, kind} = options;
  const {folder, state} = findRun(root, options.workflow);
  const action = actionCalled(state, options.action);
  const files: Readable = {read: (name) => readStored(folder, name)};
  const settled = settledRecords(files, action);
  const {page, more} = await pageOf(settled, {kind, limit, offset});
  const isWhole = judgedRounds(action) === (action.written ?? 0);
  const total = kind === 'rejections' ? action.rejected : action.outputs;
  const {run, workflow} = state;
  return {workflow, run, action: action.name, offset, ...(isWhole && {total}), more, page};
}

async function pageOf(
  settled: AsyncIterable<Settled>,
  {kind, limit, offset}: Pick<PreviewOptions, 'kind' | 'limit' | 'offset'>,
): Promise<{readonly page: PreviewPage; readonly more: boolean}> {
  switch (kind) {
    case 'outputs': {
      const {entries, more} = await take(outputsOf(settled), {limit, offset});
      return {page: {kind, entries}, more};
    }
    case 'contents': {
      const {entries, more} = await take(outputsOf(settled), {limit, offset});
      return {page: {kind, entries: entries.map(({output}) => output.content)}, more};
    }
    case 'rejections': {
      const {entries, more} = await take(rejectionsOf(settled), {limit, offset});
      return {page: {kind, entries}, more};
    }
  }
}

/** Reads on to one more than is wanted, to know whether there is one. */
async function take<T>(
  all: AsyncIterable<T>,
  {limit, offset}: {limit: number; offset: number},
): Promise<{readonly entries: readonly T[]; readonly more: boolean}> {
  const entries: T[] = [];
  let place = 0;
  for await (const each of all) {
    if (place >= offset + limit) return {entries, more: true};
    if (place >= offset) entries.push(each);
    place += 1;
  }
  return {entries, more: false};
}

async function* outputsOf(settled: AsyncIterable<Settled>): AsyncGenerator<PreviewedOutput> {
  for await (const {record, outputs} of settled) for (const output of outputs) yield {file: record.file, output};
}

async function* rejectionsOf(settled: AsyncIterable<Settled>): AsyncGenerator<Rejection> {
  for await (const {rejection} of settled) if (rejection !== undefined) yield rejection;
}

function actionCalled({workflow, actions}: RunState, wanted: string): ActionState {
  const action = actions.find(({name}) => name === wanted);
  if (action !== undefined) return action;
  const names = actions.map(({name}) => name);
  const near = nearest(wanted, names);
  const offered = near === undefined ? names : [near];
  throw new AgacError(
    'ACTION_UNKNOWN',
    `The last run of ${workflow} has no action named ${JSON.stringify(wanted.slice(0, 100))}. There are: ${names.join(', ')}.`,
    {
      actions: offered.slice(0, 10).map((name) => `agac preview -a ${workflow} --action ${name}`),
      data: {action: wanted, actions: names},
    },
  );
}
