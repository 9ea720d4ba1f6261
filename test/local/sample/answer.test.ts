import type {Json, JsonObject} from '@agac/provider';
import {Ajv, type ValidateFunction} from 'ajv';
import {Ajv2020} from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import {expect} from 'chai';
import fc from 'fast-check';
import {sampleAnswer, sampleSentence} from '../../../src/local/sample/answer.js';
import {anySchema} from './schemas.js';

const REVIEW = 'The kettle arrived on Tuesday with a dented lid, but it boils quickly and quietly.';

function bodyFor(schema: JsonObject, text = `Sum this up: {"id": 7, "review": "${REVIEW}"}`): JsonObject {
  const json_schema = {name: 'answer', schema, strict: true};
  return {
    model: 'sample',
    messages: [{role: 'user', content: text}],
    response_format: {type: 'json_schema', json_schema},
  };
}

const OPTIONS = {strict: false, ownProperties: true, logger: false} as const;
const VALIDATORS = {draft07: new Ajv(OPTIONS), draft2020: new Ajv2020(OPTIONS)};
for (const ajv of Object.values(VALIDATORS)) formats.default(ajv as Ajv);

function compile(schema: JsonObject): ValidateFunction {
  const ajv = '$defs' in schema || 'prefixItems' in schema ? VALIDATORS.draft2020 : VALIDATORS.draft07;
  const validate = ajv.compile(schema);
  ajv.removeSchema(schema);
  return validate;
}

function answerFor(schema: JsonObject, seed = ''): Json {
  return JSON.parse(sampleAnswer(bodyFor(schema), seed)) as Json;
}

describe('local/sample/answer', () => {
  it('fits the schema, whatever the schema', () => {
    const always = fc.property(anySchema, fc.string(), (schema, seed) => {
      const validate = compile(schema);
      const answer = answerFor(schema, seed);
      if (!validate(answer)) throw new Error(`${JSON.stringify(answer)}: ${JSON.stringify(validate.errors)}`);
    });
    fc.assert(always, {numRuns: 500});
  });

  const cases: Readonly<Record<string, JsonObject>> = {
    'a tree by reference': {
      $ref: '#/$defs/node',
      $defs: {
        node: {
          type: 'object',
          properties: {value: {type: 'integer'}, children: {type: 'array', items: {$ref: '#/$defs/node'}}},
          required: ['value', 'children'],
          additionalProperties: false,
        },
      },
    },
    'a list by reference, ended by null': {
      $defs: {
        link: {
          type: 'object',
          properties: {name: {type: 'string'}, next: {anyOf: [{$ref: '#/$defs/link'}, {type: 'null'}]}},
          required: ['name', 'next'],
        },
      },
      $ref: '#/$defs/link',
    },
    'alternatives of which exactly one may fit': {
      oneOf: [
        {type: 'object', properties: {a: {type: 'integer'}}, required: ['a']},
        {type: 'object', properties: {b: {type: 'integer'}}, required: ['b']},
      ],
    },
    'alternatives that overlap': {
      oneOf: [
        {type: 'integer', minimum: 0, maximum: 20},
        {type: 'integer', minimum: 10, maximum: 30},
      ],
    },
    'lists of which one value is in both': {
      allOf: [{enum: Array.from({length: 500}, (_, n) => n)}, {enum: Array.from({length: 500}, (_, n) => n + 499)}],
    },
    'all of several': {
      allOf: [
        {type: 'object', properties: {kind: {enum: ['x', 'y']}, n: {type: 'number', minimum: 3}}, required: ['kind']},
        {type: 'object', properties: {kind: {enum: ['y', 'z']}, n: {type: 'integer', maximum: 4}}, required: ['n']},
      ],
    },
    'a condition': {
      type: 'object',
      properties: {kind: {enum: ['a', 'b']}, size: {type: 'integer', minimum: 1, maximum: 9}},
      required: ['kind', 'size'],
      if: {properties: {kind: {const: 'a'}}},
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: {properties: {size: {maximum: 2}}},
      else: {properties: {size: {minimum: 8}}},
    },
    'something it is not': {type: 'string', enum: ['a', 'b', 'c'], not: {enum: ['a', 'b']}},
    'a tuple': {type: 'array', prefixItems: [{type: 'integer'}, {type: 'string'}], items: false, minItems: 2},
    'a map': {
      type: 'object',
      additionalProperties: {type: 'number'},
      minProperties: 3,
      propertyNames: {pattern: '^[a-z]{3}$'},
    },
    'names by pattern': {
      type: 'object',
      patternProperties: {'^x-[0-9]+$': {type: 'boolean'}},
      additionalProperties: false,
      minProperties: 1,
    },
    'every value of a small set': {
      type: 'array',
      items: {type: 'integer', minimum: 1, maximum: 12},
      minItems: 12,
      uniqueItems: true,
    },
    'both truths': {type: 'array', items: {type: 'boolean'}, minItems: 2, uniqueItems: true},
    'names that objects have anyway': {
      type: 'object',
      properties: {constructor: {type: 'string'}, valueOf: {type: 'integer'}, toString: {type: 'null'}},
      required: ['constructor', 'valueOf', 'toString'],
      additionalProperties: false,
    },
    'a property that is required and not described': {
      type: 'object',
      required: ['extra'],
      additionalProperties: {type: 'integer'},
    },
    'null or a number': {type: ['null', 'number'], exclusiveMinimum: 0, exclusiveMaximum: 0.5},
    'no type at all': {properties: {list: {items: {type: 'integer'}}}, required: ['list']},
  };
  for (const [name, schema] of Object.entries(cases)) {
    it(`fits ${name}`, () => {
      const validate = compile(schema);
      for (let seed = 0; seed < 40; seed += 1) {
        const answer = answerFor(schema, String(seed));
        expect(validate(answer), `${JSON.stringify(answer)} ${JSON.stringify(validate.errors)}`).to.equal(true);
      }
    });
  }

  it('ends for schemas that nothing fits, or that never end', () => {
    const loop: JsonObject = {$ref: '#/$defs/a', $defs: {a: {$ref: '#/$defs/a'}}};
    const endless: JsonObject = {type: 'object', properties: {next: {$ref: '#'}}, required: ['next']};
    const nothing: JsonObject = {allOf: [{type: 'string'}, {type: 'number'}], anyOf: [false, {not: {}}]};
    const far: JsonObject = {$ref: 'https://example.org/schema.json'};
    for (const schema of [
      loop,
      endless,
      nothing,
      far,
      {type: 'array', minItems: 3, uniqueItems: true, items: {const: 1}},
    ]) {
      expect(JSON.stringify(answerFor(schema))).to.be.a('string');
    }
  });

  const schema: JsonObject = {
    type: 'object',
    properties: {title: {type: 'string'}, summary: {type: 'string'}, tags: {type: 'array', items: {type: 'string'}}},
    required: ['title', 'summary', 'tags'],
  };

  it('is the same for the same body and seed, and another for another', () => {
    const answer = sampleAnswer(bodyFor(schema), '1');
    expect(sampleAnswer(structuredClone(bodyFor(schema)), '1')).to.equal(answer);
    expect(sampleAnswer(bodyFor(schema), '2')).to.not.equal(answer);
    expect(sampleAnswer(bodyFor(schema, 'Another question altogether, please.'), '1')).to.not.equal(answer);
  });

  it('is the same on every machine', () => {
    const answer = sampleAnswer(
      bodyFor({type: 'object', properties: {n: {type: 'integer'}, when: {format: 'date'}}}),
      '',
    );
    expect(answer).to.equal('{"n":82,"when":"2016-02-22"}');
  });

  it('speaks in the words of the message', () => {
    const {summary, title} = answerFor(schema) as {summary: string; title: string};
    expect(summary).to.match(/^The kettle arrived on Tuesday with a dented lid.*[^.,]\.$/);
    for (const word of title.toLowerCase().split(' ')) expect(REVIEW.toLowerCase()).to.include(word);
  });

  it('answers with a sentence where no schema is', () => {
    const body = {model: 'sample', messages: [{role: 'user', content: `Say something.\n\n${REVIEW}`}]};
    expect(sampleSentence(body, '')).to.match(/^The kettle arrived on Tuesday/);
    expect(sampleAnswer(body, '')).to.equal(sampleSentence(body, ''));
    expect(sampleAnswer({messages: []}, '')).to.match(/^[A-Z][a-z ]+\.$/);
  });
});
