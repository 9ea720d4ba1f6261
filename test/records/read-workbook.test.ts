import {expect} from 'chai';
import {sheetsLeftOut} from '../../src/records/office/read-workbook.js';
import {formatKind, serialDate} from '../../src/records/office/serial-date.js';
import {agacError, fixture, Project, read, refused} from './inputs.js';
import {zipOf} from './zip.js';

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook of one sheet with these rows, in XML. */
function workbook(rows: string, more: Readonly<Record<string, string>> = {}): Buffer {
  const parts: Record<string, string> = {
    'xl/workbook.xml': `<x:workbook xmlns:x="m" xmlns:r="${RELATIONS}"><x:sheets><x:sheet name="S" r:id="r1"/></x:sheets></x:workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Type="${RELATIONS}/worksheet" Target="/xl/s.xml"/>
      <Relationship Id="r2" Type="${RELATIONS}/sharedStrings" Target="texts.xml"/></Relationships>`,
    'xl/s.xml': `<x:worksheet xmlns:x="m"><x:sheetData>${rows}</x:sheetData></x:worksheet>`,
    ...more,
  };
  return zipOf(Object.entries(parts).map(([name, content]) => ({name, content})));
}

const text = (value: string) => `<x:c t="inlineStr"><x:is><x:t>${value}</x:t></x:is></x:c>`;

describe('readWorkbookRows', () => {
  it('is a record a row of the first sheet that can be seen, dates as ISO text', async () => {
    const empty = {ordered: null, at: null, opens: null, paid: null, rate: null, work: null, note: null};
    expect(await read('orders.xlsx', fixture('orders.xlsx'))).to.deep.equal([
      {
        id: 7001,
        customer: 'Łukasz & Søn',
        ordered: '2026-01-31',
        at: '2026-01-31T12:30:15',
        opens: '09:30:00',
        paid: true,
        total: 14002,
        rate: 0.1,
        work: 1.5,
        note: 'very urgent \n',
      },
      {...empty, id: 7002, customer: '007', total: '#DIV/0!'},
    ]);
    expect(await read('a.xlsx', fixture('from-1904.xlsx'))).to.deep.equal([{day: '2026-01-31'}]);
  });

  it('names the sheets that are not read', async () => {
    using project = new Project();
    expect(await sheetsLeftOut(project.input('a.xlsx', fixture('orders.xlsx')))).to.deep.equal(['Notes']);
  });

  it('takes what other programs write: prefixes, no references, whole numbers beyond 2^53, escaped characters', async () => {
    const rows = `<x:row>${text('id')}${text('what')}</x:row>
      <x:row><x:c><x:v>9007199254740993</x:v></x:c>${text('a_x000D_b')}</x:row>
      <x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="d"><x:v>2026-01-31</x:v></x:c></x:row>`;
    const texts = '<sst><si><r><t>sh</t></r><r><t>ared</t></r><rPh><t>no</t></rPh></si></sst>';
    expect(await read('a.xlsx', workbook(rows, {'xl/texts.xml': texts}))).to.deep.equal([
      {id: '9007199254740993', what: 'a\rb'},
      {id: 'shared', what: '2026-01-31'},
    ]);
    expect(await read('a.xlsx', workbook(''))).to.deep.equal([]);
  });

  it('says in which sheet and row something is wrong', async () => {
    const unsaved = await refused('a.xlsx', fixture('formula.xlsx'));
    expect(unsaved.message).to.equal(
      'a.xlsx, sheet "Sums", row 3: The result of the formula in column C was not saved.',
    );
    const head = `<x:row r="1">${text('a')}</x:row>`;
    const mistakes = [
      [`<x:row r="4">${text('a')}${text(' a ')}</x:row>`, 'row 4: Two columns are named "a".'],
      [`${head}<x:row r="7"><x:c r="AB7"><x:v>1</x:v></x:c></x:row>`, 'row 7: There is a value in column AB, which'],
      [`${head}<x:row r="7"><x:c r="ZZZ7"><x:v>1</x:v></x:c></x:row>`, 'row 7: This row has more than 16384 columns.'],
      [`${head}<x:row r="2"><x:c t="s"><x:v>5</x:v></x:c></x:row>`, 'row 2: The text in column A is missing.'],
    ] as const;
    for (const [rows, message] of mistakes) {
      expect((await refused('a.xlsx', workbook(rows))).message).to.contain(`a.xlsx, sheet "S", ${message}`);
    }
  });

  it('refuses what is no workbook, encrypted or damaged, and says what to do', async () => {
    const whole = fixture('orders.xlsx');
    const old = await refused('a.xlsx', Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(2000)]));
    expect(old.message).to.equal('a.xlsx: It is encrypted, or in the format from before 2007.');
    expect(old.actions).to.deep.equal(['Open it, take the password away, and save it as .xlsx.']);
    for (const bytes of ['', 'id,name\n', whole.subarray(0, whole.length - 30)]) {
      expect((await refused('a.xlsx', bytes)).message).to.match(/^a\.xlsx: It is not a whole \.xlsx file \(/);
    }
    const other = zipOf([{name: 'a.txt', content: 'x'}]);
    expect((await refused('a.xlsx', other)).message).to.equal('a.xlsx: There is no sheet with cells in it.');
    const lost = workbook('', {
      'xl/_rels/workbook.xml.rels': `<a><Relationship Id="r1" Type="worksheet" Target="b"/></a>`,
    });
    expect((await refused('a.xlsx', lost)).message).to.equal('a.xlsx: The sheet "S" is missing in it.');
    const wrong = zipOf([{name: '_rels/.rels', content: '<a/>', crc: 1}]);
    expect((await refused('a.xlsx', wrong)).message).to.contain('_rels/.rels has another checksum');
    const gone = await agacError(async () => {
      using project = new Project();
      await sheetsLeftOut({...project.input('a.xlsx', ''), path: `${project.root}/gone`});
    });
    expect(gone.message).to.contain('a.xlsx: The file cannot be read (ENOENT');
  });

  it('refuses archives that are made to unpack without end', async () => {
    const zeros = Buffer.alloc(80 * 1024 * 1024, '0');
    const bomb = workbook(`<x:row>${text('a')}</x:row>`, {'xl/texts.xml': `<sst><si><t>${zeros}</t></si></sst>`});
    expect((await refused('a.xlsx', bomb)).message).to.equal(
      'a.xlsx: xl/texts.xml in it unpacks to more than 200 times its size.',
    );
    const liar = zipOf([{name: '_rels/.rels', content: zeros, size: 10}]);
    expect((await refused('a.xlsx', liar)).message).to.contain('It is not a whole .xlsx file (too many bytes');
    const relation = `<Relationship Id="r1" Type="${RELATIONS}/worksheet" Target="s.xml"/>`;
    const crowds = {
      'a.xlsx: It has more than 10000 sheets.': {
        'xl/workbook.xml': `<w xmlns:r="r">${'<sheet name="S" r:id="r1"/>'.repeat(10_001)}</w>`,
      },
      'a.xlsx: It has more than 100000 formats of cells.': {
        'xl/_rels/workbook.xml.rels': `<a>${relation}<Relationship Type="styles" Target="f.xml"/></a>`,
        'xl/f.xml': `<a><cellXfs>${'<xf/>'.repeat(100_001)}</cellXfs></a>`,
      },
      'a.xlsx: xl/_rels/workbook.xml.rels in it refers to more than 200000 things.': {
        'xl/_rels/workbook.xml.rels': `<a>${relation.repeat(200_001)}</a>`,
      },
    };
    for (const [message, parts] of Object.entries(crowds)) {
      expect((await refused('a.xlsx', workbook('', parts))).message).to.equal(message);
    }
    const many = zipOf(Array.from({length: 10_001}, (_, n) => ({name: `${n}`, content: ''})));
    expect((await refused('a.xlsx', many)).message).to.contain('more than 10000 files in this archive');
  });
});

describe('dates of a sheet', () => {
  it('are known by their format', () => {
    const formats = {
      'yyyy-mm-dd': 'date',
      mmm: 'date',
      '[$-407]d. mmmm yyyy;@': 'date',
      'h:mm AM/PM': 'time',
      'mm:ss.0': 'time',
      'dd/mm/yy hh:mm': 'date-time',
      General: 'number',
      '0.00E+00': 'number',
      '#,##0 "days"': 'number',
      '[Red]0.00;[Blue]-0.00': 'number',
      '0_d': 'number',
      '[h]:mm:ss': 'number',
    };
    for (const [format, kind] of Object.entries(formats)) expect(formatKind(format), format).to.equal(kind);
  });

  it('are counted as the sheet counts them, with the day that never was', () => {
    const date = (serial: number, from1904 = false) => serialDate(serial, {kind: 'date', from1904});
    expect([1, 59, 61, 46_053].map((serial) => date(serial))).to.deep.equal([
      '1900-01-01',
      '1900-02-28',
      '1900-03-01',
      '2026-01-31',
    ]);
    expect(date(0, true)).to.equal('1904-01-01');
    expect(date(46_053.75)).to.equal('2026-01-31T18:00:00');
    expect(serialDate(46_053 + 0.1 / 86_400, {kind: 'date-time', from1904: false})).to.equal('2026-01-31T00:00:00.100');
    expect([-1, 3e6, Number.NaN].map((serial) => date(serial))).to.deep.equal([undefined, undefined, undefined]);
  });
});
