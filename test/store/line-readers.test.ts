import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import fc from 'fast-check';
import {type PositionedLine, positionedLines} from '../../src/store/positioned-lines.js';
import {StoredLineReader} from '../../src/store/stored-line-reader.js';
import {collect} from './collect.js';
import {temporaryFolder} from './temporary-folder.js';

/** Short lines, empty ones, and some longer than any block that is read at once; characters of one to four bytes. */
const line = fc.oneof(
  {weight: 6, arbitrary: fc.string({unit: 'binary', maxLength: 40}).map((text) => text.replaceAll('\n', ''))},
  {
    weight: 1,
    arbitrary: fc.record({unit: fc.constantFrom('a', 'né', '🙂', '中文'), times: fc.nat(160_000)}),
  },
);

const texts = fc
  .array(line, {maxLength: 24})
  .map((lines) => lines.map((each) => (typeof each === 'string' ? each : each.unit.repeat(each.times))));

const RUNS = {numRuns: 25};

describe('store/positioned-lines and stored-line-reader', () => {
  const folder = temporaryFolder();
  const path = () => join(folder(), 'results.jsonl');

  it('finds every line, and its place in bytes', async () => {
    await fc.assert(
      fc.asyncProperty(texts, fc.boolean(), async (lines, endsWithNewline) => {
        writeFileSync(path(), lines.join('\n') + (endsWithNewline ? '\n' : ''));
        const found = await collect(positionedLines(path()));
        const all = [...lines];
        // Behind the last newline there is only a line if there is something.
        if (!endsWithNewline && all.at(-1) === '') all.pop();
        if (endsWithNewline && all.length === 0) all.push('');
        expect(found.map(({text}) => text)).to.deep.equal(all);
        let offset = 0;
        for (const {offset: at, length, text} of found) {
          expect([at, length]).to.deep.equal([offset, Buffer.byteLength(text)]);
          offset += length + 1;
        }
      }),
      RUNS,
    );
  });

  it('reads any line again by its place, in any order', async () => {
    const walks = fc.array(fc.nat(1_000), {maxLength: 40});
    await fc.assert(
      fc.asyncProperty(texts, walks, async (lines, walk) => {
        writeFileSync(path(), lines.map((text) => `${text}\n`).join(''));
        const places = await collect(positionedLines(path()));
        const reader = new StoredLineReader(path());
        const check = ({offset, length, text}: PositionedLine) => {
          if (reader.read(offset, length) !== text) throw new Error(`not the line at ${offset}`);
        };
        for (const place of places) check(place);
        for (const place of places.toReversed()) check(place);
        if (places.length > 0) for (const step of walk) check(places[step % places.length]!);
        reader.close();
      }),
      RUNS,
    );
  });

  it('reads in order through a file larger than its window, beginning anywhere', async () => {
    const lines = Array.from({length: 40_000}, (_, i) => `${i} né 🙂 ${'x'.repeat(i % 97)}`);
    writeFileSync(path(), lines.map((text) => `${text}\n`).join(''));
    const places = await collect(positionedLines(path()));
    for (const start of [0, 1, 20_000, 39_999]) {
      const reader = new StoredLineReader(path());
      const wrong = places.slice(start).filter(({offset, length, text}) => reader.read(offset, length) !== text);
      expect(wrong).to.deep.equal([]);
      reader.close();
    }
  });
});
