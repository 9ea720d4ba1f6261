import {expect} from 'chai';
import {fixture, read, refused} from './inputs.js';
import {zipOf} from './zip.js';

const document = (body: string) =>
  zipOf([{name: 'word/document.xml', content: `<w:document xmlns:w="m">${body}</w:document>`}]);

describe('readDocument', () => {
  it('is one record with the text as it reads with all changes accepted', async () => {
    const lines = [
      'Returns',
      'Within 30 days,\twith the receipt.',
      'Really.',
      'Lamps',
      'Item\tDays',
      'Lämp\t30',
      'No large exceptions.',
    ];
    const records = await read('letters/returns.docx', fixture('returns.docx'));
    expect(records).to.deep.equal([{content: lines.join('\n'), file_name: 'returns.docx'}]);
  });

  it('has a drawing and what was moved only once', async () => {
    const run = (text: string) => `<w:r><w:t>${text}</w:t></w:r>`;
    const body = `<w:p><mc:AlternateContent xmlns:mc="c"><mc:Choice>${run('a')}</mc:Choice><mc:Fallback>${run('b')}</mc:Fallback>
      </mc:AlternateContent><w:moveFrom>${run('c')}</w:moveFrom><w:moveTo>${run('d')}</w:moveTo></w:p>`;
    expect(await read('a.docx', document(body))).to.deep.equal([{content: 'ad', file_name: 'a.docx'}]);
  });

  it('refuses what is no document, nested without end, or larger than a record', async () => {
    expect((await refused('a.docx', 'text')).message).to.contain('a.docx: It is not a whole .docx file (');
    expect((await refused('a.docx', fixture('orders.xlsx'))).message).to.equal(
      'a.docx: There is no text document in it.',
    );
    expect((await refused('a.docx', document('<w:p>'.repeat(100_000)))).message).to.contain('Nested deeper than 256');
    const words = `<w:p><w:r><w:t>${'lorem ipsum '.repeat(100_000)}</w:t></w:r></w:p>`;
    expect((await refused('a.docx', document(words.repeat(30)))).message).to.equal(
      'a.docx: The text is larger than 32 MiB.',
    );
    const tabs = document(words.repeat(27) + '<w:tab/><w:br/>'.repeat(700_000));
    expect((await refused('a.docx', tabs)).message).to.equal('a.docx: The text is larger than 32 MiB.');
  });
});
