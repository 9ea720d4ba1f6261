import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {AgacError} from '../domain/errors.js';
import {nearest} from '../domain/nearest.js';
import {isDeviceName} from './names.js';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const SUFFIXES = ['.yml', '.yaml'] as const;

/** Folder of a workflow, relative to the project root. */
export function workflowFolder(name: string): string {
  return `agent_workflow/${name}`;
}

/** Names of the workflows of a project, sorted. */
export function listWorkflows(root: string): readonly string[] {
  const folder = join(root, 'agent_workflow');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => findFile(root, name) !== undefined)
    .sort();
}

/** Folders of the other workflows, relative to the project root. */
export function otherWorkflowFolders(root: string, name: string): readonly string[] {
  return listWorkflows(root)
    .filter((other) => other !== name)
    .map(workflowFolder);
}

/**
 * The YAML file of a workflow, relative to the project root.
 * @throws AgacError WORKFLOW_UNKNOWN, which says which there are
 */
export function workflowFile(root: string, name: string): string {
  const file = findFile(root, name);
  if (file !== undefined) return file;
  const names = listWorkflows(root);
  const near = nearest(name, names);
  const offered = near === undefined ? names.slice(0, 10) : [near];
  throw new AgacError('WORKFLOW_UNKNOWN', reasonFor(name, names), {
    actions:
      offered.length === 0 ? [`Write it: ${fileOf('my_workflow')}`] : offered.map((each) => `agac run -a ${each}`),
    data: {workflow: name, workflows: names},
  });
}

function reasonFor(name: string, names: readonly string[]): string {
  const shown = JSON.stringify(name.slice(0, 100));
  if (!isName(name)) {
    return `${shown} cannot be the name of a workflow: it begins with a letter or digit, goes on with letters, digits, dots, hyphens and underscores, and has at most 100 characters.`;
  }
  const known = names.length === 0 ? 'The project has none.' : `There are: ${names.join(', ')}.`;
  return `The project has no workflow named ${shown} (${fileOf(name)}). ${known}`;
}

function findFile(root: string, name: string): string | undefined {
  if (!isName(name)) return undefined;
  return SUFFIXES.map((suffix) => fileOf(name, suffix)).find((file) => existsSync(join(root, file)));
}

function fileOf(name: string, suffix: string = SUFFIXES[0]): string {
  return `${workflowFolder(name)}/agent_config/${name}${suffix}`;
}

function isName(name: string): boolean {
  return NAME.test(name) && !isDeviceName(name);
}
