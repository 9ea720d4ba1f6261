import {deflateSync} from 'node:zlib';
import {expect} from 'chai';
import {readAside} from '../../src/records/aside/read-aside.js';
import {readRecords} from '../../src/records/read-records.js';
import {agacError, all, fixture, Project, read, refused} from './inputs.js';

const MIB = 1024 * 1024;

/** A PDF of one page with this as its fourth object, the content, and those after it. */
function pdf(content: string, resources = '', more: readonly string[] = []): Buffer {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R/Resources<<${resources}>>>>`,
    content,
    ...more,
  ].map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`);
  const body = `%PDF-1.4\n${objects.join('')}`;
  const offsets = objects.map((_, index) => body.indexOf(`${index + 1} 0 obj`));
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const end = `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF`;
  return Buffer.from(body + end, 'latin1');
}

/** A stream that is packed so many times, and in another way before that. */
function packed(content: Buffer, layers: number, before = ''): string {
  let bytes = content;
  for (let layer = 0; layer < layers; layer += 1) bytes = deflateSync(bytes, {level: 9});
  const filter = '/FlateDecode '.repeat(layers) + before;
  return `<</Length ${bytes.length}/Filter[${filter}]>>stream\n${bytes.toString('latin1')}\nendstream`;
}

/** Drawings of which each shows the next one ten times, and the last one a text. */
function drawings(levels: number): readonly string[] {
  const font = levels + 5;
  return [
    ...Array.from({length: levels}, (_, level) => {
      const isLast = level === levels - 1;
      const content = isLast ? `BT /A 9 Tf (${'x'.repeat(100)}) Tj ET` : '/F Do '.repeat(10);
      const resources = isLast ? `/Font<</A ${font} 0 R>>` : `/XObject<</F ${level + 6} 0 R>>`;
      const about = `/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<${resources}>>/Length ${content.length}`;
      return `<<${about}>>stream\n${content}\nendstream`;
    }),
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
}

describe('readPdf', () => {
  it('is a record a page, those without text too', async () => {
    const page = {pages: 3, file_name: 'manual.pdf'};
    expect(await read('in/manual.pdf', fixture('manual.pdf'))).to.deep.equal([
      {content: 'Chapter 1\nSwitch the lamp off.', page: 1, ...page},
      {content: '', page: 2, ...page},
      {content: 'Chapter 2\nKättles & more', page: 3, ...page},
    ]);
  });

  it('refuses what is encrypted, scanned or damaged, and says what to do', async () => {
    const locked = await refused('a.pdf', fixture('locked.pdf'));
    expect(locked.message).to.equal('a.pdf: It is encrypted with a password.');
    expect(locked.actions.join()).to.contain('qpdf --decrypt');
    const scan = await refused('a.pdf', fixture('scan.pdf'));
    expect(scan.message).to.contain('a.pdf: There is no text on any page');
    expect(scan.actions.join()).to.contain('ocrmypdf');
    for (const bytes of ['', 'text', '%PDF-1.7\n%%EOF']) {
      expect((await refused('a.pdf', bytes)).message).to.match(/^a\.pdf: It is not a whole PDF file \(/);
    }
  });

  it('leaves no text out whose font it cannot read', async () => {
    const error = await refused('a.pdf', fixture('not-embedded.pdf'));
    expect(error.message).to.contain('a.pdf, page 1: A font is not in the file').and.to.contain('UniJIS-UCS2-H');
  });

  it('is read in a process of its own, which takes what a small file unpacks to', async function () {
    this.timeout(120_000);
    using project = new Project();
    const spaces = Buffer.alloc(300 * MIB, ' ');
    // Pairs of bytes that say 128 spaces each: another way to pack than deflate.
    const runs = Buffer.alloc(4 * MIB, Buffer.from([257 - 128, 0x20]));
    const bombs = {
      'once.pdf': pdf(packed(spaces, 1)),
      'twice.pdf': pdf(packed(spaces, 2)),
      'runs.pdf': pdf(packed(runs, 1, '/RunLengthDecode')),
    };
    for (const [name, bomb] of Object.entries(bombs)) {
      expect(bomb.length, name).to.be.lessThan(MIB);
      const reading = readAside(project.input(name, bomb), {memoryBytes: 350 * MIB, silenceMs: 100_000});
      const {code, message} = await agacError(() => all(reading));
      expect(code).to.equal('INPUT_INVALID');
      expect(message).to.match(
        /^\w+\.pdf: Reading it takes more memory than there is, or than 350 MiB \(SIG[A-Z]+\)\.$/,
      );
    }
    const text = Buffer.from('BT /F1 9 Tf ET');
    expect((await refused('a.pdf', pdf(packed(text, 2)))).message).to.contain('There is no text on any page');
    const large = {...project.input('a.pdf', ''), bytes: 65 * MIB};
    expect((await agacError(() => all(readRecords(large)))).message).to.equal('a.pdf: It is larger than 64 MiB.');
  });

  it('is given up where nothing comes of it', async () => {
    using project = new Project();
    const show = '<</Length 5>>stream\n/F Do\nendstream';
    const endless = project.input('a.pdf', pdf(show, '/XObject<</F 5 0 R>>', drawings(12)));
    const error = await agacError(() => all(readAside(endless, {memoryBytes: 1024 * MIB, silenceMs: 1})));
    expect(error.message).to.equal('a.pdf: Nothing more came of it for 0.001 seconds.');
  });

  it('is read beside another, which may be left half-way', async () => {
    using project = new Project();
    const manual = project.input('manual.pdf', fixture('manual.pdf'));
    const first = readRecords(manual);
    expect((await first.next()).value).to.include({page: 1});
    const second = readRecords(manual);
    expect((await second.next()).value).to.include({page: 1});
    await first.return(undefined);
    expect(await all(second)).to.have.length(2);
    expect(await all(readRecords(manual))).to.have.length(3);
  });

  it('gives up a page that never ends', async function () {
    this.timeout(120_000);
    const show = '<</Length 5>>stream\n/F Do\nendstream';
    const endless = pdf(show, '/XObject<</F 5 0 R>>', drawings(12));
    // On a busy machine the time is over before the room is.
    expect((await refused('a.pdf', endless)).message).to.match(
      /^a\.pdf, page 1: It cannot be read \((its text is larger than 1 MiB|it takes longer than 30 seconds)\)\.$/,
    );
  });
});
