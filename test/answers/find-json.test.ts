import type {Json} from '@agac/provider';
import {expect} from 'chai';
import fc from 'fast-check';
import {findJson} from '../../src/answers/find-json.js';
import {cpuTime} from './cpu-time.js';

const NONE = Symbol('none');
type Outcome = Json | typeof NONE;

/** What is in a text as it stands. */
const FOUND: readonly (readonly [what: string, text: string, value: Outcome])[] = [
  ['an object', '{"a": 1}', {a: 1}],
  ['an object in white space and a byte order mark', '\ufeff\n {"a": 1}\n', {a: 1}],
  ['an array', '[1, 2]', [1, 2]],
  ['an empty object', '{}', {}],
  ['a number', '42', 42],
  ['a quoted text', '"yes"', 'yes'],
  ['null', 'null', null],
  ['a fenced block', '```json\n{"a": 1}\n```', {a: 1}],
  ['a fenced block without a language', '```\n[1]\n```', [1]],
  ['a fenced block in prose', 'Here you are:\n\n```json\n{"a": 1}\n```\nAnything else?', {a: 1}],
  ['a fence inside the JSON', '```json\n{"a": "```x```"}\n```', {a: '```x```'}],
  ['a fence that is never closed', '```json\n{"a": 1}', {a: 1}],
  ['an object in prose', 'The answer is {"a": {"b": "}"}}. Good luck!', {a: {b: '}'}}],
  ['the first of two', '{"a": 1} or perhaps {"a": 2}', {a: 1}],
  ['an object after other brackets', 'As [1] says, {x} means {"a": 1}', {a: 1}],
  ['an object after a bracket that is not closed', 'Smile :{ {"a": 1}', {a: 1}],
  ['an object after thoughts', '<think>maybe {"a": 2}?</think>\n{"a": 1}', {a: 1}],
  ['an object with one brace too many', '{"a": 1}}', {a: 1}],
  ['a field called __proto__', '{"__proto__": {"x": 1}}', JSON.parse('{"__proto__": {"x": 1}}')],
  ['a large integer, digit for digit', '{"id": 9007199254740993, "n": 1.5}', {id: '9007199254740993', n: 1.5}],
  ['a number beyond all limits', '{"n": 1e400, "m": 1e300}', {n: '1e400', m: 1e300}],
  ['prose alone', 'I am sorry, I cannot help with that.', NONE],
  ['prose with brackets', 'See [1] and {x}: it depends.', NONE],
  ['prose with a set', 'Take {a, b} or [see below].', NONE],
  ['nothing', ' \n', NONE],
  ['thoughts alone', '<think>{"a": 1}</think>', NONE],
];

/** What has to be repaired, if it can be without guessing. */
const BROKEN: readonly (readonly [what: string, text: string, value: Outcome])[] = [
  ['a comma too many', '{"a": [1, 2,],}', {a: [1, 2]}],
  ['single quotes and words of Python', "{'a': True, 'b': None}", {a: true, b: null}],
  ['keys without quotes', '{a: 1, b_2: "x"}', {a: 1, b_2: 'x'}],
  ['comments', '{"a": 1 /* one */, // two\n "b": 2}', {a: 1, b: 2}],
  ['typographic quotes', '{“a”: “b”}', {a: 'b'}],
  ['a comma too few', '{"a": 1 "b": 2}', {a: 1, b: 2}],
  ['a line break in a text', '{"a": "one\ntwo \\"2\\""}', {a: 'one\ntwo "2"'}],
  ['quotes in a text', '{"a": "He said "hi" to me"}', {a: 'He said "hi" to me'}],
  ['escaped quotes all over', '{\\"a\\": \\"b\\"}', {a: 'b'}],
  ['a bracket of the other kind', '{"a": [1, 2}', {a: [1, 2]}],
  ['a last brace that is missing', '{"a": {"b": 1}', {a: {b: 1}}],
  ['broken JSON in a fence', 'Sure:\n```json\n{"a": 1,}\n```', {a: 1}],
  ['broken JSON in prose', "I'd say {'a': 'b',} is right.", {a: 'b'}],
  ['an apostrophe that the repair would turn', "{'a': 'it's'}", NONE],
  ['texts that the repair would join', '{"a": "b" + "c"}', NONE],
  ['a value that is missing', '{"a": , "b": 2}', NONE],
  ['an ellipsis in an object', '{"a": 1, ...}', NONE],
  ['an ellipsis in an array', '{"a": [1, 2, ...]}', NONE],
  ['a text that breaks off', '{"a": "hel', NONE],
  ['an object that breaks off after a number', '{"a": 1', NONE],
  ['an object that breaks off after an inner one', '{"a": {"b": 1}, "c": "hel', NONE],
  ['a bare list that breaks off', '[{"b": 1}, {"b":', NONE],
  ['a list that breaks off', '{"a": [{"b": 1}, {"b": 2}, {"b":', NONE],
  ['brackets that are no JSON', '{{{"a" - 1}', NONE],
];

function outcome(text: string, wanted: 'object' | 'array' = 'object'): {value: Outcome; repaired: boolean} {
  const found = findJson(text, wanted);
  return found.kind === 'found' ? found : {value: NONE, repaired: false};
}

describe('findJson', () => {
  for (const [what, text, value] of FOUND) {
    it(`${value === NONE ? 'finds nothing in' : 'finds'} ${what}`, () => {
      expect(outcome(text).value).to.deep.equal(value);
      expect(outcome(text).repaired).to.equal(false);
    });
  }
  for (const [what, text, value] of BROKEN) {
    it(`${value === NONE ? 'does not guess at' : 'repairs'} ${what}`, () => {
      expect(outcome(text).value).to.deep.equal(value);
      expect(outcome(text).repaired).to.equal(value !== NONE);
    });
  }

  it('takes an array in prose where one is wanted', () => {
    expect(outcome('They are [{"a": 1}, {"a": 2}].', 'array').value).to.deep.equal([{a: 1}, {a: 2}]);
    expect(outcome('They are {"items": [1]}.', 'array').value).to.deep.equal({items: [1]});
    expect(outcome("They are ['x', 'y',].", 'array').value).to.deep.equal(['x', 'y']);
    expect(outcome('They are [see below].', 'array').value).to.equal(NONE);
  });

  it('says why there is nothing', () => {
    expect(findJson('', 'object')).to.have.property('problem').that.contains('empty');
    expect(findJson('Sorry.', 'object')).to.have.property('problem').that.contains('without any JSON');
    expect(findJson('{"a', 'object')).to.have.property('problem').that.contains('no JSON that can be read');
  });

  it('finds nothing 257 deep', () => {
    const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    expect(outcome(nested(256)).value).not.to.equal(NONE);
    expect(findJson(nested(257), 'object'))
      .to.have.property('problem')
      .that.contains('deep');
    expect(findJson(nested(200_000), 'object'))
      .to.have.property('problem')
      .that.contains('deep');
    expect(findJson(`${nested(200_000)} 12345678901234567890`, 'object')).to.have.property('kind', 'none');
  });

  it('takes no long time for any text', () => {
    const pieces = ['{', '[', '{"a":', '{"', '"', '{a ', '[{', '```\n', '{"a": "x" y" '];
    const texts = [...pieces.map((piece) => piece.repeat(100_000)), `{"a": "${'x "'.repeat(100_000)}"}`];
    for (const text of texts) {
      expect(
        cpuTime(() => void findJson(text, 'array')),
        text.slice(0, 20),
      ).to.be.lessThan(1_500);
    }
  });

  it('finds any JSON again, alone, fenced and in prose', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const json = JSON.stringify(object);
        fc.pre(!/\d{16}/.test(json));
        const plain: Json = JSON.parse(json);
        for (const text of [
          json,
          JSON.stringify(object, null, 2),
          `\`\`\`json\n${json}\n\`\`\``,
          `So: ${json}, I think.`,
        ]) {
          expect(outcome(text)).to.deep.include({value: plain, repaired: false});
        }
      }),
    );
  });

  it('never throws', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      ':',
      ',',
      'a',
      '1',
      '\\',
      '\n',
      'null',
      '```',
      '// ',
      '...',
    );
    fc.assert(fc.property(fc.array(pieces), (text) => void findJson(text.join(''), 'object')));
  });
});
