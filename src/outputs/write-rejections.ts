import {rmSync} from 'node:fs';
import type {Rejection} from '../domain/record.js';
import {AtomicFile, onDisk} from '../store/atomic-file.js';
import {checkTarget} from './check-target.js';

const REJECTIONS_MODE = 0o644;

export interface RejectionFile {
  /** The project root: nothing is written outside of it. Absolute. */
  readonly root: string;
  /** Absolute. */
  readonly path: string;
  readonly rejections: AsyncIterable<Rejection>;
}

/**
 * Writes the rejections of an action, one JSON object a line; without any, the file of an earlier run is removed.
 * Returns how many there were.
 * @throws AgacError STORE_WRITE
 */
export async function writeRejections({root, path, rejections}: RejectionFile): Promise<number> {
  checkTarget(root, path);
  let count = 0;
  let file: AtomicFile | undefined;
  try {
    for await (const rejection of rejections) {
      const target = file ?? onDisk(path, () => new AtomicFile(path, {mode: REJECTIONS_MODE}));
      file = target;
      onDisk(path, () => target.write(`${JSON.stringify(rejection)}\n`));
      count += 1;
    }
    onDisk(path, () => (file === undefined ? rmSync(path, {force: true}) : file.commit()));
  } finally {
    file?.discard();
  }
  return count;
}
