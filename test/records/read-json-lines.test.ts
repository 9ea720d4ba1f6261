import {expect} from 'chai';
import fc from 'fast-check';
import {asRecord} from '../../src/records/as-record.js';
import {exactly, read, refused} from './inputs.js';

describe('readJsonLines', () => {
  it('reads any values as JSON.parse does, whatever the line ends', async () => {
    const line = fc.tuple(fc.jsonValue({noUnicodeString: false}), fc.constantFrom('\n', '\r\n', '\n\n', '\n \t\r\n'));
    await fc.assert(
      fc.asyncProperty(fc.array(line), async (lines) => {
        const text = lines.map(([value, end]) => JSON.stringify(value) + end).join('');
        const wanted = lines.map(([value]) => asRecord(exactly(JSON.stringify(value))));
        expect(await read('a.jsonl', text)).to.deep.equal(wanted);
      }),
      {numRuns: 60},
    );
  });

  it('takes a byte order mark, a bare CR between tokens, U+2028 in a string, and no final newline', async () => {
    const text = '\ufeff{"a":\r1}\n{"b":"x\u2028y"}\r\n\r\n{"c":3}';
    expect(await read('a.jsonl', text)).to.deep.equal([{a: 1}, {b: 'x\u2028y'}, {c: 3}]);
    expect(await read('a.jsonl', '')).to.deep.equal([]);
  });

  it('names the line as an editor counts it, empty lines and mark included', async () => {
    for (const [text, line] of [
      ['\ufeff{"a":1}\n\n  \r\n{"b":}\n', 4],
      ['\r\n\r\n{', 3],
      ['nope', 1],
    ] as const) {
      const error = await refused('x.jsonl', text);
      expect(error.code).to.equal('INPUT_INVALID');
      expect(error.message).to.match(new RegExp(`^x\\.jsonl, line ${line}: This line cannot be read as JSON\\.`));
    }
  });

  it('keeps the digits of numbers that JavaScript cannot hold, and the key __proto__', async () => {
    const text = '{"id":12345678901234567890,"ok":1.5,"__proto__":{"polluted":9007199254740993}}';
    const [record] = await read('a.jsonl', text);
    const wanted = '{"id":"12345678901234567890","ok":1.5,"__proto__":{"polluted":"9007199254740993"}}';
    expect(JSON.stringify(record)).to.equal(wanted);
    expect(await read('a.jsonl', '-1E+400\n[1e400]\n1e100')).to.deep.equal([
      {value: '-1E+400'},
      {value: ['1e400']},
      {value: 1e100},
    ]);
    expect(({} as {polluted?: number}).polluted).to.equal(undefined);
  });

  it('refuses what is nested too deep to be written again', async () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect(await read('a.jsonl', nested(256))).to.have.length(1);
    expect((await refused('a.jsonl', `1\n${nested(257)}`)).message)
      .to.contain('line 2: ')
      .and.to.contain('256 levels');
    expect((await refused('a.jsonl', nested(100_000))).message).to.contain('256 levels');
  });

  it('refuses a line of more than 32 MiB', async () => {
    const error = await refused('a.jsonl', `1\n"${'x'.repeat(33 * 1024 * 1024)}"`);
    expect(error.code).to.equal('INPUT_INVALID');
    expect(error.message).to.contain('a.jsonl, line 2: ');
  });
});
