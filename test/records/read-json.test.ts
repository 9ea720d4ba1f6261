import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import type {Json} from '@agac/provider';
import {expect} from 'chai';
import fc from 'fast-check';
import {asRecord} from '../../src/records/as-record.js';
import {readRecords} from '../../src/records/read-records.js';
import {all, exactly, Project, read, refused} from './inputs.js';

const MOVIES = fileURLToPath(new URL('../../node_modules/vega-datasets/data/movies.json', import.meta.url));

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

describe('readJson', () => {
  it('reads a real file as JSON.parse does', async () => {
    const records = await all(readRecords({file: 'movies.json', path: MOVIES, format: 'json', bytes: 0}));
    expect(records).to.have.length(3201);
    expect(records).to.deep.equal(JSON.parse(readFileSync(MOVIES, 'utf8')));
  });

  it('reads any array as JSON.parse does, compact or indented', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue({noUnicodeString: false})), fc.nat(3), async (values, indent) => {
        const text = JSON.stringify(values, undefined, indent);
        const wanted = (exactly(text) as Json[]).map(asRecord);
        expect(await read('a.json', text)).to.deep.equal(wanted);
      }),
      {numRuns: 60},
    );
  });

  it('takes an object at the root as the one record', async () => {
    expect(await read('a.json', ' {"a": [1, {"b": null}], "c": {}} \n')).to.deep.equal([{a: [1, {b: null}], c: {}}]);
  });

  it('wraps what is not an object', async () => {
    const records = await read('a.json', '[1, "x", null, [2], true, {}]');
    expect(records).to.deep.equal([{value: 1}, {value: 'x'}, {value: null}, {value: [2]}, {value: true}, {}]);
  });

  it('reads an empty array, a byte order mark and characters cut by a chunk', async () => {
    expect(await read('a.json', '[]')).to.deep.equal([]);
    expect(await read('a.json', '\ufeff[{"a":"é"}]')).to.deep.equal([{a: 'é'}]);
    const long = {a: `x${'漢字🙂'.repeat(30_000)}`};
    expect(await read('a.json', JSON.stringify([long]))).to.deep.equal([long]);
  });

  it('keeps the digits of numbers that JavaScript cannot hold', async () => {
    const text =
      '[{"id": 9007199254740993, "big": 1e400, "small": -12345678901234567890, "a": 0.1, "b": -7, "c": 1e21}]';
    const wanted = {id: '9007199254740993', big: '1e400', small: '-12345678901234567890', a: 0.1, b: -7, c: 1e21};
    expect(await read('a.json', text)).to.deep.equal([wanted]);
  });

  it('keeps a key named __proto__ as a field of its own', async () => {
    const [record] = await read('a.json', '[{"__proto__": {"polluted": 1}, "constructor": 2}]');
    expect(Object.keys(record ?? {})).to.deep.equal(['__proto__', 'constructor']);
    expect(JSON.stringify(record)).to.equal('{"__proto__":{"polluted":1},"constructor":2}');
    expect(({} as {polluted?: number}).polluted).to.equal(undefined);
  });

  it('names the line of what is wrong', async () => {
    for (const [text, line, part] of [
      ['[\n{"a": 1},\n{"b": tru}\n]', 3, 'Unexpected "}"'],
      ['[\n1,\n\n\nnul]', 5, 'Unexpected "]"'],
      ['[\n{"a": "é\\n漢"}\n\n{"b": 2}\n]', 4, 'Unexpected "{"'],
      ['[\n{"a": 1},\n', 2, 'ends in the middle'],
      ['[1]\n\n[2]', 3, 'suffix .jsonl'],
      ['{"a": 1}\n{"a": 2}\n', 2, 'suffix .jsonl'],
      ['', 1, 'neither an array nor an object'],
      ['\n\n"x"', 3, 'neither an array nor an object'],
      ['42', 1, 'neither an array nor an object'],
      [`[\n${'['.repeat(300)}`, 2, 'Nested deeper than 256'],
    ] as const) {
      const error = await refused('in/a.json', text);
      expect(error.code).to.equal('INPUT_INVALID');
      expect(error.message)
        .to.match(new RegExp(`^in/a\\.json, line ${line}: `))
        .and.to.contain(part);
      expect(error.data).to.deep.equal({file: 'in/a.json', line});
    }
  });

  it('allows 256 levels, not 257', async () => {
    const nested = (levels: number) => `[${'['.repeat(levels)}${']'.repeat(levels)}]`;
    expect(await read('a.json', nested(256))).to.have.length(1);
    expect((await refused('a.json', nested(257))).message).to.contain('Nested deeper');
  });

  it('refuses a single element of more than 32 MiB instead of holding it', async () => {
    expect((await refused('a.json', `["${'x'.repeat(33 * 1024 * 1024)}"]`)).message).to.contain('larger than 32 MiB');
  });

  it('lets go of the records it gave out', async () => {
    using project = new Project();
    const input = project.input('a.json', JSON.stringify(Array.from({length: 20_000}, (_, id) => ({id, text: 'x'}))));
    const weak: WeakRef<object>[] = [];
    for await (const record of readRecords(input)) {
      weak.push(new WeakRef(record));
      if (weak.length < 15_000) continue;
      await new Promise(setImmediate);
      collectGarbage();
      // Those of the last chunk, some thousands, are at hand still.
      expect(weak.slice(0, 5000).filter((held) => held.deref() !== undefined).length).to.equal(0);
      break;
    }
  });

  it('gives out records before it has read the file', async () => {
    using project = new Project();
    const input = project.input('a.json', `[${'{"a":1},'.repeat(20_000)} broken`);
    let count = 0;
    for await (const _ of readRecords(input)) if (++count === 1000) break;
    expect(count).to.equal(1000);
  });
});
