import {extname, posix} from 'node:path';
import {didYouMean} from '../../domain/nearest.js';
import type {Located} from '../../project/located.js';
import type {Problems} from '../../project/problems.js';
import type {ProjectSettings} from '../../project/settings.js';
import {readYaml} from '../../project/yaml.js';
import {walkFiles} from '../walk-files.js';
import {otherWorkflowFolders, workflowFolder} from '../workflow-files.js';

const SUFFIXES = ['.yml', '.yaml', '.json'];

/** The schema files of a project. */
export interface SchemaStore {
  /** The content of the file that a name stands for; undefined, with a problem, when there is none or it is unreadable. */
  readonly read: (name: Located & {readonly value: string}) => Located | undefined;
}

/** Where schemas lie, relative to the root, in the order they are searched; folders inside them, too. */
export interface SchemaFolders {
  readonly folders: readonly string[];
  /** Those of other workflows, where older projects may have what they share; searched last, and not mentioned. */
  readonly others?: readonly string[];
}

/** The folders of a workflow's schemas: its own, then the project's. */
export function schemaFolders(
  root: string,
  workflow: string,
  {schemaPaths}: Pick<ProjectSettings, 'schemaPaths'>,
): SchemaFolders {
  const own = ['schema', ...schemaPaths].map((path) => `${workflowFolder(workflow)}/${path}`);
  const others = otherWorkflowFolders(root, workflow).flatMap((other) => schemaPaths.map((path) => `${other}/${path}`));
  return {folders: [...own, ...schemaPaths], others};
}

export function openSchemaStore(root: string, {folders, others = []}: SchemaFolders, problems: Problems): SchemaStore {
  const unique = [...new Set([...folders, ...others])];
  let files: readonly string[] | undefined;
  const all = () => {
    files ??= unique.flatMap((folder) => walkFiles(root, folder, SUFFIXES));
    return files;
  };
  const documents = new Map<string, Located | undefined>();
  const read = (file: string): Located | undefined => {
    if (!documents.has(file)) documents.set(file, readYaml({root, file}, problems));
    return documents.get(file);
  };
  return {
    read: (name) => {
      const [file, ...more] = all().filter((each) => isNamed(each, name.value.trim()));
      if (file === undefined) return reportMissing(name, {folders: [...new Set(folders)], files: all()}, problems);
      const rivals = more.filter((other) => folderOf(other, unique) === folderOf(file, unique));
      if (rivals.length > 0) {
        const message = `"${name.value}" fits ${[file, ...rivals].join(' and ')}; the first is taken.`;
        problems.warn(name, message, 'Give the others another name.');
      }
      return read(file);
    },
  };
}

/** By its stem alone, by its path, or with its suffix. */
function isNamed(file: string, name: string): boolean {
  const suffix = extname(file);
  const path = `/${name.endsWith(suffix) ? name.slice(0, -suffix.length) : name}`;
  return `/${file.slice(0, -suffix.length)}`.endsWith(path);
}

function folderOf(file: string, folders: readonly string[]): string | undefined {
  return folders.find((folder) => folder === '.' || file.startsWith(`${folder}/`));
}

function reportMissing(
  name: Located & {readonly value: string},
  {folders, files}: {folders: readonly string[]; files: readonly string[]},
  problems: Problems,
): undefined {
  const stems = files.map((file) => posix.basename(file, extname(file)));
  const message = `There is no schema "${name.value}" in ${folders.join(' or ')}.`;
  problems.error(name, message, didYouMean(name.value, stems));
}
