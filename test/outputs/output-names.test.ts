import {isAbsolute, win32} from 'node:path';
import {expect} from 'chai';
import fc from 'fast-check';
import {outputNames} from '../../src/outputs/output-names.js';

const named = (...files: readonly string[]) => Object.fromEntries(outputNames(files));

describe('outputNames', () => {
  it('keeps folders and takes .json for the suffix', () => {
    expect(named('customers.csv', 'a/b/x.jsonl', 'n.tar.txt', 'README')).to.deep.equal({
      'customers.csv': 'customers.json',
      'a/b/x.jsonl': 'a/b/x.json',
      'n.tar.txt': 'n.tar.json',
      README: 'README.json',
    });
  });

  it('keeps the suffix of those that differ only in it, but for the .json one', () => {
    expect(named('x.csv', 'x.tsv')).to.deep.equal({'x.csv': 'x.csv.json', 'x.tsv': 'x.tsv.json'});
    expect(named('x.csv', 'x.json')).to.deep.equal({'x.csv': 'x.csv.json', 'x.json': 'x.json'});
    expect(named('a/x.csv', 'b/x.tsv')).to.deep.equal({'a/x.csv': 'a/x.json', 'b/x.tsv': 'b/x.json'});
  });

  it('tells names apart for disks that do not tell case or Unicode forms apart', () => {
    expect(named('X.csv', 'x.tsv')).to.deep.equal({'X.csv': 'X.csv.json', 'x.tsv': 'x.tsv.json'});
    expect(named('é.json', 'e\u0301.json')).to.deep.equal({'e\u0301.json': 'e\u0301.json', 'é.json': 'é.json.json'});
    expect(named('straße.csv', 'strasse.txt')).to.deep.equal({
      'straße.csv': 'straße.csv.json',
      'strasse.txt': 'strasse.txt.json',
    });
  });

  it('gives an input that has the suffix its own name, whoever else would take it', () => {
    expect(named('x.csv', 'x.csv.json', 'x.json')).to.deep.equal({
      'x.csv': 'x.csv.2.json',
      'x.csv.json': 'x.csv.json',
      'x.json': 'x.json',
    });
  });

  it('names no output as a folder is named', () => {
    expect(named('a.csv', 'a.json/b.csv')).to.deep.equal({'a.csv': 'a.csv.json', 'a.json/b.csv': 'a.json/b.json'});
  });

  it('takes the suffix of an export, and never the name of the rejections', () => {
    expect(Object.fromEntries(outputNames(['a.json', 'rejected.csv', 'b/rejected.csv'], '.jsonl'))).to.deep.equal({
      'a.json': 'a.jsonl',
      'b/rejected.csv': 'b/rejected.jsonl',
      'rejected.csv': 'rejected.csv.jsonl',
    });
  });

  it('is independent of the order of the files, and comes in theirs', () => {
    const files = ['b.csv', 'a.csv', 'a.json', 'b.json', 'b.csv.json'];
    expect([...outputNames(files)]).to.deep.equal([...outputNames(files.toReversed())]);
    expect([...outputNames(files).keys()]).to.deep.equal(files.toSorted());
  });

  it('never gives two inputs one path, nor one outside of the folder, whatever the names', () => {
    const piece = fc.constantFrom(
      'a',
      'A',
      'b',
      '.',
      '..',
      '/',
      '\\',
      '.json',
      '.csv',
      '.2',
      'é',
      'e\u0301',
      '\0',
      'C:',
    );
    const file = fc.oneof(
      fc.array(piece, {maxLength: 6}).map((pieces) => pieces.join('')),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.uniqueArray(file, {maxLength: 12}), fc.constantFrom('.json', '.csv'), (files, suffix) => {
        const names = outputNames(files, suffix);
        expect([...names.keys()]).to.have.members(files);
        const folded = new Set(Array.from(names.values(), (name) => name.normalize('NFC').toLowerCase()));
        expect(folded.size).to.equal(files.length);
        for (const name of names.values()) {
          expect(name.endsWith(suffix)).to.equal(true);
          expect(isAbsolute(name) || name.startsWith('\\') || win32.normalize(name).startsWith('..')).to.equal(false);
          expect(name).to.not.contain('..').and.to.not.contain('\0');
          for (const other of names.values()) expect(other.startsWith(`${name}/`)).to.equal(false);
        }
      }),
      {numRuns: 1000},
    );
  });
});
