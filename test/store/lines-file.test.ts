import {appendFileSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import fc from 'fast-check';
import {LinesFile} from '../../src/store/lines-file.js';
import {agacError} from './agac-error.js';
import {collect} from './collect.js';
import {temporaryFolder} from './temporary-folder.js';

describe('store/lines-file', () => {
  const folder = temporaryFolder();
  const path = () => join(folder(), 'parts', '0.results.jsonl');

  async function open(): Promise<LinesFile<unknown>> {
    return LinesFile.open(path());
  }

  async function all(file: LinesFile<unknown>): Promise<unknown[]> {
    return collect(file.read());
  }

  it('gives back what was appended, now and when it is opened again', async () => {
    const values = fc.array(fc.jsonValue({maxDepth: 2, stringUnit: 'binary'}), {maxLength: 8});
    await fc.assert(
      fc.asyncProperty(values, values, async (before, after) => {
        const text = [...before].map((value) => `${JSON.stringify(value)}\n`).join('');
        (await open()).close();
        writeFileSync(path(), text);
        const file = await open();
        expect(file.lines).to.equal(before.length);
        for (const value of after) file.append(value);
        const expected = JSON.parse(JSON.stringify([...before, ...after]));
        expect(await all(file)).to.deep.equal(expected);
        expect([file.lines, file.bytes]).to.deep.equal([expected.length, statSync(path()).size]);
        file.close();
        const again = await open();
        expect(await all(again)).to.deep.equal(expected);
        again.close();
      }),
      {numRuns: 30},
    );
  });

  it('cuts off a last line that was left half written, wherever, and goes on behind the line before it', async () => {
    const first = '"«né 🙂»"\n';
    const last = '{"id":"a","text":"né 🙂"}';
    const bytes = Buffer.from(first + last);
    for (let end = Buffer.byteLength(first); end <= bytes.length; end += 1) {
      (await open()).close();
      writeFileSync(path(), bytes.subarray(0, end));
      const file = await open();
      expect([file.lines, file.bytes]).to.deep.equal([1, Buffer.byteLength(first)]);
      file.append('more');
      file.close();
      expect(readFileSync(path(), 'utf8'), `cut at ${end}`).to.equal(`${first}"more"\n`);
    }
  });

  it('cuts off a long piece without any newline, before which there may be nothing', async () => {
    for (const whole of ['', '1\n']) {
      (await open()).close();
      writeFileSync(path(), whole + 'x'.repeat(200_000));
      const file = await open();
      file.append(2);
      file.close();
      expect(readFileSync(path(), 'utf8')).to.equal(`${whole}2\n`);
    }
  });

  it('can be appended to while it is read: a reader sees what was there when it began', async () => {
    const file = await open();
    const start = Array.from({length: 5_000}, (_, i) => ({i, text: 'né'}));
    for (const value of start) file.append(value);
    const seen: unknown[] = [];
    for await (const value of file.read()) {
      seen.push(value);
      file.append({later: seen.length});
    }
    expect(seen).to.deep.equal(start);
    expect(await all(file)).to.have.length(10_000);
    file.close();
  });

  it('does not take for a line what is none', async () => {
    const file = await open();
    file.append(1);
    appendFileSync(path(), '\0\0\0\n2\n');
    file.close();
    await agacError('STORE_DAMAGED', open);
  });
});
