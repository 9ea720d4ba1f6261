import {expect} from 'chai';
import fc from 'fast-check';
import {isFault} from '../../src/fault.js';
import {type ListRules, listLines} from '../../src/kit/list-lines.js';

describe('kit/list-lines', () => {
  async function sifted(json: string, rules: Partial<ListRules> = {}, size = 7) {
    let around = '';
    const note = (rest: string) => {
      around = rest;
    };
    const pieces: Uint8Array[] = [];
    for await (const piece of listLines(inPieces(json, size), {list: 'items', around: note, ...rules})) {
      pieces.push(piece);
    }
    return {lines: Buffer.concat(pieces).toString('utf8').split('\n').slice(0, -1), around};
  }

  it('gives each item as it was sent, and the document around the list', async () => {
    const json =
      '{"id": "a", "out": {"items": [{"n":1.50,"big":12345678901234567890}, [], "x", 1e400, null]}, "done": true}';
    expect(await sifted(json)).to.deep.equal({
      lines: ['{"n":1.50,"big":12345678901234567890}', '[]', '"x"', '1e400', 'null'],
      around: '{"id": "a", "out": {"items": []}, "done": true}',
    });
  });

  it('takes white space out of items, but not out of their texts', async () => {
    const json = '{"items" :\n [ {\r\n\t"a b" : "c  \\" ]  d" ,\n "e" : [ 1 , 2 ] } \n ] }';
    const {lines} = await sifted(json);
    expect(lines).to.deep.equal(['{"a b":"c  \\" ]  d","e":[1,2]}']);
  });

  it('gives the first list that is not empty, and of a field of that name only', async () => {
    const json = '{"a": "items", "b": [7], "items": [], "c": {"items": {"items": [1,2]}}, "d": {"items": [3]}}';
    expect(await sifted(json)).to.deep.equal({
      lines: ['1', '2'],
      around: '{"a": "items", "b": [7], "items": [], "c": {"items": {"items": []}}, "d": {"items": []}}',
    });
  });

  it('leaves other lists out where it is told to', async () => {
    const {lines, around} = await sifted('{"asked": [{"items": [1]}, 2], "items": [3]}', {without: ['asked']});
    expect({lines, around}).to.deep.equal({lines: ['3'], around: '{"asked": [], "items": []}'});
  });

  it('says so when the document breaks off in the list, and gives no item that is not whole', async () => {
    for (const json of ['{"items": [{"a": 1}, {"b"', '{"items": [', '{"items": [1, "te']) {
      const caught = await sifted(json).catch((error: unknown) => error);
      expect(isFault(caught) && [caught.code, caught.retry]).to.deep.equal(['truncated', 'later']);
    }
  });

  it('holds no more than it may of what stands around', async () => {
    const caught = await sifted(`{"text": "${'x'.repeat(16 * 1024 * 1024)}"}`, {}, 1 << 20).catch((error) => error);
    expect(isFault(caught) && caught.code).to.equal('too-large');
  });

  it('finds what a parser finds, however the bytes are cut up', async () => {
    const cases = fc.tuple(fc.array(fc.jsonValue()), fc.jsonValue(), fc.integer({min: 1, max: 40}), fc.boolean());
    await fc.assert(
      fc.asyncProperty(cases, async ([items, other, size, isPretty]) => {
        const json = JSON.stringify({other: [other], in: {items}, end: 'é'}, undefined, isPretty ? 2 : 0);
        const {lines, around} = await sifted(json, {list: 'items', without: ['other']}, size);
        expect(lines).to.deep.equal(items.map((item) => JSON.stringify(item)));
        expect(JSON.parse(around)).to.deep.equal({other: [], in: {items: []}, end: 'é'});
      }),
      {numRuns: 200, seed: 11},
    );
  });
});

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}
