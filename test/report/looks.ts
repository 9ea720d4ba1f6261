import type {ActionLook, RunLook} from '../../src/engine/progress.js';
import type {BatchLook, PartLook} from '../../src/engine/status.js';

export function actionLook(change: Partial<ActionLook> = {}): ActionLook {
  return {
    action: 'label',
    mode: 'batch',
    state: 'done',
    records: 3,
    outputs: 3,
    rejected: 0,
    filtered: 0,
    skipped: 0,
    keptOut: 0,
    again: 0,
    strays: 0,
    ...change,
  };
}

export function runLook(change: Partial<RunLook> = {}): RunLook {
  const none = {run: 'run_1', workflow: 'wf', startedAt: '2026-11-23T12:34:56.000Z', next: [], reviews: []};
  return {...none, state: 'finished', actions: [actionLook()], ...change};
}

export function partLook(change: Partial<PartLook> = {}): PartLook {
  return {part: 0, provider: 'acme', model: 'm-1', status: 'in_progress', requests: 3, ...change};
}

export function batchLook(change: Partial<BatchLook> = {}): BatchLook {
  return {
    batch: 'batch_1',
    run: 'run_1',
    workflow: 'wf',
    plannedAt: '2026-11-23T12:34:56.000Z',
    actions: ['label', 'sort'],
    status: 'in_progress',
    requests: 3,
    refused: 0,
    parts: [partLook()],
    ...change,
  };
}
