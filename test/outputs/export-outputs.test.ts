import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {JsonObject} from '@agac/provider';
import {expect} from 'chai';
import {parse} from 'csv-parse/sync';
import fc from 'fast-check';
import {type ExportFormat, exportOutputs} from '../../src/outputs/export-outputs.js';
import {agacError, entries, output, Place} from './outputs.js';

describe('exportOutputs', () => {
  let place: Place;
  beforeEach(() => {
    place = new Place();
  });
  afterEach(() => place[Symbol.dispose]());

  async function written(format: ExportFormat, contentOnly: boolean, contents: readonly JsonObject[]): Promise<string> {
    const folder = join(place.outside, 'new/folder');
    const pairs = contents.map((content) => ['a.txt', content] as const);
    const files = {folder, files: ['a.txt'], outputs: () => entries(...pairs), format, contentOnly};
    const [file] = await exportOutputs(files);
    expect(file?.name).to.equal(`a.${format}`);
    return readFileSync(join(folder, `a.${format}`), 'utf8');
  }

  it('writes JSON and JSON Lines, whole or the content only', async () => {
    const contents = [{x: 1}, {y: [2]}];
    const whole = contents.map((content, index) => output(content, index));
    expect(JSON.parse(await written('json', false, contents))).to.deep.equal(whole);
    expect(await written('json', true, contents)).to.equal('[\n{"x":1},\n{"y":[2]}\n]\n');
    expect(await written('jsonl', true, contents)).to.equal('{"x":1}\n{"y":[2]}\n');
    const lines = (await written('jsonl', false, contents)).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).to.deep.equal(whole);
  });

  it('writes a table of all keys in first-seen order, the ids first', async () => {
    const contents = [
      {b: 'x', a: 1},
      {c: null, a: -2.5},
      {d: {e: ['f']}, a: true, b: 'say "hi"\n'},
    ];
    const ids = contents.map((content, index) => output(content, index).target_id);
    expect(await written('csv', true, contents)).to.equal(
      ['"b","a","c","d"', '"x",1,,', ',-2.5,,', '"say ""hi""\n","true",,"{""e"":[""f""]}"', ''].join('\n'),
    );
    const rows: string[][] = parse(await written('csv', false, contents));
    expect(rows[0]).to.deep.equal(['source_guid', 'target_id', 'b', 'a', 'c', 'd']);
    expect(rows.slice(1).map((row) => row.slice(0, 2))).to.deep.equal(ids.map((id) => ['guid', id]));
  });

  it('takes formulas for text, in names of columns too, and leaves numbers alone', async () => {
    const values = ['=1+1', '+1', '-1', '@x', '\tx', '\rx', '＝1', 'a=b', ' =1', "'"];
    const rows: string[][] = parse(await written('csv', true, [...values.map((v) => ({'=k': v})), {'=k': -1}]), {
      record_delimiter: '\n',
    });
    const wanted = ["'=k", "'=1+1", "'+1", "'-1", "'@x", "'\tx", "'\rx", "'＝1", 'a=b', ' =1', "'", '-1'];
    expect(rows.flat()).to.deep.equal(wanted);
  });

  it('tells a field of the content from the id of the same name', async () => {
    const rows: string[][] = parse(await written('csv', false, [{target_id: 'mine'}]));
    expect(rows[0]).to.deep.equal(['source_guid', 'target_id', 'content.target_id']);
    expect(rows[1]?.[2]).to.equal('mine');
    expect(await written('csv', true, [{target_id: 'mine'}])).to.equal('"target_id"\n"mine"\n');
  });

  it('writes each value so that a CSV reader finds it again', async () => {
    const key = fc.string({minLength: 1}).filter((name) => !/^[=+\-@\t\r＝＋－＠]/.test(name));
    const value = fc.string({unit: fc.constantFrom('a', 'é', '"', ',', '\n', ';', ' ', '=')});
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.dictionary(key, value, {minKeys: 1, maxKeys: 4}), {minLength: 1}),
        async (contents) => {
          const [header, ...rows]: string[][] = parse(await written('csv', true, contents), {record_delimiter: '\n'});
          for (const [index, content] of contents.entries()) {
            for (const [name, text] of Object.entries(content)) {
              const cell = rows[index]?.[header?.indexOf(name) ?? -1];
              expect(cell).to.equal(text.startsWith('=') ? `'${text}` : text);
            }
          }
        },
      ),
      {numRuns: 40},
    );
  });

  it('has a table for an input without outputs', async () => {
    expect(await written('csv', false, [])).to.equal('"source_guid","target_id"\n');
    expect(await written('csv', true, [])).to.equal('');
    expect(await written('jsonl', true, [])).to.equal('');
    expect(await written('json', true, [])).to.equal('[]\n');
  });

  it('gives each file its own columns', async () => {
    const outputs = () => entries(['a.csv', {x: 1}], ['b.csv', {y: 2}]);
    const folder = join(place.root, 'out');
    await exportOutputs({folder, files: ['a.csv', 'b.csv'], outputs, format: 'csv', contentOnly: true});
    expect(readdirSync(folder)).to.have.members(['a.csv', 'b.csv']);
    expect(readFileSync(join(folder, 'b.csv'), 'utf8')).to.equal('"y"\n2\n');
  });

  it('says that the folder cannot be made', async () => {
    const wanted = {
      folder: '/dev/null/x',
      files: [],
      outputs: () => entries(),
      format: 'csv',
      contentOnly: true,
    } as const;
    expect((await agacError(() => exportOutputs(wanted))).code).to.equal('STORE_WRITE');
  });
});
