import type {Action, Workflow} from '../domain/workflow.js';
import {compact, mapOf, textAt} from '../project/keys-of.js';
import {isMap, type Located, type LocatedMap} from '../project/located.js';
import type {Problems} from '../project/problems.js';
import {foldersAt, type ProjectSettings} from '../project/settings.js';
import {inWords} from '../project/shapes.js';
import {checkWritten} from './check-written.js';
import {parseScope} from './context-scope.js';
import {connectActions, type Graph} from './dependencies.js';
import {draftActions} from './draft.js';
import {parseGuard} from './guards/parse-guard.js';
import {resolveGuard} from './guards/resolve-guard.js';
import {type InputSource, parseInput} from './input-spec.js';
import {DEFAULTS_KEYS, WORKFLOW_KEYS} from './keys.js';
import type {Defaults} from './merge-defaults.js';
import {parseOutputDir} from './output-dir.js';
import {parseAction} from './parse-action.js';
import {openPromptStore} from './prompt-store.js';
import type {Known, Reading} from './reading.js';
import {checkReferences, type ScopedActions} from './references.js';
import {openSchemaStore} from './schemas/schema-store.js';
import {workflowFolder} from './workflow-files.js';

export interface WorkflowSource {
  readonly root: string;
  readonly name: string;
  readonly settings: ProjectSettings;
  readonly known: Known;
  readonly problems: Problems;
}

/** Makes the YAML of a workflow a checked one. Undefined, with problems, when that cannot be. */
export function parseWorkflow(document: Located, source: WorkflowSource): Workflow | undefined {
  const {name, problems} = source;
  if (!isMap(document.value)) {
    return void problems.error(document, `The workflow is ${inWords(document)}; it should be a map.`);
  }
  const defaults = checkLayers(document, source);
  const drafts = draftActions(document, defaults, problems);
  const graph = connectActions(drafts, problems);
  const reading = openReading(document.value, source);
  const input = parseInput(inputSource(document.value, {defaults, graph, settings: source.settings}), reading);
  return compact({
    name,
    description: textAt(document.value, 'description'),
    file: document.file,
    input,
    outputDir: parseOutputDir({document: document.value, defaults, input, place: document}, reading),
    toolPaths: reading.toolPaths,
    actions: parseActions(graph, reading),
  });
}

/** Checks the three layers that actions are made of, and the name of the workflow. */
function checkLayers(document: Located, {name, settings, problems}: WorkflowSource): Defaults {
  checkWritten(document, {table: WORKFLOW_KEYS, of: 'a workflow'}, problems);
  const own = mapOf(document).get('defaults');
  if (own !== undefined) checkWritten(own, {table: DEFAULTS_KEYS, of: 'defaults'}, problems);
  const project = settings.defaults;
  if (project !== undefined) checkWritten(project, {table: DEFAULTS_KEYS, of: 'default_agent_config'}, problems);
  const written = mapOf(document).get('name');
  if (written === undefined || written.value === null) {
    problems.error({file: document.file, line: 1}, 'The workflow has no name.', `Write name: ${name}`);
  } else if (typeof written.value === 'string' && written.value.trim() !== name) {
    const message = `The workflow calls itself "${written.value}", but its file is ${document.file}.`;
    problems.error(written, message, `Write name: ${name}`);
  }
  return {project: mapOf(project), workflow: mapOf(own)};
}

function openReading(document: LocatedMap, {root, name, settings, known, problems}: WorkflowSource): Reading {
  const folder = workflowFolder(name);
  const written = foldersAt({root, keys: document, key: 'tool_path'}, problems) ?? [];
  const toolPaths = written.length === 0 ? settings.toolPaths : written;
  const own = ['schema', ...settings.schemaPaths].map((path) => `${folder}/${path}`);
  const schemas = openSchemaStore(root, [...own, ...settings.schemaPaths], problems);
  return {
    root,
    folder,
    settings,
    toolPaths,
    known,
    prompts: openPromptStore(root, folder, problems),
    schemas,
    problems,
  };
}

/** Actions in dependency order; those that cannot be carried out are left out, with problems. */
function parseActions(graph: Graph, reading: Reading): readonly Action[] {
  const connected = graph.order.map((draft) => {
    const dependencies = graph.dependencies.get(draft.name) ?? [];
    return {draft, dependencies, scope: parseScope(draft, dependencies, reading)};
  });
  const actions = connected.flatMap((each) => parseAction(each.draft, each, reading) ?? []);
  const scopes = new Map(connected.map(({draft, scope}) => [draft.name, scope]));
  const scoped = {graph, scopes, actions: new Map(actions.map((action) => [action.name, action]))};
  checkReferences(scoped, reading.problems);
  return withGuards(actions, scoped, reading.problems);
}

function withGuards(actions: readonly Action[], scoped: ScopedActions, problems: Problems): readonly Action[] {
  const guards = new Map(
    scoped.graph.order.flatMap((draft) => {
      const {name} = draft;
      const written = parseGuard(draft, problems);
      if (written === undefined) return [];
      return [[name, resolveGuard(written, {action: name, scope: scoped.scopes.get(name)!, ...scoped}, problems)]];
    }),
  );
  return actions.map((action) => compact({...action, guard: guards.get(action.name)}));
}

function inputSource(
  document: LocatedMap,
  {defaults, graph, settings}: {defaults: Defaults; graph: Graph; settings: ProjectSettings},
): InputSource {
  return {
    keys: new Map([...defaults.project, ...defaults.workflow, ...document]),
    layers: [document, defaults.workflow, defaults.project, settings.chunking],
    firstStage: graph.order.filter((draft) => isFirst(draft.name, graph)),
    laterStages: graph.order.filter((draft) => !isFirst(draft.name, graph)),
  };
}

function isFirst(name: string, {dependencies}: Graph): boolean {
  return (dependencies.get(name) ?? []).length === 0;
}
