import {copyFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import fc from 'fast-check';
import type {InputSpec} from '../../src/domain/workflow.js';
import {sourceRecords} from '../../src/records/source-records.js';
import {all, Project} from './inputs.js';

const DATA = fileURLToPath(new URL('../../node_modules/vega-datasets/data/', import.meta.url));

describe('sourceRecords', () => {
  const recordsOf = (project: Project, spec: Partial<InputSpec> = {}) =>
    all(sourceRecords(project.root, {folder: 'in', ...spec}));

  it('gives every record of every file its place, in order', async () => {
    using project = new Project();
    project.put('b.jsonl', '{"x":1}\n{"x":2}\n');
    project.put('a.json', '[7]');
    project.put('c/d.csv', 'k\nv\n');
    const places = (await recordsOf(project)).map(({file, ordinal, value}) => [file, ordinal, value]);
    expect(places).to.deep.equal([
      ['a.json', 0, {value: 7}],
      ['b.jsonl', 0, {x: 1}],
      ['b.jsonl', 1, {x: 2}],
      ['c/d.csv', 0, {k: 'v'}],
    ]);
  });

  it('stops at the limit of each file, before whatever comes then', async () => {
    using project = new Project();
    project.put('a.jsonl', '1\n2\nbroken\n');
    project.put('b.jsonl', '3\n');
    const values = (await recordsOf(project, {recordLimit: 2})).map(({value}) => value['value']);
    expect(values).to.deep.equal([1, 2, 3]);
  });

  it('splits long texts, and nothing else, into chunks that know where they come from', async () => {
    using project = new Project();
    project.put('a.txt', 'abcdefgh');
    project.put('b.html', '<p>abc');
    project.put('c.jsonl', '{"content":"abcdefgh"}');
    const whole = await recordsOf(project);
    const chunking = {size: 4, overlap: 1};
    const chunks = await recordsOf(project, {chunking});
    expect(chunks.map(({file, ordinal, value}) => [file, ordinal, value])).to.deep.equal([
      ['a.txt', 0, {content: 'abcd', file_name: 'a.txt', chunk: {index: 1, count: 3, source_guid: whole[0]!.guid}}],
      ['a.txt', 1, {content: 'defg', file_name: 'a.txt', chunk: {index: 2, count: 3, source_guid: whole[0]!.guid}}],
      ['a.txt', 2, {content: 'gh', file_name: 'a.txt', chunk: {index: 3, count: 3, source_guid: whole[0]!.guid}}],
      ['b.html', 0, {content: 'abc', file_name: 'b.html', chunk: {index: 1, count: 1, source_guid: whole[1]!.guid}}],
      ['c.jsonl', 0, {content: 'abcdefgh'}],
    ]);
    expect(await recordsOf(project, {chunking})).to.deep.equal(chunks);
    expect(await recordsOf(project, {chunking, recordLimit: 2})).to.have.length(4);
  });

  it('keeps the ids of chunks whose text stays when others change, and gives equal ones ids of their own', async () => {
    using project = new Project();
    const guids = async (text: string) => {
      project.put('a.txt', text);
      return (await recordsOf(project, {chunking: {size: 4, overlap: 0}})).map(({guid}) => guid);
    };
    const before = await guids('aaaabbbbaaaa');
    expect(new Set(before)).to.have.property('size', 3);
    const after = await guids('aaaaxxxxaaaacccc');
    expect([after[0], after[2]]).to.deep.equal([before[0], before[2]]);
  });

  it('gives the records of a real file distinct ids, the same each time, the equal rows among them too', async () => {
    using project = new Project();
    copyFileSync(join(DATA, 'movies.json'), join(project.folder, 'movies.json'));
    copyFileSync(join(DATA, 'flights-2k.json'), join(project.folder, 'twice.json'));
    const first = (await recordsOf(project)).map(({guid}) => guid);
    expect(first.length).to.be.greaterThan(3201);
    expect(new Set(first)).to.have.property('size', first.length);
    expect((await recordsOf(project)).map(({guid}) => guid)).to.deep.equal(first);
    for (const guid of first)
      expect(guid).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('keeps ids when a different row is inserted, and gives equal rows ids of their own', async () => {
    const value = fc.constantFrom('a', 'b', 'c');
    await fc.assert(
      fc.asyncProperty(fc.array(value, {maxLength: 12}), fc.nat(12), async (values, at) => {
        using project = new Project();
        const ids = async (rows: readonly string[]) => {
          project.put('a.jsonl', rows.map((row) => `{"v":"${row}"}\n`).join(''));
          return (await recordsOf(project)).map(({guid}) => guid);
        };
        const before = await ids(values);
        expect(new Set(before).size).to.equal(values.length);
        const position = Math.min(at, values.length);
        const after = await ids([...values.slice(0, position), 'new', ...values.slice(position)]);
        expect(after.toSpliced(position, 1)).to.deep.equal(before);
      }),
      {numRuns: 30},
    );
  });

  it('tells files and orders of keys apart', async () => {
    using project = new Project();
    project.put('a.jsonl', '{"x":1,"y":2}\n{"y":2,"x":1}\n');
    project.put('b.jsonl', '{"x":1,"y":2}\n');
    const ids = (await recordsOf(project)).map(({guid}) => guid);
    expect(new Set(ids).size).to.equal(3);
  });
});
