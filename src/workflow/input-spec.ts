import {statSync} from 'node:fs';
import {join} from 'node:path';
import type {InputSpec} from '../domain/workflow.js';
import {checkKeys} from '../project/check-keys.js';
import {pathInside} from '../project/inside.js';
import {compact, textAt, textsAt} from '../project/keys-of.js';
import {isMap, type Located, type LocatedMap} from '../project/located.js';
import {parseApi} from './api-source.js';
import {type ChunkingSource, parseChunking} from './chunking.js';
import {DATA_SOURCE_KEYS} from './keys.js';
import {type LimitSource, stagedLimit} from './limits.js';
import type {Reading} from './reading.js';

export interface InputSource extends ChunkingSource, LimitSource {}

/** Where records come from, and how many of them are taken. */
export function parseInput(source: InputSource, reading: Reading): InputSpec {
  const entry = source.keys.get('data_source');
  if (entry !== undefined) checkKeys(entry, {table: DATA_SOURCE_KEYS, of: 'data_source'}, reading.problems);
  return compact({
    folder: folderOf(entry, reading) ?? stagingOf(reading),
    api: parseApi(entry, reading.problems),
    fileTypes: isMap(entry?.value) ? suffixesAt(entry.value) : undefined,
    fileLimit: stagedLimit('file_limit', source),
    recordLimit: stagedLimit('record_limit', source),
    chunking: parseChunking(source, reading.problems),
  });
}

function stagingOf({folder}: Reading): string {
  return `${folder}/agent_io/staging`;
}

function folderOf(entry: Located | undefined, reading: Reading): string | undefined {
  if (typeof entry?.value === 'string') {
    return /^staging$/i.test(entry.value.trim()) ? undefined : localFolder(entry, reading.root, reading);
  }
  if (!isMap(entry?.value)) return undefined;
  const {problems, root} = reading;
  const type = textAt(entry.value, 'type')?.toLowerCase() ?? 'local';
  const folder = entry.value.get('folder');
  if (type === 'api') return undefined;
  if (typeof folder?.value === 'string') {
    return localFolder(folder, type === 'staging' ? join(root, stagingOf(reading)) : root, reading);
  }
  if (type === 'local')
    problems.error(entry, '"data_source" names no folder.', 'Write folder: and a path inside the project.');
  return undefined;
}

/** A folder that is there, inside the project; `from` is what its path begins at. */
function localFolder(entry: Located, from: string, {root, problems}: Reading): string | undefined {
  const written = String(entry.value).trim();
  const folder = pathInside(root, join(from, written));
  if (folder === undefined || written.startsWith('/')) {
    return void problems.error(
      entry,
      'The input folder lies outside of the project.',
      'Name a folder inside the project, relative to its root.',
    );
  }
  const status = statSync(join(root, folder), {throwIfNoEntry: false});
  if (status?.isDirectory()) return folder;
  const reason = status === undefined ? 'is not there' : 'is not a folder';
  return void problems.error(
    entry,
    `The input folder ${folder} ${reason}.`,
    'Name a folder that holds the input files.',
  );
}

/** `json` and `.JSON` are both `.json`. */
function suffixesAt(map: LocatedMap): readonly string[] | undefined {
  return textsAt(map, 'file_type')?.map(
    ({value}) =>
      `.${value
        .trim()
        .toLowerCase()
        .replace(/^\*?\./, '')}`,
  );
}
