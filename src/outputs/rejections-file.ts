import {rmSync} from 'node:fs';
import type {Rejection} from '../domain/record.js';
import {AtomicFile, onDisk} from '../store/atomic-file.js';
import {checkTarget} from './check-target.js';

const REJECTIONS_MODE = 0o644;

/**
 * The rejections of an action, one JSON object a line; without any, the file of an earlier run is removed.
 * @throws AgacError STORE_WRITE, from every method but `discard`
 */
export class RejectionsFile {
  readonly #path: string;
  #file: AtomicFile | undefined;
  #count = 0;

  /** Nothing is written outside of `root`. Both are absolute. */
  constructor(root: string, path: string) {
    checkTarget(root, path);
    this.#path = path;
  }

  add(rejection: Rejection): void {
    onDisk(this.#path, () => {
      this.#file ??= new AtomicFile(this.#path, {mode: REJECTIONS_MODE});
      this.#file.write(`${JSON.stringify(rejection)}\n`);
    });
    this.#count += 1;
  }

  /** Returns how many there are. */
  commit(): number {
    onDisk(this.#path, () => {
      if (this.#file === undefined) rmSync(this.#path, {force: true});
      else this.#file.commit();
    });
    return this.#count;
  }

  /** Leaves the file of an earlier run as it is. Does nothing after {@link commit}. */
  discard(): void {
    this.#file?.discard();
  }
}
