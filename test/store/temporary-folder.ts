import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** Gives each test of the suite a folder of its own, and removes it afterwards. Returns what tells the present one. */
export function temporaryFolder(): () => string {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'agac-test-'));
  });
  afterEach(() => {
    rmSync(folder, {recursive: true, force: true});
  });
  return () => folder;
}
