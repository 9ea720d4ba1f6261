import {expect} from 'chai';
import {readForm} from '../../src/fake/form-data.js';
import {formData} from '../../src/kit/multipart.js';

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function whole(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

describe('kit/multipart', () => {
  const content = Buffer.from('{"a": "é"}\r\n--agac-not-the-boundary\r\n\r\nlast');
  const made = () =>
    formData(
      {purpose: 'batch', 'expires_after[seconds]': '3600'},
      {name: 'file', fileName: 'K.jsonl', type: 'application/jsonl', bytes: content.length, chunks: pieces(content, 7)},
    );

  it('announces exactly as many bytes as it sends', async () => {
    const {body} = made();
    expect((await whole(body.chunks)).length).to.equal(body.bytes);
  });

  it('is read by what knows forms: the fakes, and the platform', async () => {
    const {headers, body} = made();
    const bytes = await whole(body.chunks);
    for (const size of [1, 3, 64, bytes.length]) {
      const form = await readForm(headers['content-type'], pieces(bytes, size));
      expect([...form.fields]).to.deep.equal([
        ['purpose', 'batch'],
        ['expires_after[seconds]', '3600'],
      ]);
      expect(form.fileName).to.equal('K.jsonl');
      expect((await whole(form.content)).equals(content)).to.equal(true);
    }
    const platform = await new Response(bytes, {headers}).formData();
    expect(platform.get('purpose')).to.equal('batch');
    expect(Buffer.from(await (platform.get('file') as File).arrayBuffer()).equals(content)).to.equal(true);
  });

  it('is read where the file comes first too', async () => {
    const form = new FormData();
    form.append('file', new File([content], 'K.jsonl'));
    form.append('purpose', 'batch');
    const written = new Response(form);
    const bytes = Buffer.from(await written.arrayBuffer());
    for (const size of [1, 3, bytes.length]) {
      const read = await readForm(written.headers.get('content-type') ?? '', pieces(bytes, size));
      expect((await whole(read.content)).equals(content)).to.equal(true);
      expect([...read.fields]).to.deep.equal([['purpose', 'batch']]);
    }
  });
});
