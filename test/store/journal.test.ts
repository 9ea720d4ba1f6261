import {readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import fc from 'fast-check';
import type {RunEvent} from '../../src/domain/run.js';
import {Journal, readJournal} from '../../src/store/journal.js';
import {agacError} from './agac-error.js';
import {runEvents, someEvents} from './events.js';
import {temporaryFolder} from './temporary-folder.js';

const NEWLINE = 0x0a;

describe('store/journal', () => {
  const folder = temporaryFolder();
  const path = () => join(folder(), 'journal.jsonl');

  function append(...events: readonly RunEvent[]): void {
    const journal = new Journal(path());
    for (const event of events) journal.append(event);
    journal.close();
  }

  function lines(): string[] {
    return readFileSync(path(), 'utf8').split('\n').slice(0, -1);
  }

  it('gives back what was appended, however often it was opened in between', () => {
    fc.assert(
      fc.property(fc.array(fc.array(runEvents, {maxLength: 4}), {maxLength: 4}), (sessions) => {
        writeFileSync(path(), '');
        for (const events of sessions) append(...events);
        const {events, bytes} = readJournal(path());
        expect(events).to.deep.equal(JSON.parse(JSON.stringify(sessions.flat())));
        expect(bytes).to.equal(statSync(path()).size);
      }),
      {numRuns: 50},
    );
  });

  it('is readable by its owner only', () => {
    append(...someEvents(1));
    expect(statSync(path()).mode & 0o777).to.equal(0o600);
  });

  it('leaves out a last line that was cut off anywhere, and goes on behind the line before it', () => {
    const events = someEvents(3);
    const extra: RunEvent = {type: 'part-unfound', part: 9};
    append(...events);
    const whole = readFileSync(path());
    const last = whole.lastIndexOf(NEWLINE, whole.length - 2) + 1;
    for (let end = last; end < whole.length; end += 1) {
      writeFileSync(path(), whole.subarray(0, end));
      expect(readJournal(path()), `cut at ${end}`).to.deep.equal({events: events.slice(0, 2), bytes: last});
      append(extra);
      expect(readJournal(path()).events, `cut at ${end}`).to.deep.equal([...events.slice(0, 2), extra]);
    }
  });

  it('refuses to be read with any other byte than was written', async () => {
    append(...someEvents(2));
    const whole = readFileSync(path());
    // Without the very last newline, the last line is one that was never finished.
    for (let at = 0; at < whole.length - 1; at += 1) {
      const flipped = Buffer.from(whole);
      flipped[at] = flipped[at]! ^ 1;
      writeFileSync(path(), flipped);
      await agacError('STORE_DAMAGED', () => readJournal(path()));
    }
  });

  it('refuses lines that are missing, doubled or exchanged, and says which is the first', async () => {
    append(...someEvents(4));
    const [a, b, c, d] = lines() as [string, string, string, string];
    for (const [story, line] of [
      [[b, c, d], 1],
      [[a, c, d], 2],
      [[a, b, b, c, d], 3],
      [[a, b, d, c], 3],
      [[a, b, c, d, d], 5],
      [[a, b, '', c, d], 3],
    ] as const) {
      writeFileSync(path(), `${story.join('\n')}\n`);
      const error = await agacError('STORE_DAMAGED', () => readJournal(path()));
      expect(error.message).to.match(new RegExp(`^Line ${line} of .*journal\\.jsonl`));
    }
  });

  it('does not open for appending when it is damaged, and changes nothing', async () => {
    append(...someEvents(2));
    const damaged = readFileSync(path(), 'utf8').replace('part', 'bart');
    writeFileSync(path(), damaged);
    await agacError('STORE_DAMAGED', () => new Journal(path()));
    expect(readFileSync(path(), 'utf8')).to.equal(damaged);
  });
});
