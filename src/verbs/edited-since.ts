import type {ToolFiles} from '../domain/run.js';
import type {Action, FieldRef, Role} from '../domain/workflow.js';
import type {RunLook as StoredRun} from '../store/project-store.js';
import {readPlan} from '../store/read-run.js';
import {namedFunctions} from './named-functions.js';
import type {Snapshot} from './snapshot.js';

/** The run that answers are taken from, and what of the workflow has been edited since it began. */
export interface Since {
  readonly run: string;
  /** Actions that may come to something else for that; not those whose records alone are others. */
  readonly edited: readonly EditedAction[];
  /** Files of the tool folders that are others, new or gone. */
  readonly files: readonly string[];
}

export interface EditedAction {
  readonly action: string;
  /** Of {@link WHAT}; empty where the earlier run had no such action. */
  readonly what: readonly string[];
}

/** What of an action can be edited, as a user would call it. */
const WHAT: Readonly<Record<string, (action: Action, files: ToolFiles) => unknown>> = {
  prompt: (action) => action.kind === 'llm' && action.prompt.text,
  schema: ({schema}) => schema?.json,
  model: (action) => action.kind === 'llm' && [action.vendor, action.adapter, action.baseUrl, action.model],
  parameters: (action) => action.kind === 'llm' && [action.parameters, action.vendorOptions, action.jsonMode],
  context: ({scope: {observe, drop, seed}}) => [[...observe, '-', ...drop].map(placeless), seed],
  passthrough: ({scope: {passthrough}}) => passthrough.map(placeless),
  guard: ({guard}) => guard?.text,
  dependencies: ({dependencies}) => dependencies,
  tool: (action, files) => functionsOf(action, 'tool', files),
  validator: (action, files) => functionsOf(action, 'validator', files),
  instructions: (action) => action.kind === 'hitl' && action.instructions,
};

/** Lines of the file move when something else is edited. */
function placeless(ref: FieldRef | string): unknown {
  return typeof ref === 'string' ? ref : {...ref, line: 0};
}

function functionsOf(action: Action, role: Role, files: ToolFiles): unknown {
  const named = namedFunctions(action).filter((each) => each.role === role);
  return named.map(({name, file}) => [name, file, files[file]]);
}

export function editedSince({folder, state}: StoredRun, {workflow, toolFiles: now = {}}: Snapshot): Since {
  const {actions} = readPlan(folder);
  const {run, toolFiles: then = {}} = state;
  const edited = workflow.actions.flatMap((action): EditedAction[] => {
    const earlier = actions.find(({name, kind}) => name === action.name && kind === action.kind);
    if (earlier === undefined) return [{action: action.name, what: []}];
    const what = Object.keys(WHAT).filter((key) => isOther(WHAT[key]!(earlier, then), WHAT[key]!(action, now)));
    return what.length === 0 ? [] : [{action: action.name, what}];
  });
  const files = Object.keys({...then, ...now}).filter((file) => then[file] !== now[file]);
  return {run, edited, files: files.toSorted()};
}

function isOther(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
}
