import {existsSync} from 'node:fs';
import {join} from 'node:path';
import type {Problem} from '../domain/errors.js';
import {checkKeys, type KeyTable} from './check-keys.js';
import {CHUNK_CONFIG, CHUNK_KEYS} from './chunk-keys.js';
import {SETTINGS_FILES} from './find-project.js';
import {pathInside} from './inside.js';
import {compact, mapOf, textAt, textsAt} from './keys-of.js';
import {isMap, type Located, type LocatedMap} from './located.js';
import {Problems} from './problems.js';
import {either, inWords, MAP, TEXT, TEXTS} from './shapes.js';
import {parseVendors, type VendorSettings} from './vendor-settings.js';
import {readYaml} from './yaml.js';

/** What `agent_actions.yml` says. All paths are inside the project and relative to its root. */
export interface ProjectSettings {
  /** The settings file itself. */
  readonly file: string;
  readonly projectName?: string;
  /** `default_agent_config`: what every action starts with, as it is written. */
  readonly defaults?: Located;
  readonly schemaPaths: readonly string[];
  readonly toolPaths: readonly string[];
  readonly seedPath: string;
  /** Where workflows that say nothing else write, each into a folder of its own. */
  readonly outputDir?: string;
  /** What `providers:` says, by the vendor's name. */
  readonly vendors: ReadonlyMap<string, VendorSettings>;
  /** The keys that say how long texts are split, as they are written. */
  readonly chunking: LocatedMap;
}

export const SETTINGS_KEYS: KeyTable = {
  project_name: TEXT,
  default_agent_config: MAP,
  schema_path: either(TEXT, TEXTS),
  tool_path: either(TEXT, TEXTS),
  seed_data_path: TEXT,
  output_dir: TEXT,
  output_storage: MAP,
  providers: MAP,
  ...CHUNK_CONFIG,
};

/** Reads the settings of the project at this root, an absolute path. Where they cannot be read, the defaults hold. */
export function loadProject(root: string): {settings: ProjectSettings; problems: readonly Problem[]} {
  const problems = new Problems();
  const file = settingsFile(root);
  const document = readYaml({root, file}, problems);
  const settings = parseSettings({root, document, file}, problems);
  return {settings, problems: problems.all()};
}

/** The same as it is written. */
export function readSettings(root: string, problems: Problems): LocatedMap {
  return mapOf(readYaml({root, file: settingsFile(root)}, problems));
}

function settingsFile(root: string): string {
  return SETTINGS_FILES.find((name) => existsSync(join(root, name))) ?? SETTINGS_FILES[0];
}

interface SettingsSource {
  readonly root: string;
  readonly document: Located | undefined;
  readonly file: string;
}

function parseSettings({root, document, file}: SettingsSource, problems: Problems): ProjectSettings {
  if (document !== undefined) checkDocument(document, problems);
  const keys = mapOf(document);
  const folders = (key: string) => foldersAt({root, keys, key}, problems);
  const defaults = keys.get('default_agent_config');
  return compact({
    file,
    projectName: textAt(keys, 'project_name'),
    defaults: isMap(defaults?.value) ? defaults : undefined,
    schemaPaths: folders('schema_path') ?? ['schema'],
    toolPaths: folders('tool_path') ?? ['tools'],
    seedPath: folders('seed_data_path')?.[0] ?? 'seed_data',
    outputDir: folders('output_dir')?.[0],
    vendors: parseVendors(keys.get('providers'), problems),
    chunking: new Map([...keys].filter(([key]) => Object.hasOwn(CHUNK_CONFIG, key))),
  });
}

function checkDocument(document: Located, problems: Problems): void {
  const {file, value} = document;
  if (value !== null && !isMap(value)) {
    problems.error({file, line: 1}, `The settings are ${inWords(document)}; they should be a map.`);
  }
  checkKeys(document, {table: SETTINGS_KEYS, of: 'the project settings', unknown: 'warning'}, problems);
  const chunking = mapOf(document).get('chunk_config');
  if (chunking !== undefined) checkKeys(chunking, {table: CHUNK_KEYS, of: 'chunk_config'}, problems);
  const storage = mapOf(document).get('output_storage');
  if (storage === undefined) return;
  const message = '"output_storage" has no effect: outputs are JSON files, and what agac remembers is in .agac.';
  problems.warn(storage, message, 'Remove it; output_dir says where outputs go.');
}

/** The folders that a key names, without those outside of the project; undefined where the key is unset. */
export function foldersAt(
  {root, keys, key}: {root: string; keys: LocatedMap; key: string},
  problems: Problems,
): readonly string[] | undefined {
  return textsAt(keys, key)?.flatMap((entry) => {
    const path = pathInside(root, entry.value);
    if (path !== undefined) return [path];
    problems.error(entry, `"${key}" names a folder outside of the project.`, 'Name a folder inside, without "..".');
    return [];
  });
}
