import {expect} from 'chai';
import {read, refused} from './inputs.js';

const PAGE = `<!doctype html><html><head><title>Return
  policy</title><style>p {color: red}</style><script>document.write('<p>no</p>')</script></head>
<body><h1>Returns</h1><p>Within <b>30</b> days &mdash; with the
receipt.<p>No exceptions&nbsp;for lamps.<br>Really.</p><!-- not this -->
<ul><li>Lamps<li>Kettles</ul><svg><title>icon</title></svg>
<table><tr><th>Item</th><th>Days</th></tr><tr><td>Lamp</td><td>30</td></tr></table>
<pre>a
  b</pre></body></html>`;

describe('readHtml', () => {
  it('is one record with what a reader sees, and the title', async () => {
    const [record, ...rest] = await read('pages/returns.html', PAGE);
    expect(rest).to.deep.equal([]);
    expect(record).to.deep.equal({
      content: [
        'Returns',
        'Within 30 days \u2014 with the receipt.',
        '',
        'No exceptions for lamps.',
        'Really.',
        '',
        'Lamps',
        'Kettles',
        'Item\tDays',
        'Lamp\t30',
        'a\n  b',
      ].join('\n'),
      title: 'Return policy',
      file_name: 'returns.html',
    });
  });

  it('takes text without any mark-up as it is, and no title for none', async () => {
    expect(await read('a.htm', 'a &lt; b')).to.deep.equal([{content: 'a < b', file_name: 'a.htm'}]);
    expect(await read('a.htm', '')).to.deep.equal([{content: '', file_name: 'a.htm'}]);
  });

  it('refuses nesting that would take minutes, and takes broken pages', async () => {
    const error = await refused('a.html', '<div>'.repeat(500_000));
    expect(error.message).to.equal('a.html: This cannot be read as HTML. Nested deeper than 2000 levels.');
    const [record] = await read('a.html', `${'</i><br>x'.repeat(50_000)}<div <p>y`);
    expect(record!['content']).to.match(/^x\nx\n/);
  });
});
