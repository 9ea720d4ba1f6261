import type {Problem} from '../domain/errors.js';
import type {ActionMode} from '../domain/run.js';
import {wavesOf} from '../domain/waves.js';
import type {Action, FieldRef, Workflow} from '../domain/workflow.js';
import {promptReferences} from '../requests/prompt-references.js';
import {type ActionFields, fieldsOf, guardRefs} from '../workflow/field-readers.js';
import {refText} from '../workflow/field-refs.js';
import {invalidWorkflow} from './invalid-workflow.js';
import type {Place} from './project-context.js';
import {readWorkflow} from './read-workflow.js';

/** A workflow as its files say, without a run. */
export interface Inspection {
  readonly workflow: string;
  /** Relative to the project root. */
  readonly file: string;
  /** Names of the actions, each wave after what it depends on. */
  readonly waves: readonly (readonly string[])[];
  /** In an order in which every action comes after what it depends on. */
  readonly actions: readonly InspectedAction[];
}

export interface InspectedAction extends ActionFields {
  readonly action: string;
  readonly mode: ActionMode;
  /** `vendor/model`, or the function of a tool. */
  readonly by: string;
  readonly dependencies: readonly string[];
  /** Actions that depend on it. */
  readonly dependents: readonly string[];
  readonly context: InspectedContext;
}

/** Fields as `namespace.field`, or `namespace.*` for all. */
export interface InspectedContext {
  readonly observe: readonly string[];
  readonly drop: readonly string[];
  readonly passthrough: readonly string[];
  /** Names of its seed data. */
  readonly seed: readonly string[];
  readonly guard?: {readonly text: string; readonly reads: readonly string[]};
  readonly prompt?: {
    readonly name: string;
    readonly file: string;
    readonly line: number;
    readonly references: readonly string[];
  };
}

export interface InspectedWorkflow {
  readonly inspection: Inspection;
  readonly warnings: readonly Problem[];
}

/**
 * Reads a workflow and all it names, and says how it hangs together. Opens no provider and runs nothing.
 * @throws AgacError WORKFLOW_UNKNOWN, or WORKFLOW_INVALID with all problems at once
 */
export function inspectWorkflow(place: Pick<Place, 'root' | 'providers'>, name: string): InspectedWorkflow {
  const {workflow, problems} = readWorkflow(place, name);
  if (workflow === undefined) throw invalidWorkflow(name, problems);
  const inspection = {
    workflow: workflow.name,
    file: workflow.file,
    waves: wavesOf(workflow.actions),
    actions: workflow.actions.map((action) => inspectAction(action, workflow)),
  };
  return {inspection, warnings: problems};
}

function inspectAction(action: Action, workflow: Workflow): InspectedAction {
  const {name, dependencies} = action;
  const dependents = workflow.actions.filter((each) => each.dependencies.includes(name)).map((each) => each.name);
  return {
    action: name,
    mode: action.kind === 'llm' ? action.runMode : action.kind,
    by: doerOf(action),
    dependencies,
    dependents,
    context: contextOf(action),
    ...fieldsOf(action, workflow),
  };
}

function doerOf(action: Action): string {
  if (action.kind === 'hitl') return 'a person';
  return action.kind === 'tool' ? action.impl : `${action.vendor}/${action.model}`;
}

function contextOf(action: Action): InspectedContext {
  const {observe, drop, passthrough, seed} = action.scope;
  const {guard} = action;
  return {
    observe: texts(observe),
    drop: texts(drop),
    passthrough: texts(passthrough),
    seed: Object.keys(seed),
    ...(guard && {guard: {text: guard.text, reads: texts(guardRefs(action))}}),
    ...(action.kind === 'llm' && {prompt: promptOf(action)}),
  };
}

function promptOf({prompt: {name, file, line, text}}: Extract<Action, {kind: 'llm'}>): InspectedContext['prompt'] {
  const references = promptReferences(text).map(({steps}) => steps.join('.'));
  return {name, file, line, references: [...new Set(references)]};
}

function texts(refs: readonly FieldRef[]): readonly string[] {
  return [...new Set(refs.map(refText))];
}
