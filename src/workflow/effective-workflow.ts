import type {Json} from '@agac/provider';
import type {Action, Workflow} from '../domain/workflow.js';
import {byNewNames} from '../project/check-keys.js';
import {mapOf} from '../project/keys-of.js';
import {isList, isMap, type Located, type LocatedMap, placed} from '../project/located.js';
import {Problems} from '../project/problems.js';
import {type Draft, writtenActions} from './draft.js';
import {ACTION_KEYS, GUARD_KEYS, MODEL_KEYS, WORKFLOW_KEYS} from './keys.js';
import type {Defaults} from './merge-defaults.js';
import {ATTEMPTS} from './parse-ask-again.js';

/** A value of a workflow as it holds, and where it is written. */
export interface EffectiveValue {
  /** Keys and positions, from the top: `["actions", 0, "run_mode"]`. */
  readonly path: readonly (string | number)[];
  /** A scalar, or an empty list or map. */
  readonly value: Json;
  /** Relative to the project root; absent: no file says so, it is the built-in default. */
  readonly file?: string;
  readonly line?: number;
}

export interface EffectiveSource {
  /** As it was read, and found sound. */
  readonly workflow: Workflow;
  readonly document: Located;
  readonly defaults: Defaults;
  /** Of the project: its settings file, at the top. */
  readonly settings: LocatedMap;
  /** How long a tool may take, in seconds, where nothing says. */
  readonly timeLimit: number;
}

/** Keys of inputs, which belong to the workflow as a whole. */
const OF_WORKFLOW = ['record_limit', 'file_limit', 'data_source', 'output_dir'];
const OF_TOOLS = ['impl', 'granularity', 'max_execution_time'];
const BUILT_IN = {file: '', line: 0};

/**
 * A workflow with all that its actions inherit from `defaults`, the project and agac itself, value by value. Written
 * down, it is a workflow that says the same and inherits nothing.
 */
export function effectiveWorkflow(source: EffectiveSource): readonly EffectiveValue[] {
  const {document, defaults, workflow} = source;
  const {active} = writtenActions(document, defaults, new Problems());
  const actions = active.flatMap((draft) => {
    const action = workflow.actions.find((each) => isMadeOf(draft, each));
    return action === undefined ? [] : [builtIn(effectiveAction(draft, action, source))];
  });
  return valuesOf(builtIn(new Map([...topLevel(source), ['actions', builtIn(actions)]])), []);
}

/** An action with versions is many; what is shown of it holds for each. */
function isMadeOf({name, keys, place}: Draft, action: Action): boolean {
  return hasVersions(keys) ? action.line === place.line : action.name === name;
}

function hasVersions(keys: LocatedMap): boolean {
  return isSet(keys.get('versions')) || isSet(keys.get('version_consumption'));
}

function topLevel({document, defaults, settings, workflow}: EffectiveSource): LocatedMap {
  const written = new Map([...defaults.project, ...defaults.workflow, ...mapOf(document)]);
  const upstream = written.get('upstream');
  const found = new Map<string, Located>();
  const tools = written.get('tool_path') ?? settings.get('tool_path');
  for (const key of ['name', 'description', 'version', ...OF_WORKFLOW, 'upstream']) take(found, key, written.get(key));
  if (!found.has('data_source') && upstream === undefined) found.set('data_source', builtIn('staging'));
  if (!found.has('output_dir')) found.set('output_dir', outputDir(settings, workflow));
  found.set('tool_path', isSet(tools) ? tools : builtIn(workflow.toolPaths.map(builtIn)));
  return found;
}

/** The project's folder for outputs, with the workflow's own below it. */
function outputDir(settings: LocatedMap, {outputDir: folder}: Workflow): Located {
  return {...(settings.get('output_dir') ?? builtIn(null)), value: folder};
}

function effectiveAction({own, keys}: Draft, action: Action, {timeLimit, settings}: EffectiveSource): LocatedMap {
  const found = new Map<string, Located>();
  for (const key of ['name', 'intent', 'kind', 'dependencies']) take(found, key, own.get(key) ?? keys.get(key));
  for (const key of Object.keys(ACTION_KEYS)) if (concerns(key, action, own)) take(found, key, keys.get(key));
  if (!found.has('kind')) found.set('kind', builtIn(action.kind));
  if (action.kind === 'llm') addVendorSettings(found, mapOf(mapOf(settings.get('providers')).get(action.vendor)));
  for (const [key, value] of defaultsOf(action, timeLimit)) if (!found.has(key)) found.set(key, value);
  for (const kind of ['retry', 'reprompt'] as const) {
    const entry = found.get(kind);
    if (isMap(entry?.value) && entry.value.get('enabled')?.value !== false) {
      const more = {max_attempts: builtIn(ATTEMPTS[kind]), on_exhausted: builtIn('return_last')};
      found.set(kind, {...entry, value: withDefaults(entry.value, more)});
    }
  }
  const review = found.get('hitl');
  if (action.kind === 'hitl' && review !== undefined) {
    const more = {
      port: builtIn(action.port),
      timeout: keys.get('hitl_timeout') ?? builtIn(action.timeout),
      require_comment_on_reject: builtIn(action.commentOnReject),
    };
    found.set('hitl', {...review, value: withDefaults(mapOf(review), more)});
  }
  const guard = found.get('guard');
  if (guard !== undefined) {
    const map = isMap(guard.value) ? byNewNames(guard.value, GUARD_KEYS) : new Map([['condition', guard]]);
    const more = {on_false: builtIn(action.guard?.onFalse ?? 'filter'), passthrough_on_error: builtIn(true)};
    found.set('guard', {...guard, value: withDefaults(map, more)});
  }
  // What each version reads where nothing is said has the names of versions, which differ.
  if (hasVersions(keys)) return found;
  const scope = mapOf(found.get('context_scope'));
  const seen = action.dependencies.length === 0 ? ['source'] : action.dependencies;
  const observe = builtIn(seen.map((namespace) => builtIn(`${namespace}.*`)));
  found.set('context_scope', {...(found.get('context_scope') ?? BUILT_IN_MAP), value: withDefaults(scope, {observe})});
  return found;
}

const BUILT_IN_MAP = builtIn(new Map());

/** What the project says of the vendor goes below all that the workflow says. */
function addVendorSettings(found: Map<string, Located>, vendor: LocatedMap): void {
  for (const key of ['api_key', 'base_url']) if (!found.has(key)) take(found, key, vendor.get(key));
  const options = [...vendor].filter(([key]) => !['adapter', 'api_key', 'base_url'].includes(key));
  const written = found.get('vendor_options');
  if (options.length === 0) return;
  found.set('vendor_options', {...(written ?? BUILT_IN_MAP), value: new Map([...options, ...mapOf(written)])});
}

/** Whether a key means something to an action: what is there for actions of another kind does not, and is not shown. */
function concerns(key: string, action: Action, own: LocatedMap): boolean {
  if (OF_WORKFLOW.includes(key)) return own.has(key);
  if (action.kind === 'llm') return ![...OF_TOOLS, 'hitl'].includes(key) && (key !== 'schema' || action.jsonMode);
  if (key === 'run_mode' || Object.hasOwn(MODEL_KEYS, key)) return false;
  return action.kind === 'tool' ? key !== 'hitl' : !['impl', 'max_execution_time'].includes(key);
}

function defaultsOf(action: Action, timeLimit: number): readonly (readonly [string, Located])[] {
  const dependencies = ['dependencies', builtIn([])] as const;
  if (action.kind === 'tool') {
    const isDecorated = action.granularity === 'file';
    const granularity = isDecorated ? placed({file: action.file, line: 0}, 'file') : builtIn('record');
    return [dependencies, ['granularity', granularity], ['max_execution_time', builtIn(timeLimit)]];
  }
  if (action.kind === 'hitl') return [dependencies, ['granularity', builtIn(action.granularity)]];
  const outputField = action.jsonMode ? [] : [['output_field', builtIn(action.outputField)] as const];
  const asksAgain = action.reprompt.maxAttempts > 0;
  return [
    dependencies,
    ['run_mode', builtIn(action.runMode)],
    ['json_mode', builtIn(action.jsonMode)],
    ...outputField,
    ['retry', builtIn(false)],
    ...(asksAgain ? [] : [['reprompt', builtIn(false)] as const]),
  ];
}

function withDefaults(map: LocatedMap, defaults: Readonly<Record<string, Located>>): LocatedMap {
  const written = [...map].filter(([, entry]) => isSet(entry));
  return new Map([...written, ...Object.entries(defaults).filter(([key]) => !isSet(map.get(key)))]);
}

function take(found: Map<string, Located>, key: string, entry: Located | undefined): void {
  const isInert = 'inert' in ((ACTION_KEYS[key] ?? WORKFLOW_KEYS[key]) as object);
  if (isSet(entry) && !isInert) found.set(key, entry);
}

function isSet(entry: Located | undefined): entry is Located {
  return entry !== undefined && entry.value !== null;
}

function builtIn(value: Located['value']): Located {
  return placed(BUILT_IN, value);
}

function valuesOf(located: Located, path: EffectiveValue['path']): readonly EffectiveValue[] {
  const {value, file, line} = located;
  if (isMap(value) && value.size > 0) return [...value].flatMap(([key, entry]) => valuesOf(entry, [...path, key]));
  if (isList(value) && value.length > 0) return value.flatMap((item, i) => valuesOf(item, [...path, i]));
  const plain = isMap(value) ? {} : isList(value) ? [] : value;
  return [{path, value: plain, ...(file !== '' && {file}), ...(line > 0 && {line})}];
}
