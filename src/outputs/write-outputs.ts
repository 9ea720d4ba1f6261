import {jsonArray} from './file-shape.js';
import {type OutputEntry, type WrittenFile, writeGrouped} from './write-grouped.js';

/** Permissions of files that are the user's; those of the store are closer. */
const OUTPUT_MODE = 0o644;

export interface OutputFiles {
  /** The project root: nothing is written outside of it. Absolute. */
  readonly root: string;
  /** The action's output folder. Absolute; made when it is not there. */
  readonly folder: string;
  /** For every input file, see outputNames. */
  readonly names: ReadonlyMap<string, string>;
  /** Grouped by file, in input order. */
  readonly outputs: AsyncIterable<OutputEntry>;
  readonly mode?: number;
}

/**
 * Writes the outputs of an action: for each input file a JSON array with one record a line, `[]` where there is none.
 * The same outputs give the same bytes.
 * @throws AgacError STORE_WRITE
 */
export function writeOutputs({mode = OUTPUT_MODE, ...files}: OutputFiles): Promise<readonly WrittenFile[]> {
  return writeGrouped({...files, mode, shape: () => jsonArray((output) => output)});
}
