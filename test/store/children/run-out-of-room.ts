// Started with a limit on the size of its files, of one or two megabytes: what does not fit fails as on a full disk,
// after some of it was written. Then goes on with what does fit.
import {join} from 'node:path';
import {AgacError} from '../../../src/domain/errors.js';
import type {RunEvent} from '../../../src/domain/run.js';
import {writeAtomic} from '../../../src/store/atomic-file.js';
import {Journal} from '../../../src/store/journal.js';
import {LinesFile} from '../../../src/store/lines-file.js';

const folder = process.argv[2]!;
const tooLong = 'x'.repeat(3 * 1024 * 1024);
const event = (message: string): RunEvent => ({type: 'part-not-sent', part: 0, message});

const journal = new Journal(join(folder, 'journal.jsonl'));
const lines = await LinesFile.open(join(folder, 'lines.jsonl'));
const failures: unknown[] = [];
for (const text of ['first', tooLong, 'second']) {
  attempt(() => journal.append(event(text)));
  attempt(() => lines.append(text));
  attempt(() => writeAtomic(join(folder, 'whole'), text));
}
process.stdout.write(JSON.stringify({failures, lines: lines.lines}));

function attempt(work: () => void): void {
  try {
    work();
  } catch (error) {
    failures.push(error instanceof AgacError ? error.code : String(error));
  }
}
