import {expect} from 'chai';
import fc from 'fast-check';
import {TOKENIZERS} from '../../../src/domain/chunking.js';
import {chunkSpans, type Piece} from '../../../src/records/chunks/chunk-spans.js';
import {openPieces} from '../../../src/records/chunks/pieces.js';

const LONE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

function weigh(pieces: readonly Piece[], {start, end}: {start: number; end: number}): number {
  let at = 0;
  let weight = 0;
  for (const piece of pieces) {
    if (at >= start && at + piece.length <= end) weight += piece.weight;
    at += piece.length;
  }
  return weight;
}

describe('chunks of a text', () => {
  for (const tokenizer of [undefined, ...TOKENIZERS]) {
    it(`cover it, overlap, and cut no character: ${tokenizer ?? 'characters'}`, async () => {
      const piecesOf = await openPieces(tokenizer);
      const texts = fc.oneof(
        fc.string({unit: 'binary', maxLength: 400}),
        fc.string({unit: 'grapheme', maxLength: 400}),
        fc.lorem({maxCount: 60}),
        fc.constantFrom(
          '👩‍👩‍👧'.repeat(80),
          'é日本'.repeat(100),
          '\ufeffa\ufeff😀'.repeat(40),
          '<|endoftext|> '.repeat(30),
        ),
      );
      const sizes = fc.record({
        size: fc.integer({min: 1, max: 60}),
        share: fc.double({min: 0, max: 0.99, noNaN: true}),
      });
      fc.assert(
        fc.property(texts, sizes, (text, {size, share}) => {
          const overlap = Math.floor(size * share);
          const pieces = [...piecesOf(text)];
          const spans = chunkSpans(pieces, {size, overlap});
          expect(spans[0]!.start).to.equal(0);
          expect(spans.at(-1)!.end).to.equal(text.length);
          for (const [index, span] of spans.entries()) {
            const before = spans[index - 1];
            if (before !== undefined) {
              expect(span.start).to.be.at.most(before.end).and.greaterThan(before.start);
              expect(span.end).to.be.greaterThan(before.end);
              expect(weigh(pieces, {start: span.start, end: before.end})).to.be.at.most(overlap);
            }
            const heaviest = Math.max(size, ...pieces.map(({weight}) => weight));
            expect(weigh(pieces, span)).to.be.at.most(heaviest);
            if (!LONE.test(text)) expect(text.slice(span.start, span.end)).to.not.match(LONE);
          }
        }),
        {numRuns: 150},
      );
    });
  }

  it('are as large as may be, and the next begins with the end of the one before', async () => {
    const characters = await openPieces(undefined);
    const cut = (text: string, size: number, overlap: number) =>
      chunkSpans(characters(text), {size, overlap}).map(({start, end}) => text.slice(start, end));
    expect(cut('abcdefgh', 4, 1)).to.deep.equal(['abcd', 'defg', 'gh']);
    expect(cut('abcd', 4, 3)).to.deep.equal(['abcd']);
    expect(cut('😀😁😂', 1, 0)).to.deep.equal(['😀', '😁', '😂']);
    expect(cut('', 4, 1)).to.deep.equal(['']);
    const tokens = await openPieces('cl100k_base');
    const text = 'Hello world, how are you?';
    expect(chunkSpans(tokens(text), {size: 3, overlap: 1}).map(({start, end}) => text.slice(start, end))).to.deep.equal(
      ['Hello world,', ', how are', ' are you?'],
    );
  });

  it('are found in a moment where a tokenizer would take minutes', async () => {
    const tokens = await openPieces('cl100k_base');
    const began = performance.now();
    for (const text of ['a'.repeat(300_000), '日本語'.repeat(50_000), ' '.repeat(300_000)]) {
      expect(chunkSpans(tokens(text), {size: 1000, overlap: 0}).length).to.be.greaterThan(1);
    }
    expect(performance.now() - began).to.be.lessThan(10_000);
  });
});
