import {mkdirSync} from 'node:fs';
import {onDisk} from '../store/atomic-file.js';
import {csvTable} from './csv-shape.js';
import {type FileShape, jsonArray, jsonLines, type Selection} from './file-shape.js';
import {outputNames} from './output-names.js';
import {type OutputEntry, type WrittenFile, writeGrouped} from './write-grouped.js';

const EXPORT_MODE = 0o644;

export type ExportFormat = 'json' | 'jsonl' | 'csv';

export interface Export {
  /** Where the user wants the files. Absolute; made when it is not there. */
  readonly folder: string;
  /** Every input file, with or without outputs. */
  readonly files: readonly string[];
  /** The outputs grouped by file, in input order; called once or twice. */
  readonly outputs: () => AsyncIterable<OutputEntry>;
  readonly format: ExportFormat;
  /** Only what the action's schema describes, without ids and metadata. */
  readonly contentOnly: boolean;
}

/**
 * Writes the outputs of an action in a plainer shape, one file for each input file. A CSV has the keys of all records
 * of its file as columns, in the order they are first seen, so the outputs are read twice for it.
 * @throws AgacError STORE_WRITE
 */
export async function exportOutputs(wanted: Export): Promise<readonly WrittenFile[]> {
  const {folder, files, outputs, format} = wanted;
  onDisk(folder, () => mkdirSync(folder, {recursive: true}));
  const shape = await shapes(wanted);
  const names = outputNames(files, `.${format}`);
  return writeGrouped({root: folder, folder, names, outputs: outputs(), shape, mode: EXPORT_MODE});
}

async function shapes({format, contentOnly, outputs}: Export): Promise<(file: string) => FileShape> {
  const select: Selection = contentOnly ? ({content}) => content : (output) => output;
  if (format === 'json') return () => jsonArray(select);
  if (format === 'jsonl') return () => jsonLines(select);
  const keys = await keysByFile(outputs());
  return (file) => csvTable([...(keys.get(file) ?? [])], contentOnly);
}

async function keysByFile(outputs: AsyncIterable<OutputEntry>): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const keys = new Map<string, Set<string>>();
  for await (const {file, output} of outputs) {
    const seen = keys.get(file) ?? new Set();
    keys.set(file, seen);
    for (const key of Object.keys(output.content)) seen.add(key);
  }
  return keys;
}
