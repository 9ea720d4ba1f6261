import type {Action, Workflow} from '../domain/workflow.js';
import {compact, mapOf, textAt} from '../project/keys-of.js';
import {isMap, type Located, type LocatedMap} from '../project/located.js';
import type {Problems} from '../project/problems.js';
import {foldersAt, type ProjectSettings} from '../project/settings.js';
import {inWords} from '../project/shapes.js';
import {checkApproval} from './check-approval.js';
import {checkWritten} from './check-written.js';
import {parseScope} from './context-scope.js';
import {connectActions, type Graph} from './dependencies.js';
import {draftActions} from './draft.js';
import {formerNames} from './former-names.js';
import {parseGuard} from './guards/parse-guard.js';
import {resolveGuard} from './guards/resolve-guard.js';
import {type InputSource, parseInput} from './input-spec.js';
import {DEFAULTS_KEYS, WORKFLOW_KEYS} from './keys.js';
import {actionLimit} from './limits.js';
import type {MacrosFor} from './macros.js';
import {type Defaults, OF_ONE_VENDOR} from './merge-defaults.js';
import {parseOutputDir} from './output-dir.js';
import {parseAction} from './parse-action.js';
import {parseUpstream} from './parse-upstream.js';
import {openPromptStore} from './prompt-store.js';
import type {Known, Reading} from './reading.js';
import {checkReferences, type ScopedActions} from './references.js';
import {openSchemaStore, schemaFolders} from './schemas/schema-store.js';
import {openSeedStore} from './seeds.js';
import {workflowFolder} from './workflow-files.js';

export interface WorkflowSource {
  readonly root: string;
  readonly name: string;
  readonly settings: ProjectSettings;
  readonly known: Known;
  readonly macros: MacrosFor;
  readonly addresses: Reading['addresses'];
  readonly problems: Problems;
}

/** Makes the YAML of a workflow a checked one. Undefined, with problems, when that cannot be. */
export function parseWorkflow(document: Located, source: WorkflowSource): Workflow | undefined {
  const {name, problems} = source;
  if (!isMap(document.value)) {
    return void problems.error(document, `The workflow is ${inWords(document)}; it should be a map.`);
  }
  const defaults = checkLayers(document, source);
  const drafts = draftActions(document, defaults, source.problems);
  const reading = openReading(document.value, source);
  const upstream = parseUpstream(document.value, reading);
  const graph = connectActions(
    drafts,
    upstream.map(({action}) => action),
    problems,
  );
  const actions = parseActions(graph, reading);
  checkApproval(actions, document.file, problems);
  const from = inputSource(document.value, {defaults, graph, settings: source.settings});
  const input = parseInput(from, reading);
  return compact({
    name,
    description: textAt(document.value, 'description'),
    file: document.file,
    input: upstream.length === 0 ? input : {...input, upstream},
    outputDir: parseOutputDir({document: document.value, defaults, input, place: document}, reading),
    toolPaths: reading.toolPaths,
    actions: actions.map((action) => {
      const draft = graph.order.find(({name: each}) => each === action.name)!;
      return compact({...action, limit: actionLimit(draft, from, input)});
    }),
  });
}

/** Checks the three layers that actions are made of, and the name of the workflow. */
function checkLayers(document: Located, {name, settings, problems}: WorkflowSource): Defaults {
  checkWritten(document, {table: WORKFLOW_KEYS, of: 'a workflow'}, problems);
  const own = mapOf(document).get('defaults');
  if (own !== undefined) checkWritten(own, {table: DEFAULTS_KEYS, of: 'defaults', unknown: 'warning'}, problems);
  const project = settings.defaults;
  if (project !== undefined) {
    checkWritten(project, {table: DEFAULTS_KEYS, of: 'default_agent_config', unknown: 'warning'}, problems);
  }
  const written = mapOf(document).get('name');
  if (written === undefined || written.value === null) {
    problems.error({file: document.file, line: 1}, 'The workflow has no name.', `Write name: ${name}`);
  } else if (typeof written.value === 'string' && written.value.trim() !== name) {
    const message = `The workflow calls itself "${written.value}", but its file is ${document.file}.`;
    problems.error(written, message, `Write name: ${name}`);
  }
  const defaults = {project: mapOf(project), workflow: mapOf(own)};
  reportUnclaimed(defaults, problems);
  return defaults;
}

/** A key or an address that is written where no vendor holds would be any vendor's, and so is nobody's. */
function reportUnclaimed({project, workflow}: Defaults, problems: Problems): void {
  if (textAt(project, 'model_vendor') !== undefined) return;
  const layers = textAt(workflow, 'model_vendor') === undefined ? [project, workflow] : [project];
  for (const key of OF_ONE_VENDOR) {
    for (const entry of layers.flatMap((layer) => layer.get(key) ?? [])) {
      if (entry.value === null) continue;
      const suggestion = 'Write model_vendor beside it, or write it under providers: in the project settings.';
      problems.warn(entry, `"${key}" has no effect: nothing here says which vendor it is for.`, suggestion);
    }
  }
}

function openReading(
  document: LocatedMap,
  {root, name, settings, known, macros, addresses, problems}: WorkflowSource,
): Reading {
  const folder = workflowFolder(name);
  const written = foldersAt({root, keys: document, key: 'tool_path'}, problems) ?? [];
  const toolPaths = written.length === 0 ? settings.toolPaths : written;
  const schemas = openSchemaStore(root, schemaFolders(root, name, settings), problems);
  return {
    root,
    folder,
    settings,
    toolPaths,
    known,
    macros,
    prompts: openPromptStore(root, folder, problems),
    schemas,
    seeds: openSeedStore(root, problems),
    addresses,
    problems,
  };
}

/** Actions in dependency order; those that cannot be carried out are left out, with problems. */
function parseActions(graph: Graph, reading: Reading): readonly Action[] {
  const baseOf = new Map(graph.order.flatMap(({name, version}) => (version ? [[name, version.base] as const] : [])));
  const connected = graph.order.map((draft) => {
    const dependencies = graph.dependencies.get(draft.name) ?? [];
    const written = graph.written.get(draft.name) ?? [];
    const beside = written.length === 0 ? [] : dependencies.filter((name) => !written.includes(name));
    return {draft, dependencies, beside, scope: parseScope(draft, {dependencies: written, baseOf}, reading)};
  });
  const actions = connected.flatMap((each) => parseAction(each.draft, each, reading) ?? []);
  const scopes = new Map(connected.map(({draft, scope}) => [draft.name, scope]));
  const scoped = {graph, scopes, actions: new Map(actions.map((action) => [action.name, action]))};
  checkReferences(scoped, reading.problems);
  return withGuards(actions, scoped, reading);
}

function withGuards(actions: readonly Action[], scoped: ScopedActions, reading: Reading): readonly Action[] {
  const guards = new Map(
    scoped.graph.order.flatMap((draft) => {
      const {name} = draft;
      const written = parseGuard(draft, reading);
      if (written === undefined) return [];
      return [
        [name, resolveGuard(written, {action: name, scope: scoped.scopes.get(name)!, ...scoped}, reading.problems)],
      ];
    }),
  );
  return actions.map((action) => {
    const guarded = compact({...action, guard: guards.get(action.name)});
    const upstream = scoped.graph.upstream.get(action.name) ?? new Set();
    const former = formerNames(guarded, new Map([...scoped.actions].filter(([name]) => upstream.has(name))));
    return former.length > 0 ? {...guarded, scope: {...guarded.scope, former}} : guarded;
  });
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
