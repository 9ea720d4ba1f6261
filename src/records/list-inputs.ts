import type {Dirent} from 'node:fs';
import {readdir, realpath, stat} from 'node:fs/promises';
import {extname, join, sep} from 'node:path';
import {AgacError} from '../domain/errors.js';
import type {InputSpec} from '../domain/workflow.js';
import {listUpstream} from './upstream-inputs.js';

const GZIP = '.gz';

const FORMATS = {
  '.json': 'json',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.txt': 'text',
  '.md': 'text',
  '.xml': 'xml',
  '.html': 'html',
  '.htm': 'html',
  '.xlsx': 'xlsx',
  '.docx': 'docx',
  '.pdf': 'pdf',
  '.parquet': 'parquet',
} as const;

/** What may be packed with gzip: `.csv.gz`. All else is packed already. */
const PACKABLE: readonly InputFormat[] = ['json', 'jsonl', 'csv', 'tsv', 'text', 'xml', 'html'];

export type InputFormat = (typeof FORMATS)[keyof typeof FORMATS];

/** A file of the input folder that holds records. */
export interface InputFile {
  /** Path inside the input folder, with forward slashes. */
  readonly file: string;
  /** The same, absolute. */
  readonly path: string;
  readonly format: InputFormat;
  /** There where the file is packed with gzip. */
  readonly gzip?: true;
  /** Of the file as it lies there. */
  readonly bytes: number;
  /** The action of another workflow whose outputs these are. */
  readonly madeBy?: string;
}

/** A file of the input folder that is not read. */
export interface LeftOut {
  /** Path inside the input folder, with forward slashes. */
  readonly file: string;
  /** Why, to follow "because". */
  readonly reason: string;
}

export interface Inputs {
  /** Sorted by UTF-16 code unit, so in the same order on every machine. */
  readonly files: readonly InputFile[];
  /** What the user may have meant to be read; hidden files and types not asked for are not in it. */
  readonly leftOut: readonly LeftOut[];
}

/**
 * Finds the input files of a workflow, folders inside the input folder included. Hidden files and folders, links that
 * leave the folder, linked folders and anything that is not a file are passed over.
 * @throws AgacError INPUT_MISSING when the folder is not there or holds nothing to read
 */
export async function listInputs(root: string, spec: InputSpec): Promise<Inputs> {
  const {upstream, fileLimit, ...own} = spec;
  if (upstream === undefined) return listFolder(root, spec);
  const outputs = (folder: string) => listFolder(root, {...own, folder, fileTypes: ['.json']});
  const {files, leftOut} = await listUpstream(upstream, outputs);
  return {files: files.slice(0, fileLimit), leftOut};
}

async function listFolder(root: string, spec: InputSpec): Promise<Inputs> {
  const top = join(root, spec.folder);
  const leftOut: LeftOut[] = [];
  const files: InputFile[] = [];
  for await (const {file, path, bytes, obstacle} of walk({top, real: await openFolder(top, spec), inside: ''})) {
    const suffix = suffixOf(file);
    const kind = kindOf(file);
    if (obstacle !== undefined) leftOut.push({file, reason: obstacle});
    else if (!isWanted(suffix, spec)) continue;
    else if (kind === undefined)
      leftOut.push({file, reason: `agac does not read ${suffix || 'files without a suffix'}`});
    else files.push({file, path, ...kind, bytes});
  }
  if (files.length === 0) throw nothingToRead(spec, leftOut);
  return {files: files.sort(byFile).slice(0, spec.fileLimit), leftOut: leftOut.sort(byFile)};
}

interface Folder {
  readonly top: string;
  /** `top` with its links resolved. */
  readonly real: string;
  /** The folder to walk: `''` or a path that ends in a slash. */
  readonly inside: string;
}

interface Found {
  readonly file: string;
  readonly path: string;
  readonly bytes: number;
  readonly obstacle?: string;
}

async function* walk(folder: Folder): AsyncGenerator<Found> {
  for (const entry of await readdir(join(folder.top, folder.inside), {withFileTypes: true})) {
    if (entry.name.startsWith('.')) continue;
    const file = folder.inside + entry.name;
    if (entry.isDirectory()) yield* walk({...folder, inside: `${file}/`});
    else yield await look(folder, file, entry);
  }
}

async function look({top, real}: Folder, file: string, entry: Dirent): Promise<Found> {
  const path = join(top, file);
  if (entry.isFile()) return {file, path, bytes: (await stat(path)).size};
  if (!entry.isSymbolicLink()) return {file, path, bytes: 0, obstacle: 'it is not a file'};
  const target = await realpath(path).catch(() => undefined);
  if (target === undefined) return {file, path, bytes: 0, obstacle: 'the link leads nowhere'};
  const found = await stat(target);
  if (!found.isFile()) return {file, path, bytes: 0, obstacle: 'it is a link, but not to a file'};
  if (!target.startsWith(real + sep)) return {file, path, bytes: 0, obstacle: 'the link leaves the input folder'};
  return {file, path, bytes: found.size};
}

async function openFolder(top: string, spec: InputSpec): Promise<string> {
  try {
    const real = await realpath(top);
    if ((await stat(real)).isDirectory()) return real;
  } catch (cause) {
    throw new AgacError('INPUT_MISSING', `The input folder ${spec.folder} is not there.`, {
      actions: [advice(spec)],
      cause,
    });
  }
  throw new AgacError('INPUT_MISSING', `${spec.folder} is not a folder.`, {actions: [advice(spec)]});
}

function nothingToRead(spec: InputSpec, leftOut: readonly LeftOut[]): AgacError {
  const first = leftOut[0];
  const why = first === undefined ? '' : ` ${leftOut.length} left out; ${first.file} because ${first.reason}.`;
  return new AgacError('INPUT_MISSING', `${spec.folder} holds no file that can be read.${why}`, {
    actions: [advice(spec)],
  });
}

function advice(spec: InputSpec): string {
  const suffixes = Object.keys(FORMATS).filter((suffix) => isWanted(suffix, spec));
  return `Put your records into ${spec.folder} (${suffixes.join(', ')}; text also packed, as in .csv.gz).`;
}

/** In lower case; of a packed file both, `.csv.gz`. */
function suffixOf(file: string): string {
  const suffix = extname(file).toLowerCase();
  return suffix === GZIP ? extname(file.slice(0, -GZIP.length)).toLowerCase() + GZIP : suffix;
}

/** Who wants `.csv` wants `.csv.gz`, too. */
function isWanted(suffix: string, {fileTypes}: InputSpec): boolean {
  const wanted = fileTypes?.map((type) => `.${type.replace(/^\./, '')}`.toLowerCase());
  return wanted === undefined || wanted.includes(suffix) || wanted.includes(unpacked(suffix));
}

/** How a file of this name is read; undefined where agac does not read such files. */
export function kindOf(file: string): Pick<InputFile, 'format' | 'gzip'> | undefined {
  const suffix = suffixOf(file);
  const plain = unpacked(suffix);
  const format = Object.hasOwn(FORMATS, plain) ? FORMATS[plain as keyof typeof FORMATS] : undefined;
  if (format === undefined || plain === suffix) return format && {format};
  return PACKABLE.includes(format) ? {format, gzip: true} : undefined;
}

function unpacked(suffix: string): string {
  return suffix.endsWith(GZIP) ? suffix.slice(0, -GZIP.length) : suffix;
}

function byFile(a: {readonly file: string}, b: {readonly file: string}): number {
  return a.file < b.file ? -1 : 1;
}
