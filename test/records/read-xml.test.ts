import {gzipSync} from 'node:zlib';
import {expect} from 'chai';
import {read, refused} from './inputs.js';

describe('readXml', () => {
  it('takes the elements in the root for records where they have one name', async () => {
    const records = await read(
      'a.xml',
      `<?xml version="1.0" encoding="UTF-8"?>
      <!-- exported --><orders xmlns="urn:x">
        <order id="007"><item>lamp</item><item>bulb &amp; switch</item><note/></order>
        <order id="8"><item>k\u00e4ttle</item><note lang="de">bitte <![CDATA[<gleich>]]></note></order>
      </orders>`,
    );
    expect(records).to.deep.equal([
      {id: '007', item: ['lamp', 'bulb & switch'], note: ''},
      {id: '8', item: 'k\u00e4ttle', note: {lang: 'de', text: 'bitte <gleich>'}},
    ]);
  });

  it('takes a single element in the root for a record where something is in it', async () => {
    expect(await read('a.xml', '<r><o id="1"/></r>')).to.deep.equal([{id: '1'}]);
    expect(await read('a.xml', '<r><w>a</w><w>b</w></r>')).to.deep.equal([{value: 'a'}, {value: 'b'}]);
  });

  it('takes the root for the record where something else is in it', async () => {
    expect(await read('a.xml', '<o id="1"><a>x</a><b>y</b><a>z</a></o>')).to.deep.equal([
      {id: '1', a: ['x', 'z'], b: 'y'},
    ]);
    expect(await read('a.xml', '<o>some <i>a</i> <i>b</i></o>')).to.deep.equal([{i: ['a', 'b'], text: 'some'}]);
    expect(await read('a.xml', '<o><a>x</a></o>')).to.deep.equal([{a: 'x'}]);
    expect(await read('a.xml', '<o>x</o>')).to.deep.equal([{value: 'x'}]);
  });

  it('keeps a field that is called like something of JavaScript', async () => {
    const [record] = await read('a.xml', '<r><o><__proto__>x</__proto__><a>1</a></o></r>');
    expect(Object.entries(record!)).to.deep.equal([
      ['__proto__', 'x'],
      ['a', '1'],
    ]);
  });

  it('says in which line it is no XML, packed or not', async () => {
    const broken = '<r>\n<o>1</o>\n<o>2</p>\n</r>';
    for (const [file, bytes] of [
      ['a.xml', broken],
      ['a.xml.gz', gzipSync(broken)],
    ] as const) {
      const error = await refused(file, bytes);
      expect(error.code).to.equal('INPUT_INVALID');
      expect(error.message).to.equal(`${file}, line 3: This cannot be read as XML. Unexpected close tag.`);
    }
    for (const text of ['', 'no', '<r>', '<r/><r/>', '<r a="1" a="2"/>']) {
      expect((await refused('a.xml', text)).message).to.contain('This cannot be read as XML.');
    }
  });

  it('expands no entity, and reads no other file', async () => {
    const laughs = Array.from({length: 9}, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('\n');
    const bomb = `<!DOCTYPE r [<!ENTITY l0 "ha">\n${laughs}]>\n<r><o>&l9;</o></r>`;
    const outside = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<r><o>&x;</o></r>';
    for (const text of [bomb, outside]) {
      const error = await refused('a.xml', text);
      expect(error.message).to.contain('Undefined entity; entities that a document type declares are not read.');
    }
  });

  it('refuses deep nesting and huge records', async () => {
    const deep = await refused('a.xml', '<a>'.repeat(100_000));
    expect(deep.message).to.equal('a.xml, line 1: This cannot be read as XML. Nested deeper than 256 levels.');
    const half = 'x'.repeat(17 * 1024 * 1024);
    const huge = await refused('a.xml', `<r><o><a>${half}</a><b>${half}</b></o><o/></r>`);
    expect(huge.message).to.contain('One record is larger than 32 MiB.');
    // What has no end is nothing that could be counted yet.
    for (const begun of ['<r><o>', '<r a="', '<!DOCTYPE ', '<!-- ', '<r><![CDATA[']) {
      const endless = await refused('a.xml', begun + half + half);
      expect(endless.message).to.contain('A single tag, text or comment is larger than 32 MiB.');
    }
  });
});
