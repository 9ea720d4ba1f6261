import {execFileSync} from 'node:child_process';
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {listInputs} from '../../src/records/list-inputs.js';
import {agacError, Project} from './inputs.js';

const SPEC = {folder: 'in'};

describe('listInputs', () => {
  let project: Project;
  beforeEach(() => {
    project = new Project();
  });
  afterEach(() => project[Symbol.dispose]());

  const names = async (spec: object = {}) => {
    const {files} = await listInputs(project.root, {...SPEC, ...spec});
    return files.map(({file}) => file);
  };

  it('walks folders and sorts by code unit, with forward slashes', async () => {
    for (const file of ['b.json', 'a/z.csv', 'a.csv', 'B.json', 'a/deep/x.jsonl', 'é.tsv', '10.md', '9.txt']) {
      project.put(file, '');
    }
    const sorted = ['10.md', '9.txt', 'B.json', 'a.csv', 'a/deep/x.jsonl', 'a/z.csv', 'b.json', 'é.tsv'];
    expect(await names()).to.deep.equal(sorted);
  });

  it('knows the format by the suffix, in any case, and the size', async () => {
    const formats = {
      'a.JSON': 'json',
      'b.jsonl': 'jsonl',
      'c.ndjson': 'jsonl',
      'd.Csv': 'csv',
      'e.tsv': 'tsv',
      'f.txt': 'text',
      'g.md': 'text',
      'h.xml': 'xml',
      'i.html': 'html',
      'j.htm': 'html',
      'k.xlsx': 'xlsx',
      'l.docx': 'docx',
      'm.PDF': 'pdf',
      'n.parquet': 'parquet',
    };
    for (const file of Object.keys(formats)) project.put(file, '12345');
    const {files} = await listInputs(project.root, SPEC);
    expect(Object.fromEntries(files.map(({file, format}) => [file, format]))).to.deep.equal(formats);
    expect(files[0]).to.deep.equal({file: 'a.JSON', path: join(project.folder, 'a.JSON'), format: 'json', bytes: 5});
  });

  it('reads only the wanted types, with or without the dot, in any case', async () => {
    for (const file of ['a.json', 'b.csv', 'c.txt', 'd.rtf']) project.put(file, '');
    expect(await names({fileTypes: ['JSON', '.csv']})).to.deep.equal(['a.json', 'b.csv']);
  });

  it('looks into the name of what is packed with gzip', async () => {
    for (const file of ['a.json.gz', 'b.csv.GZ', 'c.xlsx.gz', 'd.gz', 'e.csv']) project.put(file, '');
    const {files, leftOut} = await listInputs(project.root, SPEC);
    expect(files.map(({file, format, gzip}) => [file, format, gzip])).to.deep.equal([
      ['a.json.gz', 'json', true],
      ['b.csv.GZ', 'csv', true],
      ['e.csv', 'csv', undefined],
    ]);
    expect(leftOut.map(({reason}) => reason)).to.deep.equal(['agac does not read .xlsx.gz', 'agac does not read .gz']);
    expect(await names({fileTypes: ['csv']})).to.deep.equal(['b.csv.GZ', 'e.csv']);
    expect(await names({fileTypes: ['csv.gz']})).to.deep.equal(['b.csv.GZ']);
  });

  it('reports what it cannot read, unless that was not wanted', async () => {
    for (const file of ['a.json', 'b.rtf', 'README']) project.put(file, '');
    const {leftOut} = await listInputs(project.root, SPEC);
    expect(leftOut).to.deep.equal([
      {file: 'README', reason: 'agac does not read files without a suffix'},
      {file: 'b.rtf', reason: 'agac does not read .rtf'},
    ]);
    expect((await listInputs(project.root, {...SPEC, fileTypes: ['.json']})).leftOut).to.deep.equal([]);
    const wanted = await listInputs(project.root, {...SPEC, fileTypes: ['json', 'rtf']});
    expect(wanted.leftOut.map(({file}) => file)).to.deep.equal(['b.rtf']);
  });

  it('applies the limit after sorting', async () => {
    // A folder is walked when it is met, so `a/z.json` is found first.
    for (const file of ['c.json', 'a/z.json', 'a.json']) project.put(file, '');
    expect(await names({fileLimit: 1})).to.deep.equal(['a.json']);
    expect(await names({fileLimit: 2})).to.deep.equal(['a.json', 'a/z.json']);
  });

  it('passes over hidden files and folders', async () => {
    for (const file of ['a.json', '.b.json', '.git/c.json']) project.put(file, '');
    expect(await names()).to.deep.equal(['a.json']);
    expect((await listInputs(project.root, SPEC)).leftOut).to.deep.equal([]);
  });

  it('follows links to files inside the folder only', async () => {
    project.put('a.json', '123');
    writeFileSync(join(project.root, 'secret.json'), '');
    mkdirSync(join(project.root, 'in-secret'));
    writeFileSync(join(project.root, 'in-secret/x.json'), '');
    symlinkSync(join(project.folder, 'a.json'), join(project.folder, 'inner.json'));
    symlinkSync(join(project.root, 'secret.json'), join(project.folder, 'outer.json'));
    symlinkSync(join(project.root, 'in-secret'), join(project.folder, 'sibling'));
    symlinkSync('../in-secret/x.json', join(project.folder, 'sibling.json'));
    symlinkSync('.', join(project.folder, 'loop'));
    symlinkSync('nowhere', join(project.folder, 'dead.json'));
    const {files, leftOut} = await listInputs(project.root, SPEC);
    expect(files.map(({file, bytes}) => [file, bytes])).to.deep.equal([
      ['a.json', 3],
      ['inner.json', 3],
    ]);
    expect(leftOut.map(({file, reason}) => [file, reason])).to.deep.equal([
      ['dead.json', 'the link leads nowhere'],
      ['loop', 'it is a link, but not to a file'],
      ['outer.json', 'the link leaves the input folder'],
      ['sibling', 'it is a link, but not to a file'],
      ['sibling.json', 'the link leaves the input folder'],
    ]);
    const inJson = await listInputs(project.root, {...SPEC, fileTypes: ['json']});
    expect(
      inJson.leftOut.map(({file}) => file),
      'links are reported whatever the types',
    ).to.include('sibling');
  });

  it('passes over what is not a file, without opening it', async () => {
    project.put('a.json', '');
    execFileSync('mkfifo', [join(project.folder, 'b.json')]);
    const {files, leftOut} = await listInputs(project.root, SPEC);
    expect(files.map(({file}) => file)).to.deep.equal(['a.json']);
    expect(leftOut).to.deep.equal([{file: 'b.json', reason: 'it is not a file'}]);
  });

  it('says where to put files when the folder is not there, is a file, or holds nothing to read', async () => {
    project.put('notes.odt', '');
    writeFileSync(join(project.root, 'file'), '');
    for (const [folder, message] of [
      ['none', 'The input folder none is not there.'],
      ['file', 'file is not a folder.'],
      ['in', 'in holds no file that can be read. 1 left out; notes.odt because agac does not read .odt.'],
    ] as const) {
      const error = await agacError(() => listInputs(project.root, {folder}));
      expect(error.code).to.equal('INPUT_MISSING');
      expect(error.message).to.equal(message);
      expect(error.actions.join()).to.contain(folder).and.to.contain('.jsonl');
    }
  });
});
