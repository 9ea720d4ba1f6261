import {readdirSync, readlinkSync} from 'node:fs';
import {expect} from 'chai';
import {stringify} from 'csv-stringify/sync';
import fc from 'fast-check';
import {readRecords} from '../../src/records/read-records.js';
import {Project, read, refused} from './inputs.js';

describe('readTable', () => {
  it('names the fields by the header and keeps values as text', async () => {
    const text = '\ufeffid, name ,note\r\n007,Ann,"a ""b"",\nc"\r\n1e3,,\r\n';
    expect(await read('a.csv', text)).to.deep.equal([
      {id: '007', name: 'Ann', note: 'a "b",\nc'},
      {id: '1e3', name: '', note: ''},
    ]);
  });

  it('reads back whatever can be written, in both formats', async () => {
    const cell = fc.string({unit: fc.constantFrom('a', 'é', '🙂', '"', ',', '\t', '\n', '\r', ' ', "'")});
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell)), fc.constantFrom('csv', 'tsv'), async (rows, format) => {
        const text = stringify([['a', 'b'], ...rows], {delimiter: format === 'csv' ? ',' : '\t', quoted: true});
        expect(await read(`a.${format}`, text)).to.deep.equal(rows.map(([a, b]) => ({a, b})));
      }),
      {numRuns: 60},
    );
  });

  it('takes mixed line ends, empty lines and no final newline', async () => {
    expect(await read('a.csv', 'a,b\r\n1,2\n\n3,4\r5,6')).to.deep.equal([
      {a: '1', b: '2'},
      {a: '3', b: '4'},
      {a: '5', b: '6'},
    ]);
  });

  it('has no records in an empty file or one with a header only', async () => {
    expect(await read('a.csv', '')).to.deep.equal([]);
    expect(await read('a.csv', '\ufeff')).to.deep.equal([]);
    expect(await read('a.csv', 'a,b\n')).to.deep.equal([]);
  });

  it('leaves the missing fields of a short row out', async () => {
    expect(await read('a.csv', 'a,b,c\n1\n1,2\n')).to.deep.equal([{a: '1'}, {a: '1', b: '2'}]);
  });

  it('names the line of what is wrong', async () => {
    for (const [file, text, line, part] of [
      ['a.csv', 'a,b\n1,2\n1,2,3\n4,5\n', 3, 'more fields than the header'],
      ['a.csv', 'a,b\r\n1,"x\r\ny"\r\n\r\n1,2,3\r\n4,5\r\n', 5, 'more fields than the header'],
      ['a.csv', 'a,b\n1,2,3', 2, 'more fields than the header'],
      ['a.tsv', 'a\tb\n1\t2\t3\n', 2, 'more fields than the header'],
      ['a.csv', 'a,b\n1,2\n3,"open\n5,6\n7,8\n', 3, 'never ends'],
      ['a.csv', 'a,b\n1,5" disk\n', 2, 'a quote inside a field'],
      ['a.csv', 'a,b\n1,2\n"x"y,2\n', 3, 'a quote inside a field'],
      ['a.csv', 'a,b,a\n', 1, 'Two columns are named "a"'],
      ['a.csv', 'a,b,\n1,2,\n', 1, 'Column 3 of the header has no name'],
    ] as const) {
      const error = await refused(file, text);
      expect(error.code).to.equal('INPUT_INVALID');
      expect(error.message)
        .to.match(new RegExp(`^${file}, line ${line}: `))
        .and.to.contain(part);
    }
  });

  it('takes a quote inside a tab-separated field as it is', async () => {
    expect(await read('a.tsv', 'a\tb\n5" disk\tx\n')).to.deep.equal([{a: '5" disk', b: 'x'}]);
  });

  it('keeps a column named __proto__ as a field of its own', async () => {
    const [record] = await read('a.csv', '__proto__,constructor\npolluted,x\n');
    expect(JSON.stringify(record)).to.equal('{"__proto__":"polluted","constructor":"x"}');
    expect(Object.getPrototypeOf(record)).to.equal(Object.prototype);
  });

  it('closes the file when the reader stops early', async () => {
    using project = new Project();
    const input = project.input('a.csv', `a\n${'1\n'.repeat(500_000)}`);
    for await (const _ of readRecords(input)) break;
    // The stream closes it a moment later; were it left open, this would run into mocha's time-out.
    while (openFiles().includes(input.path)) await new Promise((resolve) => setTimeout(resolve, 5));
  });
});

function openFiles(): readonly string[] {
  // Only Linux tells; elsewhere there is nothing to compare.
  const folder = '/proc/self/fd';
  return process.platform === 'linux' ? readdirSync(folder).map((fd) => linkOf(`${folder}/${fd}`)) : [];
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
