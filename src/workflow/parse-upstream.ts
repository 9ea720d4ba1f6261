import {didYouMean} from '../domain/nearest.js';
import type {UpstreamInput} from '../domain/workflow.js';
import {checkKeys, type KeyTable} from '../project/check-keys.js';
import {mapOf, textAt, textsAt} from '../project/keys-of.js';
import {isList, isMap, type Located, type LocatedMap} from '../project/located.js';
import {Problems} from '../project/problems.js';
import {either, inWords, TEXT, TEXTS} from '../project/shapes.js';
import {openTemplateStore} from './macros.js';
import {outputDirOf} from './output-dir.js';
import {readWorkflowFile} from './read-workflow-file.js';
import type {Reading} from './reading.js';
import {listWorkflows, workflowFile, workflowFolder} from './workflow-files.js';

export const UPSTREAM_KEYS: KeyTable = {workflow: TEXT, actions: either(TEXT, TEXTS)};

const EXAMPLE = 'Write upstream: [{workflow: other, actions: [its_last_action]}]';

/** Whose outputs are the records of a workflow: `upstream: [{workflow, actions}]`. Empty where it has staged ones. */
export function parseUpstream(document: LocatedMap, reading: Reading): readonly UpstreamInput[] {
  const entry = document.get('upstream');
  if (entry === undefined || !isList(entry.value)) return [];
  const inputs = entry.value.flatMap((item) => readItem(item, reading));
  const source = document.get('data_source');
  if (source !== undefined && source.value !== null && entry.value.length > 0) {
    const message = '"upstream" and "data_source" both say where the records come from.';
    reading.problems.error(source, message, 'Remove one of the two.');
  }
  return inputs;
}

function readItem(item: Located, reading: Reading): readonly UpstreamInput[] {
  const {problems} = reading;
  if (!isMap(item.value)) {
    problems.error(item, `This workflow upstream is ${inWords(item)}; it should be a map.`, EXAMPLE);
    return [];
  }
  checkKeys(item, {table: UPSTREAM_KEYS, of: 'upstream'}, problems);
  const name = textAt(item.value, 'workflow')?.trim();
  const wanted = textsAt(item.value, 'actions') ?? [];
  if (name === undefined || wanted.length === 0) {
    const missing = name === undefined ? 'workflow' : 'actions';
    problems.error(item.value.get(missing) ?? item, `The entry under upstream names no ${missing}.`, EXAMPLE);
    return [];
  }
  const other = readOther(name, item.value.get('workflow')!, reading);
  if (other === undefined) return [];
  return wanted.flatMap((action) => {
    const {value} = action;
    if (other.actions.some((each) => value === each || value.startsWith(`${each}_`))) {
      return [{workflow: name, action: value, folder: `${other.outputDir}/${value}`}];
    }
    problems.error(action, `The workflow "${name}" has no action "${value}".`, didYouMean(value, other.actions));
    return [];
  });
}

interface OtherWorkflow {
  readonly actions: readonly string[];
  readonly outputDir: string;
}

/** As much of another workflow as has to be known. What else is wrong with it is its own affair. */
function readOther(name: string, at: Located, reading: Reading): OtherWorkflow | undefined {
  const {root, folder, problems, settings} = reading;
  const names = listWorkflows(root);
  if (!names.includes(name)) {
    return void problems.error(at, `The project has no workflow named "${name}".`, didYouMean(name, names));
  }
  const own = folder.slice(folder.lastIndexOf('/') + 1);
  const circle = name === own ? [own] : wayTo(own, name, reading, new Set());
  if (circle !== undefined) {
    const message = `These workflows wait for each other: ${[own, ...circle].join(' → ')}.`;
    return void problems.error(at, message, 'Take one of them out of upstream.');
  }
  const document = documentOf(name, reading);
  if (document === undefined) {
    return void problems.error(at, `The workflow "${name}" cannot be read.`, `agac validate -a ${name}`);
  }
  const actions = document.get('actions')?.value;
  const defaults = {project: mapOf(settings.defaults), workflow: mapOf(document.get('defaults'))};
  return {
    actions: isList(actions) ? actions.flatMap((action) => textAt(mapOf(action), 'name') ?? []) : [],
    outputDir: outputDirOf({document, defaults}, {...reading, folder: workflowFolder(name), problems: new Problems()}),
  };
}

/** The workflows on a way upstream from one to another; undefined: there is none. */
function wayTo(goal: string, from: string, reading: Reading, seen: Set<string>): readonly string[] | undefined {
  if (seen.has(from)) return undefined;
  seen.add(from);
  const entries = documentOf(from, reading)?.get('upstream')?.value;
  for (const item of isList(entries) ? entries : []) {
    const next = textAt(mapOf(item), 'workflow')?.trim();
    if (next === goal) return [from, goal];
    const way =
      next === undefined || !listWorkflows(reading.root).includes(next) ? undefined : wayTo(goal, next, reading, seen);
    if (way !== undefined) return [from, ...way];
  }
  return undefined;
}

function documentOf(name: string, {root, known}: Reading): LocatedMap | undefined {
  const problems = new Problems();
  const templates = openTemplateStore(root, problems);
  const surroundings = {templates, environment: known.environment ?? {}, problems};
  const read = readWorkflowFile({root, file: workflowFile(root, name), name}, surroundings);
  return read === undefined || problems.hasErrors ? undefined : mapOf(read.document);
}
