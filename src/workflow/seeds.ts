import {statSync} from 'node:fs';
import {extname, join, posix} from 'node:path';
import type {Json} from '@agac/provider';
import {parse} from 'csv-parse/sync';
import {lineFinder} from '../domain/line-finder.js';
import {pathInside} from '../project/inside.js';
import {mapOf} from '../project/keys-of.js';
import {type Located, toJson} from '../project/located.js';
import type {Problems} from '../project/problems.js';
import {readTextFile} from '../project/read-text.js';
import {inWords} from '../project/shapes.js';
import {parseYaml} from '../project/yaml.js';
import type {Reading} from './reading.js';

type SeedReading = Pick<Reading, 'root' | 'folder' | 'settings' | 'seeds' | 'problems'>;

const MAX_BYTES = 10_000_000;
const NAME = /^[A-Za-z_]\w{0,63}$/;

type Parser = (text: string, file: string, problems: Problems) => Json | undefined;

const PARSERS: Readonly<Record<string, Parser>> = {
  '.json': parseJson,
  '.yaml': parseYamlSeed,
  '.yml': parseYamlSeed,
  '.csv': parseCsv,
  '.md': (text) => text,
  '.txt': (text) => text,
};

/** Files of seed data, each read once however many actions name it. */
export interface SeedStore {
  /** A file that is there, relative to the root; undefined, with a problem, when it cannot be read. */
  read(file: string): Json | undefined;
}

export function openSeedStore(root: string, problems: Problems): SeedStore {
  const files = new Map<string, Json | undefined>();
  return {
    read(file) {
      if (!files.has(file)) {
        const text = readTextFile({root, file}, problems, MAX_BYTES);
        files.set(file, text === undefined ? undefined : PARSERS[suffixOf(file)]!(text, file, problems));
      }
      return files.get(file);
    },
  };
}

function suffixOf(file: string): string {
  return extname(file).toLowerCase();
}

/** Reads what `seed_path` names: data that every record of an action is shown, by name. */
export function readSeeds(seedPath: Located | undefined, reading: SeedReading): Readonly<Record<string, Json>> {
  const seeds = [...mapOf(seedPath)].flatMap(([name, entry]) => {
    if (!NAME.test(name)) {
      reading.problems.error(entry, `Seed data cannot be named "${name}".`, 'Take letters, digits and underscores.');
      return [];
    }
    const seed = readSeed(entry, reading);
    return seed === undefined ? [] : [[name, seed] as const];
  });
  return Object.fromEntries(seeds);
}

function readSeed(entry: Located, reading: SeedReading): Json | undefined {
  const {seeds, problems} = reading;
  if (typeof entry.value !== 'string') {
    return void problems.error(
      entry,
      `The seed data is ${inWords(entry)}; it should be the path of a file.`,
      'Write $file:name.json',
    );
  }
  const path = entry.value.trim().replace(/^\$file:/, '');
  const file = findSeed(path, entry, reading);
  if (file === undefined) return undefined;
  if (!Object.hasOwn(PARSERS, suffixOf(file))) {
    return void problems.error(entry, `${file} cannot be seed data.`, `Take one of ${Object.keys(PARSERS).join(' ')}.`);
  }
  return seeds.read(file);
}

/** The workflow's own seed data goes before the project's. */
function findSeed(path: string, entry: Located, {root, folder, settings, problems}: SeedReading): string | undefined {
  const folders = [`${folder}/seed_data`, settings.seedPath];
  const inside = folders.map((each) => ({each, rest: pathInside(join(root, each), path)}));
  if (inside.some(({rest}) => rest === undefined)) {
    return void problems.error(
      entry,
      'The seed data lies outside of the seed folders.',
      `Put it into ${folders.join(' or ')}.`,
    );
  }
  const files = inside.map(({each, rest}) => posix.join(each, rest ?? ''));
  const found = files.find((file) => isFile(join(root, file)) && pathInside(root, file) !== undefined);
  if (found === undefined) problems.error(entry, `There is no ${path} in ${folders.join(' or ')}.`);
  return found;
}

function isFile(path: string): boolean {
  return statSync(path, {throwIfNoEntry: false})?.isFile() ?? false;
}

function parseJson(text: string, file: string, problems: Problems): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const {message} = error as SyntaxError;
    const offset = / end of JSON/.test(message) ? text.length : Number(/ at position (\d+)/.exec(message)?.[1]);
    const line = Number.isNaN(offset) ? undefined : lineFinder(text)(offset);
    return void problems.error(
      {file, ...(line === undefined ? {} : {line})},
      `The file is not valid JSON: ${message}.`,
    );
  }
}

function parseYamlSeed(text: string, file: string, problems: Problems): Json | undefined {
  const document = parseYaml(text, file, problems);
  return document === undefined ? undefined : toJson(document);
}

function parseCsv(text: string, file: string, problems: Problems): Json | undefined {
  try {
    return parse(text, {columns: true, bom: true, skip_empty_lines: true}) as Json;
  } catch (error) {
    const {message, lines} = error as Error & {lines?: number};
    return void problems.error(
      {file, ...(lines === undefined ? {} : {line: lines})},
      `The file is not valid CSV: ${message}.`,
    );
  }
}
