import type {Json, JsonObject} from '@agac/provider';
import {expect} from 'chai';
import fc from 'fast-check';
import {compileChecker} from '../../src/answers/checker.js';
import {AgacError} from '../../src/domain/errors.js';
import {cpuTime} from './cpu-time.js';

function check(json: JsonObject, value: Json): string | undefined {
  return compileChecker({name: 'ticket', json, root: 'object'}).check(value);
}

/** Of an object with the field `a`. */
function checkField(schema: JsonObject, a: Json): string | undefined {
  return check({type: 'object', properties: {a: schema}}, {a});
}

function schemaError(json: JsonObject): string {
  try {
    compileChecker({name: 'ticket', json, root: 'object'});
  } catch (error) {
    if (error instanceof AgacError && error.code === 'WORKFLOW_INVALID') return error.message;
  }
  return expect.fail('compiled');
}

const SENTENCES: readonly (readonly [schema: JsonObject, value: Json, sentence: string])[] = [
  [{enum: ['low', 'medium', 'high']}, 'hi', '`a` must be one of low, medium, high; it was "hi".'],
  [{enum: [1, null]}, 2, '`a` must be one of 1, null; it was 2.'],
  [{const: 'x'}, 'y', '`a` must be "x"; it was "y".'],
  [{type: 'integer'}, '7', '`a` must be a whole number; it was "7".'],
  [{type: ['string', 'null']}, 7, '`a` must be a text or null; it was 7.'],
  [{type: 'boolean'}, null, '`a` must be true or false; it was null.'],
  [{minimum: 2}, 1, '`a` must be 2 or more; it was 1.'],
  [{maximum: 2}, 3, '`a` must be 2 or less; it was 3.'],
  [{exclusiveMinimum: 2}, 2, '`a` must be more than 2; it was 2.'],
  [{exclusiveMaximum: 2}, 2, '`a` must be less than 2; it was 2.'],
  [{multipleOf: 5}, 7, '`a` must be a multiple of 5; it was 7.'],
  [{minLength: 1}, '', '`a` must have at least 1 character; it was "".'],
  [{maxLength: 2}, 'abc', '`a` must have at most 2 characters; it was "abc".'],
  [{pattern: '^[a-z]+$'}, 'A1', '`a` must match the pattern ^[a-z]+$; it was "A1".'],
  [{format: 'date'}, 'soon', '`a` must have the format date; it was "soon".'],
  [{minItems: 2}, [1], '`a` must have at least 2 items; it was [1].'],
  [{maxItems: 1}, [1, 2], '`a` must have at most 1 item; it was [1,2].'],
  [
    {uniqueItems: true},
    [
      {x: 1, y: 2},
      {y: 2, x: 1},
    ],
    '`a` must have no item twice; it was [{"x":1,"y":2},{"y":2,"x":1}].',
  ],
  [{items: {properties: {b: {type: 'string'}}}}, [{b: 'x'}, {b: 1}], '`a[1].b` must be a text; it was 1.'],
  [{required: ['b']}, {}, '`a.b` is missing.'],
  [{required: ['toString']}, {}, '`a.toString` is missing.'],
  [{additionalProperties: false}, {'b c': 1}, '`a["b c"]` is not a field of the schema.'],
  [{dependentRequired: {b: ['c']}}, {b: 1}, '`a.c` is missing; `a.b` needs it.'],
  [{anyOf: [{type: 'string'}, {type: 'null'}]}, 1, '`a` must fit one of the shapes that the schema allows; it was 1.'],
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  [{if: {type: 'string'}, then: {minLength: 3}}, 'x', '`a` must have at least 3 characters; it was "x".'],
  [{type: 'null'}, 'x'.repeat(200), `\`a\` must be null; it was "${'x'.repeat(79)}….`],
];

describe('a checker', () => {
  for (const [schema, value, sentence] of SENTENCES) {
    it(`says: ${sentence.slice(0, 80)}`, () => {
      expect(checkField(schema, value)).to.equal(sentence);
    });
  }

  it('says it of the whole answer', () => {
    expect(check({type: 'array'}, {b: 1})).to.equal('The answer must be a list; it was {"b":1}.');
    expect(check({type: 'object', required: ['a']}, {})).to.equal('`a` is missing.');
  });

  it('says nothing of what is valid', () => {
    const schema = {
      type: 'object',
      properties: {a: {type: 'string', format: 'email'}, b: {uniqueItems: true}},
      required: ['a'],
      additionalProperties: false,
    };
    expect(check(schema, {a: 'a@b.cd', b: [1, '1', [1], {}]})).to.equal(undefined);
    expect(check({properties: {constructor: {type: 'string'}}}, {})).to.equal(undefined);
  });

  it('tells several patterns apart', () => {
    const schema = {properties: {a: {pattern: '^a'}, b: {pattern: '^b'}}, patternProperties: {'^c': {type: 'number'}}};
    expect(check(schema, {a: 'ax', b: 'bx', c1: 1})).to.equal(undefined);
    expect(check(schema, {a: 'ax', b: 'ax'})).to.contain('`b` must match');
    expect(check(schema, {c1: 'x'})).to.contain('`c1` must be a number');
  });

  it('takes draft-07 and draft 2020-12', () => {
    const old = {type: 'array', items: [{type: 'string'}], additionalItems: false};
    for (const $schema of ['http://json-schema.org/draft-07/schema#', 'https://json-schema.org/draft-07/schema']) {
      expect(check({$schema, ...old}, ['x'])).to.equal(undefined);
      expect(check({$schema, ...old}, [1])).to.contain('`[0]` must be a text');
    }
    expect(check(old, ['x', 1])).to.contain('must NOT have more than 1 items');
    const modern = {prefixItems: [{$ref: '#/$defs/word'}], $defs: {word: {type: 'string'}}};
    expect(check(modern, [1])).to.contain('`[0]` must be a text');
    expect(check({$schema: 'https://json-schema.org/draft/2020-12/schema', ...modern}, [1])).to.contain('`[0]`');
  });

  it('takes words of its own that a schema has', () => {
    expect(checkField({type: 'string', mappings: {x: 'y'}, format: 'unheard-of'}, 'x')).to.equal(undefined);
  });

  it('refuses look-around, back-references and other patterns it cannot do', () => {
    for (const pattern of ['^(?=a)b', '(?<!a)b', '(a)\\1', 'a{2000}', '[a']) {
      expect(schemaError({properties: {a: {pattern}}}), pattern)
        .to.contain('`ticket` cannot be used')
        .and.contain('look-around');
    }
  });

  it('follows no reference out of the schema', () => {
    for (const $ref of ['https://example.com/x.json', 'file:///etc/passwd', './x.json', '#/$defs/absent']) {
      expect(schemaError({properties: {a: {$ref}}}), $ref).to.contain('Only references within');
    }
  });

  it('refuses what is no schema', () => {
    expect(schemaError({type: 'strin'})).to.contain('schema is invalid');
    expect(schemaError({properties: {a: {minLength: 'x'}}})).to.contain('minLength');
    expect(schemaError({$async: true, type: 'string'})).to.contain('$async');
    let deep: JsonObject = {};
    for (let i = 0; i < 20_000; i += 1) deep = {properties: {a: deep}};
    expect(schemaError(deep)).to.contain('too deep');
  });

  it('takes a nested answer for a schema that refers to itself', () => {
    let deep: Json = 1;
    for (let i = 0; i < 256; i += 1) deep = {a: deep};
    expect(check({properties: {a: {$ref: '#'}}}, deep)).to.equal(undefined);
    expect(check({type: 'object', properties: {a: {$ref: '#'}}}, deep)).to.contain('must be an object');
  });

  it('is not held up by a pattern that backtracks', () => {
    const checker = compileChecker({name: 'ticket', json: {pattern: '^(a+)+$'}, root: 'object'});
    const long = 'a'.repeat(100_000);
    expect(cpuTime(() => expect(checker.check(`${long}!`)).to.contain('must match the pattern'))).to.be.lessThan(200);
    expect(cpuTime(() => expect(checker.check(long)).to.equal(undefined))).to.be.lessThan(200);
  });

  it('is not held up by many items that must differ', () => {
    const items = Array.from({length: 20_000}, (_, i) => ({i, text: 'x'}));
    const checker = compileChecker({name: 'ticket', json: {uniqueItems: true}, root: 'array'});
    expect(cpuTime(() => expect(checker.check(items)).to.equal(undefined))).to.be.lessThan(1_000);
    expect(checker.check([...items, {text: 'x', i: 7}])).to.contain('no item twice');
  });

  it('says that a value is wrong that cannot even be compared, instead of breaking off', () => {
    const odd = JSON.parse('{"toString": 1}') as Json;
    for (const json of [{const: {toString: 2}}, {enum: [{toString: 2}]}]) {
      const checker = compileChecker({name: 'ticket', json: json as never, root: 'object'});
      expect(checker.check(odd)).to.be.a('string');
    }
  });

  it('changes nothing in what it checks', () => {
    const schema = {properties: {a: {type: 'number', default: 1}}, additionalProperties: false};
    const checker = compileChecker({name: 'ticket', json: schema, root: 'object'});
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const before = JSON.stringify(value);
        checker.check(value as Json);
        expect(JSON.stringify(value)).to.equal(before);
      }),
    );
  });

  describe('of an answer', () => {
    const {checkAnswer} = compileChecker({
      name: 'card',
      root: 'object',
      json: {
        type: 'object',
        properties: {
          title: {type: 'string'},
          note: {type: 'string'},
          mood: {enum: ['calm', 'upset']},
          order: {type: ['integer', 'null']},
          parts: {type: 'array', items: {$ref: '#/$defs/part'}},
        },
        required: ['title'],
        $defs: {part: {type: 'object', properties: {'a/b~c': {type: 'string'}}, additionalProperties: false}},
      },
    });

    it('takes null for a field that is not there, where the schema has it that way, however deep', () => {
      const answer = {title: 'x', note: null, mood: null, order: null, parts: [{'a/b~c': null}, {'a/b~c': 'y'}]};
      const kept = {title: 'x', order: null, parts: [{}, {'a/b~c': 'y'}]};
      expect(checkAnswer(answer)).to.deep.equal({value: kept});
      expect(answer.note).to.equal(null);
    });

    it('leaves a null that is required, or stands in a list, for what it is: a problem', () => {
      for (const answer of [{title: null}, {title: 'x', parts: [null]}, {title: 'x', note: null, mood: 'odd'}]) {
        const {value, problem} = checkAnswer(answer);
        expect(value).to.equal(answer);
        expect(problem).to.be.a('string');
      }
    });
  });
});
