import type {JsonObject} from '@agac/provider';
import {expect} from 'chai';
import {fitOpenAi} from '../src/schema.js';

describe('the schema for OpenAI', () => {
  it('closes objects and requires every property, and keeps numbers, patterns and lists as they are bounded', () => {
    const schema: JsonObject = {
      type: 'object',
      properties: {
        score: {type: 'integer', minimum: 1, maximum: 5},
        code: {type: 'string', pattern: '^[A-Z]+$'},
        tags: {type: 'array', items: {type: 'string'}, minItems: 1, maxItems: 3},
        note: {type: 'string'},
      },
      required: ['score', 'code', 'tags'],
    };
    expect(fitOpenAi(schema)).to.deep.equal({
      strict: true,
      dropped: [],
      json: {
        ...schema,
        properties: {...(schema['properties'] as JsonObject), note: {type: ['string', 'null']}},
        required: ['score', 'code', 'tags', 'note'],
        additionalProperties: false,
      },
    });
  });

  it('puts into words what is not enforced', () => {
    const {strict, dropped, json} = fitOpenAi({
      type: 'object',
      properties: {name: {type: 'string', minLength: 1, format: 'uri'}},
      required: ['name'],
    });
    expect(strict).to.equal(true);
    expect(dropped).to.deep.equal(['`name`: minLength 1', '`name`: format "uri"']);
    expect(json).to.have.nested.property('properties.name.description', 'Must keep to: minLength 1; format "uri".');
  });

  const wishes: Readonly<Record<string, JsonObject>> = {
    'a choice at the root': {anyOf: [{type: 'object'}, {type: 'null'}]},
    'fields of any name': {type: 'object', properties: {}, additionalProperties: {type: 'string'}},
    'a bare object': {type: 'object', properties: {free: {type: 'object'}}},
    'parts that all hold': {type: 'object', properties: {a: {allOf: [{type: 'string'}]}}},
    'places in a list': {type: 'object', properties: {a: {type: 'array', prefixItems: [{type: 'string'}]}}},
  };
  for (const [what, schema] of Object.entries(wishes)) {
    it(`asks for the whole schema as a wish, not as another schema, where it has ${what}`, () => {
      const {json, strict, dropped} = fitOpenAi(schema);
      expect([json, strict]).to.deep.equal([schema, false]);
      expect(dropped).to.have.length(1);
    });
  }

  it('is a wish where it is deeper than ten levels or larger than 5,000 properties', () => {
    const nested = (levels: number): JsonObject =>
      levels === 0 ? {type: 'string'} : {type: 'object', properties: {a: nested(levels - 1)}, required: ['a']};
    expect(fitOpenAi(nested(10)).strict).to.equal(true);
    expect(fitOpenAi(nested(11)).strict).to.equal(false);
    const wide = (count: number): JsonObject => ({
      type: 'object',
      properties: Object.fromEntries(Array.from({length: count}, (_, i) => [`p${i}`, {type: 'string'}])),
    });
    expect(fitOpenAi(wide(5000)).strict).to.equal(true);
    expect(fitOpenAi(wide(5001)).dropped[0]).to.contain('5001 properties');
  });
});
