import {expect} from 'chai';
import type {Part} from '../../src/contract/part.js';
import type {JsonObject} from '../../src/json.js';
import {checkPart} from '../../src/kit/check-part.js';
import {frameBytes, inlineBody} from '../../src/kit/inline-body.js';

const FRAME = {before: '{"requests":[', after: ']}'};
const toLine = (id: string, body: JsonObject) => ({custom_id: id, params: body});

describe('kit/inlineBody', () => {
  for (const count of [1, 2, 5]) {
    it(`puts ${count} requests into a list, and is as long as it says`, async () => {
      const part = partOf(count);
      const lineBytes = await checkPart(part, {limits: {}, toLine});
      const {bytes, chunks} = inlineBody(part, {frame: FRAME, toLine, lineBytes});
      const text = await textOf(chunks);
      expect(Buffer.byteLength(text)).to.equal(bytes);
      expect(JSON.parse(text)).to.deep.equal({
        requests: Array.from({length: count}, (_, ordinal) => toLine(`r${ordinal}`, {text: `Grüße ${ordinal}`})),
      });
    });
  }

  it('is longer than its lines by what stands around them', async () => {
    const lineBytes = await checkPart(partOf(3), {limits: {}, toLine});
    const {bytes} = inlineBody(partOf(3), {frame: FRAME, toLine, lineBytes});
    expect(bytes).to.equal(lineBytes + frameBytes(FRAME));
    expect(frameBytes(FRAME)).to.equal(14);
  });
});

function partOf(count: number): Part {
  return {
    key: 'K1',
    model: 'm',
    count,
    async *entries() {
      for (let ordinal = 0; ordinal < count; ordinal += 1) yield {id: `r${ordinal}`, body: {text: `Grüße ${ordinal}`}};
    },
  };
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString('utf8');
}
