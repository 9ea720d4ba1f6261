import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {basename, dirname, join, relative, resolve, sep} from 'node:path';
import {AgacError} from '../domain/errors.js';

export interface NewProject {
  /** Absolute path. */
  readonly folder: string;
  /** Paths inside the folder, with forward slashes, sorted. */
  readonly files: readonly string[];
  /** Name of the workflow to run first. */
  readonly workflow: string;
}

const SETTINGS = 'agent_actions.yml';
const NAME = /^[A-Za-z0-9][A-Za-z0-9._ -]{0,99}$/;

/** npm never packs a `.gitignore`, so hidden files are stored without their dot. */
const STORED_AS: Readonly<Record<string, string>> = {gitignore: '.gitignore', 'env.example': '.env.example'};

/**
 * Writes an example into a folder that is new or empty, as a project named like the folder.
 *
 * `folder` is relative to the current folder. Throws USAGE for a name that cannot be a project's or an unknown example,
 * FOLDER_NOT_EMPTY for a folder that holds anything; nothing is written then. Throws node's errors (EACCES, ENOSPC, …).
 */
export function createProject(request: {
  readonly folder: string;
  readonly example: string;
  readonly examplesRoot: string;
}): NewProject {
  const folder = resolve(request.folder);
  const name = basename(folder);
  requireName(name);
  const example = findExample(request);
  requireEmpty(folder, request.folder);
  const files = filesOf(example).map((source) => {
    const target = nameInProject(source);
    const bytes = readFileSync(join(example, source));
    const path = join(folder, target);
    mkdirSync(dirname(path), {recursive: true});
    // Never overwrites: the folder may have been filled since it was looked at.
    writeFileSync(path, target === SETTINGS ? named(bytes.toString('utf8'), name) : bytes, {flag: 'wx'});
    return target.split(sep).join('/');
  });
  return {folder, files: files.sort(), workflow: firstWorkflow(example)};
}

/** Names of the projects in a folder of examples, sorted. */
export function listExamples(examplesRoot: string): readonly string[] {
  return readdirSync(examplesRoot)
    .filter((name) => existsSync(join(examplesRoot, name, SETTINGS)))
    .sort();
}

function requireName(name: string): void {
  if (NAME.test(name)) return;
  const message = `A project cannot be named ${JSON.stringify(name)}: a name begins with a letter or digit, goes on with letters, digits, spaces, dots, hyphens and underscores, and has at most 100 characters.`;
  throw new AgacError('USAGE', message, {actions: ['agac init my-project']});
}

function findExample({example, examplesRoot}: {example: string; examplesRoot: string}): string {
  const examples = listExamples(examplesRoot);
  if (examples.includes(example)) return join(examplesRoot, example);
  const message = `There is no example named ${JSON.stringify(example)}; there are ${examples.join(', ')}.`;
  throw new AgacError('USAGE', message, {actions: examples.map((each) => `agac init my-project --example ${each}`)});
}

/** The message names the folder as the user typed it. */
function requireEmpty(folder: string, typed: string): void {
  const found = statSync(folder, {throwIfNoEntry: false});
  if (found === undefined) return;
  if (!found.isDirectory()) {
    throw new AgacError('USAGE', `${typed} is a file; a project needs a folder.`, {actions: ['agac init my-project']});
  }
  const held = readdirSync(folder);
  if (held.length === 0) return;
  const seen = held.length === 1 ? held[0] : `${held[0]} and ${held.length - 1} more`;
  const message = `The folder ${typed} is not empty: it holds ${seen}. agac init writes only into a new or empty folder.`;
  throw new AgacError('FOLDER_NOT_EMPTY', message, {actions: [`agac init ${join(typed, 'my-project')}`]});
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

function nameInProject(source: string): string {
  return STORED_AS[source] ?? source;
}

/** Quoted, since `2024` or `true` alone would not be a string in YAML. */
function named(settings: string, name: string): string {
  return settings.replace(/^project_name:.*$/m, () => `project_name: ${JSON.stringify(name)}`);
}

function firstWorkflow(example: string): string {
  return readdirSync(join(example, 'agent_workflow')).sort()[0]!;
}
