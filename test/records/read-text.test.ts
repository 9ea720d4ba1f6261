import {expect} from 'chai';
import {readRecords} from '../../src/records/read-records.js';
import {agacError, all, Project, read, refused} from './inputs.js';

describe('readText', () => {
  it('is one record with the text and the name of the file', async () => {
    const records = await read('notes/a.txt', '\ufeffZeile 1\r\nZeile 2 é\n');
    expect(records).to.deep.equal([{content: 'Zeile 1\r\nZeile 2 é\n', file_name: 'a.txt'}]);
    expect(await read('a.txt', '')).to.deep.equal([{content: '', file_name: 'a.txt'}]);
  });

  it('refuses more than 32 MiB', async () => {
    const error = await refused('a.txt', Buffer.alloc(32 * 1024 * 1024 + 1, 'x'));
    expect(error.message).to.equal('a.txt: The text is larger than 32 MiB.');
  });
});

describe('readBytes', () => {
  it('refuses what is not UTF-8, in every format', async () => {
    const latin = Buffer.from('[{"a":"caf\xe9"}]', 'latin1');
    const utf16 = Buffer.from('\ufeff[1]', 'utf16le');
    for (const file of ['a.json', 'a.jsonl', 'a.csv', 'a.tsv', 'a.txt']) {
      for (const bytes of [latin, utf16, Buffer.from('"é"').subarray(0, 2)]) {
        const error = await refused(file, bytes);
        expect(error.code).to.equal('INPUT_INVALID');
        expect(error.message).to.equal(`${file}: This is not UTF-8 text.`);
      }
    }
  });

  it('says which file cannot be opened', async () => {
    using project = new Project();
    for (const file of ['a.json', 'a.jsonl', 'a.csv', 'a.txt']) {
      const input = {...project.input(file, ''), path: `${project.root}/gone`};
      const error = await agacError(() => all(readRecords(input)));
      expect(error.code).to.equal('INPUT_INVALID');
      expect(error.message).to.contain(`${file}: The file cannot be read (ENOENT`);
    }
  });
});
