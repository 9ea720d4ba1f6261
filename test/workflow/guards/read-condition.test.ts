import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {expect} from 'chai';
import fc from 'fast-check';
import {readCondition} from '../../../src/workflow/guards/read-condition.js';
import {ConditionError} from '../../../src/workflow/guards/written.js';
import {condition, conditions, written} from './conditions.js';

describe('a condition', () => {
  /** Other spellings of the same. */
  const same: readonly (readonly [text: string, plainly: string])[] = [
    ['a.x == "y"', "a.x=='y'"],
    ['a.x == true and a.y == null', 'a.x == TRUE AND a.y == None'],
    ['a.x != 1', 'not a.x == 1'],
    ['a.x == null', 'a.x IS NULL'],
    ['null == a.x', 'a.x is none'],
    ['a.x != null', 'a.x IS NOT NULL'],
    ['a.x NOT IN ["b", 2]', 'not (a.x in ["b", 2])'],
    ['a.x NOT CONTAINS "b"', 'not a.x contains "b"'],
    ['a.x not like "b*"', 'not (a.x LIKE "b*")'],
    ['a.x BETWEEN 1 AND 5', 'a.x >= 1 and a.x <= 5'],
    ['a.x BETWEEN [1, 5]', 'a.x >= 1 and a.x <= 5'],
    ['a.x NOT BETWEEN 1 AND 5', 'not (a.x >= 1 and a.x <= 5)'],
    ['a.x BETWEEN 1 AND 5 AND a.y', '(a.x >= 1 and a.x <= 5) and a.y'],
    ['a.x or a.y and not a.z == 1', 'a.x or (a.y and (not (a.z == 1)))'],
    ['not not not a.x', 'not a.x'],
    ['not not not not a.x', 'not not a.x'],
    ['length(a.x) > 1', 'LEN(a.x) > 1'],
    ['a.x == 1\n  and\ta.y == 2', 'a.x == 1 and a.y == 2'],
    ['a["x y"]["z"] == 1', "a['x y'].z == 1"],
    ['((a.x))', 'a.x'],
    ['a.x == "it\'s"', "a.x == 'it\\'s'"],
  ];
  for (const [text, plainly] of same) {
    it(`${text.replace(/\s+/g, ' ')} means ${plainly}`, () => {
      expect(written(condition(text))).to.equal(written(condition(plainly)));
    });
  }

  it('has numbers, texts, lists, and words that only look like others', () => {
    expect(condition('-1.5e3')).to.deep.equal({kind: 'literal', value: -1500});
    expect(condition('"a\\n\\t\\\\ \\"b\\" \\d"')).to.deep.equal({kind: 'literal', value: 'a\n\t\\ "b" \\d'});
    expect(condition('[]')).to.deep.equal({kind: 'list', items: []});
    for (const name of [
      'inside',
      'order',
      'notes',
      'isolated',
      'android',
      'nullable',
      'truest',
      'likely',
      'max',
      'len',
    ]) {
      expect(condition(name)).to.deep.equal({kind: 'field', namespace: name, path: []});
    }
  });

  it('may name fields like words of the language, and like what would be dangerous as code', () => {
    const names = ['in', 'and', 'null', 'len', 'file', 'input', 'open', 'dir', 'vars', 'compile', 'eval', '__import__'];
    for (const name of names) {
      expect(condition(`source.${name} == 1`)).to.have.deep.property('left', {
        kind: 'field',
        namespace: 'source',
        path: [name],
      });
    }
    expect(condition('file_open.eval_input')).to.include({kind: 'field', namespace: 'file_open'});
  });

  it('knows where its fields stand, and which of them stand where a value is usual', () => {
    const found = readCondition('a == b["c d"] or len(e) in [f]');
    const places: unknown[] = [];
    JSON.stringify(found, (_, value) => {
      if (value?.kind === 'field') places.push([value.steps.join('.'), value.start, value.end, value.isValue]);
      return value;
    });
    expect(places).to.deep.equal([
      ['a', 0, 1, false],
      ['b.c d', 5, 13, true],
      ['e', 21, 22, false],
      ['f', 28, 29, true],
    ]);
  });

  it('is read as it was meant, whatever is in it', () => {
    fc.assert(
      fc.property(conditions, (expression) => {
        expect(condition(written(expression))).to.deep.equal(expression);
      }),
      {numRuns: 300},
    );
  });

  const problems: readonly (readonly [text: string, at: number, message: string, suggestion?: string])[] = [
    ['status = "x"', 7, 'a single "=" compares nothing', 'Write status == "x"'],
    ['a === 1', 4, 'there is a "=" too many', 'Write a == 1'],
    ['a !== 1', 4, 'there is a "=" too many', 'Write a != 1'],
    ['a => 1', 2, '"=>" is not known', 'Write <= or >=.'],
    ['a <> 1', 2, '"<>" is not known', 'Write a != 1'],
    ['a && b', 2, '"&&" is not known', 'Write and.'],
    ['a || b', 2, '"||" is not known', 'Write or.'],
    ['!a', 0, '"!" is not known', 'Write not.'],
    ['a ==', 4, 'it ends too early'],
    ['len(a', 5, 'it ends too early'],
    ['a.', 2, 'it ends too early'],
    ['a == "x', 5, 'the text that begins here has no closing quote'],
    ['{{ a.b }} == 1', 0, 'a condition is no template', 'Write the field alone, without braces.'],
    ['source.order-id == 1', 12, '"-" is not expected here', 'Put such a name into brackets: source["order-id"].'],
    ['source.order-1 == 1', 12, '"-" is not expected here', 'Put such a name into brackets: source["order-id"].'],
    ['a == 1 b', 7, '"b" is not expected here'],
    ['a == 1 == 2', 7, '"==" is not expected here'],
    ['a not 5', 6, '"5" is not expected here'],
    ['a is 5', 5, '"5" is not expected here'],
    ['a is true', 5, 'IS asks for NULL only', 'Write == true.'],
    ['a is not false', 9, 'IS asks for NULL only', 'Write != false.'],
    ['a between 1', 2, 'BETWEEN needs two bounds', 'Write BETWEEN 1 AND 5.'],
    ['a between [1, 2, 3]', 2, 'BETWEEN needs two bounds', 'Write BETWEEN 1 AND 5.'],
    ['lenn(a) > 1', 0, 'there is no function "lenn"', 'Did you mean "len"?'],
    ['a == 1 or max() > 1', 10, 'max() takes at least one value'],
    ['len(a, b) > 1', 0, 'len() takes one value'],
    ['a == 1 🙂', 7, '"🙂" is not expected here'],
  ];
  for (const [text, at, message, suggestion] of problems) {
    it(`is refused: ${text}`, () => {
      const error = refusal(text);
      expect({at: error.at, message: error.message, suggestion: error.suggestion}).to.deep.equal({
        at,
        message,
        suggestion,
      });
    });
  }

  it('is refused, and no more, when it is nested beyond all reason', () => {
    expect(refusal(`${'('.repeat(50_000)}a${')'.repeat(50_000)}`).message).to.equal('it is nested too deeply');
    expect(condition(`${'('.repeat(100)}a${')'.repeat(100)}`)).to.include({kind: 'field'});
    expect(condition(`${'not '.repeat(50_001)}a`)).to.include({kind: 'not'});
  });

  it('of any text is read or refused', () => {
    const pieces = fc.constantFrom(
      'a',
      '.',
      '"x"',
      "'",
      '==',
      '=',
      '(',
      ')',
      '[',
      ']',
      ',',
      ' not ',
      ' in ',
      ' and ',
      '1',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(pieces).map((all) => all.join('')),
          fc.string({unit: 'binary'}),
        ),
        (text) => {
          try {
            readCondition(text);
          } catch (error) {
            expect(error).to.be.instanceOf(ConditionError);
            expect((error as ConditionError).at).to.be.within(0, text.length);
          }
        },
      ),
      {numRuns: 500},
    );
  });

  it('is read where code may not be made from texts at all', () => {
    const file = pathToFileURL(join(import.meta.dirname, '../../../src/workflow/guards/read-condition.ts')).href;
    const script = `import {readCondition} from ${JSON.stringify(file)}; console.log(readCondition('a.x LIKE "b*"').operator);`;
    const {stdout, stderr} = spawnSync(
      process.execPath,
      ['--disallow-code-generation-from-strings', '--import=tsx/esm', '--input-type=module', '-e', script],
      {encoding: 'utf8'},
    );
    expect([stdout, stderr]).to.deep.equal(['like\n', '']);
  });
});

function refusal(text: string): ConditionError {
  try {
    readCondition(text);
  } catch (error) {
    if (error instanceof ConditionError) return error;
    throw error;
  }
  throw new Error(`${text} was read.`);
}
