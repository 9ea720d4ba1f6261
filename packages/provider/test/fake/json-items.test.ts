import {expect} from 'chai';
import fc from 'fast-check';
import {itemLines} from '../../src/fake/json-items.js';

async function linesOf(text: string, size: number): Promise<string> {
  const bytes = Buffer.from(text);
  async function* chunks() {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  }
  const parts: Uint8Array[] = [];
  for await (const part of itemLines(chunks())) parts.push(part);
  return Buffer.concat(parts).toString();
}

describe('fake/json-items', () => {
  it('puts each object of the first list on a line, whatever is in them and however the bytes come', async () => {
    const item = fc.dictionary(fc.string(), fc.jsonValue({maxDepth: 3}));
    await fc.assert(
      fc.asyncProperty(fc.array(item, {maxLength: 5}), fc.integer({min: 1, max: 40}), async (items, size) => {
        const text = JSON.stringify({'[{"': 'before', requests: items, after: [{no: 1}]});
        expect(await linesOf(text, size)).to.equal(items.map((each) => `${JSON.stringify(each)}\n`).join(''));
      }),
    );
  });
});
