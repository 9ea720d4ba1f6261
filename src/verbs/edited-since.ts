import type {FieldRef, LlmAction, Workflow} from '../domain/workflow.js';
import type {RunLook as StoredRun} from '../store/project-store.js';
import {readPlan} from '../store/read-run.js';

/** The run that answers are taken from, and what of the workflow has been edited since. */
export interface Since {
  readonly run: string;
  /** Actions of which requests may differ for that; not those whose records alone are others. */
  readonly edited: readonly EditedAction[];
}

export interface EditedAction {
  readonly action: string;
  /** Of {@link WHAT}; empty where the earlier run had no such action. */
  readonly what: readonly string[];
}

/** What a request is made of, as a user would call it. */
const WHAT: Readonly<Record<string, (action: LlmAction) => unknown>> = {
  prompt: ({prompt}) => prompt.text,
  schema: ({schema}) => schema?.json,
  model: ({vendor, adapter, baseUrl, model}) => [vendor, adapter, baseUrl, model],
  parameters: ({parameters, vendorOptions, jsonMode}) => [parameters, vendorOptions, jsonMode],
  // Lines of the file move when something else is edited.
  context: ({scope: {observe, drop, seed}}) => [[...observe, '-', ...drop].map(placeless), seed],
  guard: ({guard}) => guard?.text,
  dependencies: ({dependencies}) => dependencies,
};

function placeless(ref: FieldRef | string): unknown {
  return typeof ref === 'string' ? ref : {...ref, line: 0};
}

export function editedSince({folder, state}: StoredRun, now: Workflow): Since {
  const before = readPlan(folder).actions;
  const edited = now.actions.flatMap((action): EditedAction[] => {
    if (action.kind !== 'llm') return [];
    const earlier = before.find(({name}) => name === action.name);
    if (earlier?.kind !== 'llm') return [{action: action.name, what: []}];
    const what = Object.keys(WHAT).filter((key) => isOther(WHAT[key]!(earlier), WHAT[key]!(action)));
    return what.length === 0 ? [] : [{action: action.name, what}];
  });
  return {run: state.run, edited};
}

function isOther(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
}
