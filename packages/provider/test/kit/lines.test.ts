import {expect} from 'chai';
import fc from 'fast-check';
import {isFault} from '../../src/fault.js';
import {jsonLines, type Line, type LineRules, numberedLines} from '../../src/kit/lines.js';

/** The bytes, cut at these places. */
async function* cut(bytes: Buffer, places: readonly number[]): AsyncGenerator<Uint8Array> {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1))), bytes.length].sort((a, b) => a - b);
  let start = 0;
  for (const end of ends) {
    yield bytes.subarray(start, end);
    start = end;
  }
}

async function linesOf(text: string, places: readonly number[] = [], rules?: LineRules): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of numberedLines(cut(Buffer.from(text), places), rules)) lines.push(line);
  return lines;
}

describe('kit/lines', () => {
  it('numbers lines as an editor does, empty ones too, and says where each ends', async () => {
    expect(await linesOf('a\n\nbé\r\nlast')).to.deep.equal([
      {text: 'a', number: 1, end: 2},
      {text: 'bé', number: 3, end: 8},
      {text: 'last', number: 4, end: 12},
    ]);
  });

  it('splits at 0x0A alone', async () => {
    const text = 'a\rb\u2028c\u0085d\n{"x":"\\n"}\n';
    expect((await linesOf(text)).map((line) => line.text)).to.deep.equal(['a\rb\u2028c\u0085d', '{"x":"\\n"}']);
  });

  it('gives the same lines however the bytes are cut, and ends that the rest can be read from', async () => {
    const text = fc.array(
      fc.string({unit: 'grapheme'}).map((line) => line.replaceAll('\n', ' ')),
      {maxLength: 6},
    );
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(), {maxLength: 9}), async (lines, places) => {
        const joined = lines.join('\n');
        const whole = await linesOf(joined);
        expect(await linesOf(joined, places)).to.deep.equal(whole);
        for (const [index, {end}] of whole.entries()) {
          const rest = await linesOf(Buffer.from(joined).subarray(end).toString());
          expect(rest.map((line) => line.text)).to.deep.equal(whole.slice(index + 1).map((line) => line.text));
        }
      }),
    );
  });

  it('faults at a line that is too long, or cuts it where that is asked for, and goes on behind it', async () => {
    const text = `short\n${'x'.repeat(9000)}\nlast\n`;
    const caught = await linesOf(text, [], {maxBytes: 8000}).catch((error: unknown) => error);
    expect(isFault(caught) && caught.code).to.equal('line-too-long');
    const kept = await linesOf(text, [100, 5000], {maxBytes: 8000, cutLong: true});
    expect(kept.map((line) => line.text.length)).to.deep.equal([5, 4096, 4]);
    expect(kept.map((line) => line.end)).to.deep.equal([6, 9007, 9012]);
  });

  it('names the line that is no JSON by its number in the file', async () => {
    const read = async () => {
      for await (const _ of jsonLines(cut(Buffer.from('{}\n\n{"a":\n'), [])));
    };
    const caught = await read().catch((error: unknown) => error);
    expect(isFault(caught) && caught.message).to.equal('Line 3 is not JSON.');
  });
});
