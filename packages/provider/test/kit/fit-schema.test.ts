import {expect} from 'chai';
import type {JsonObject} from '../../src/json.js';
import {fitSchema, type SchemaSubset} from '../../src/kit/fit-schema.js';

const PLAIN: SchemaSubset = {
  keywords: ['type', 'properties', 'required', 'items', 'enum', 'anyOf', '$ref', '$defs', 'description', 'format'],
  formats: ['date'],
};
const STRICT: SchemaSubset = {...PLAIN, closed: true, allRequired: true};

describe('kit/fit-schema', () => {
  it('keeps what the subset has, and leaves its argument alone', () => {
    const schema = Object.freeze({type: 'object', properties: Object.freeze({a: Object.freeze({type: 'string'})})});
    const {json, dropped} = fitSchema(schema, PLAIN);
    expect(json).to.deep.equal(schema);
    expect(dropped).to.deep.equal([]);
  });

  it('takes out what it has not, says so with the place, and puts it into words for the model', () => {
    const schema: JsonObject = {
      type: 'object',
      properties: {
        title: {type: 'string', minLength: 3, description: 'Short.'},
        tags: {type: 'array', items: {type: 'string', pattern: '^a'}, uniqueItems: true},
      },
    };
    const {json, dropped, droppedKeywords} = fitSchema(schema, PLAIN);
    expect(json).to.deep.equal({
      type: 'object',
      properties: {
        title: {type: 'string', description: 'Short. Must keep to: minLength 3.'},
        tags: {
          type: 'array',
          items: {type: 'string', description: 'Must keep to: pattern "^a".'},
          description: 'Must keep to: uniqueItems true.',
        },
      },
    });
    expect(dropped).to.deep.equal(['`title`: minLength 3', '`tags[]`: pattern "^a"', '`tags`: uniqueItems true']);
    expect(droppedKeywords).to.deep.equal(['minLength', 'pattern', 'uniqueItems']);
  });

  it('keeps the formats that are known, and leaves out without a word what says nothing of a value', () => {
    const schema = {type: 'string', format: 'date', title: 'When', default: 'now', examples: ['x']};
    expect(fitSchema(schema, PLAIN)).to.deep.include({json: {type: 'string', format: 'date'}, dropped: []});
    expect(fitSchema({type: 'string', format: 'uri'}, PLAIN).dropped).to.deep.equal(['the answer: format "uri"']);
  });

  it('does not take the names of properties for keywords, nor data for schemas', () => {
    const schema: JsonObject = {
      type: 'object',
      properties: {minLength: {type: 'integer'}, format: {enum: [{minLength: 1}]}},
    };
    expect(fitSchema(schema, PLAIN)).to.deep.include({json: schema, dropped: []});
  });

  it('makes every property required where it must be, and null what stands for one that is missing', () => {
    const schema: JsonObject = {
      type: 'object',
      properties: {
        a: {type: 'string'},
        b: {type: 'string', enum: ['x', 'y']},
        c: {$ref: '#/$defs/c'},
        d: {anyOf: [{type: 'string'}, {type: 'number'}]},
        e: {type: ['string', 'null']},
      },
      required: ['a'],
      $defs: {c: {type: 'object', properties: {}}},
    };
    expect(fitSchema(schema, STRICT).json).to.deep.equal({
      type: 'object',
      properties: {
        a: {type: 'string'},
        b: {type: ['string', 'null'], enum: ['x', 'y', null]},
        c: {anyOf: [{$ref: '#/$defs/c'}, {type: 'null'}]},
        d: {anyOf: [{type: 'string'}, {type: 'number'}, {type: 'null'}]},
        e: {type: ['string', 'null']},
      },
      required: ['a', 'b', 'c', 'd', 'e'],
      additionalProperties: false,
      $defs: {c: {type: 'object', properties: {}, required: [], additionalProperties: false}},
    });
  });

  it('says where an object that may hold anything has become one that may not', () => {
    const schema: JsonObject = {
      type: 'object',
      properties: {free: {type: 'object'}, map: {type: 'object', additionalProperties: {type: 'string'}}},
    };
    const {narrowed, json} = fitSchema(schema, STRICT);
    expect(narrowed).to.deep.equal(['`free`', '`map`']);
    expect(json['properties']).to.have.nested.property('map.additionalProperties', false);
  });

  it('writes oneOf as anyOf where it is told to, and lets a vendor have the last word', () => {
    const subset: SchemaSubset = {
      ...PLAIN,
      oneOfAsAnyOf: true,
      finish: ({enum: choices, ...rest}, dropped) => {
        if (choices !== undefined) dropped('enum');
        return rest;
      },
    };
    const {json, dropped} = fitSchema({oneOf: [{type: 'string', enum: ['a']}, {type: 'null'}]}, subset);
    expect(json['anyOf']).to.deep.equal([{type: 'string', description: 'Must keep to: enum.'}, {type: 'null'}]);
    expect(dropped).to.deep.equal(['the answer: enum']);
  });

  it('says why it is another schema now, where more than limits had to go', () => {
    const subset = {...STRICT, oneOfAsAnyOf: true};
    const open: JsonObject = {
      type: 'object',
      properties: {open: {type: 'object'}, not: {type: 'string', not: {minLength: 9}}},
    };
    expect(fitSchema({type: 'string', minLength: 2}, subset).changed).to.deep.equal([]);
    expect(fitSchema(open, subset).changed).to.deep.equal(['not', '`open` may have fields of any name']);
    expect(fitSchema({oneOf: [{type: 'string'}]}, subset).changed).to.deep.equal([]);
    expect(fitSchema({oneOf: [{type: 'string'}]}, STRICT).changed).to.deep.equal(['oneOf']);
  });
});
