import type {Json, JsonObject} from '@agac/provider';
import {Ajv2020} from 'ajv/dist/2020.js';
import {expect} from 'chai';
import {wireSchema} from '../../src/requests/wire-schema.js';

const wired = (json: JsonObject) => wireSchema({name: 's', json, root: 'array'}).json;
const accepts = (json: JsonObject, value: Json) => new Ajv2020({strict: false}).compile(wired(json))(value);

describe('wireSchema', () => {
  it('leaves an object as it is', () => {
    const json = {type: 'object', properties: {a: {$ref: '#'}}};
    expect(wireSchema({name: 's', json, root: 'object'})).to.deep.equal({name: 's', json});
  });

  it('wraps a list in an object', () => {
    expect(wired({type: 'array', items: {type: 'string'}})).to.deep.equal({
      type: 'object',
      properties: {items: {type: 'array', items: {type: 'string'}}},
      required: ['items'],
      additionalProperties: false,
    });
  });

  it('keeps definitions reachable', () => {
    const json = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'array',
      items: {$ref: '#/$defs/card'},
      $defs: {card: {type: 'object', properties: {next: {$ref: '#/$defs/card'}}, required: ['q']}},
    };
    expect(wired(json)).to.have.keys('$schema', '$defs', 'type', 'properties', 'required', 'additionalProperties');
    expect(accepts(json, {items: [{q: 1, next: {q: 2}}]})).to.equal(true);
    expect(accepts(json, {items: [{q: 1, next: {}}]})).to.equal(false);
  });

  it('turns references to the root and into it', () => {
    const json = {
      type: 'array',
      items: {
        type: 'object',
        properties: {name: {type: 'string'}, alias: {$ref: '#/items/properties/name'}, children: {$ref: '#'}},
      },
    };
    expect(accepts(json, {items: [{name: 'a', alias: 'b', children: [{name: 'c'}]}]})).to.equal(true);
    expect(accepts(json, {items: [{alias: 1}]})).to.equal(false);
    expect(accepts(json, {items: [{children: [{name: 1}]}]})).to.equal(false);
  });

  it('leaves data and fields that look like references alone', () => {
    const items = {
      properties: {default: {$ref: '#/$defs/a'}, $ref: {type: 'string'}, b: {const: {$ref: '#/x'}}},
      examples: [{$ref: '#/x'}],
    };
    expect(wired({type: 'array', items, $defs: {a: {}}})['properties']).to.deep.equal({items: {type: 'array', items}});
  });

  it('leaves a schema with an id of its own alone', () => {
    const items = {$id: 'urn:card', type: 'object', properties: {next: {$ref: '#'}}};
    expect(wired({type: 'array', items})['properties']).to.deep.equal({items: {type: 'array', items}});
  });
});
