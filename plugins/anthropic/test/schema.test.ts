import type {JsonObject} from '@agac/provider';
import {expect} from 'chai';
import {fitAnthropic} from '../src/schema.js';

interface Row {
  readonly title: string;
  readonly schema: JsonObject;
  readonly fitted: JsonObject;
  readonly dropped?: readonly string[];
}

const TEXT = {type: 'string'};

/** One field `f` of an object; everything else is what every object gets. */
function field(schema: JsonObject): JsonObject {
  return {type: 'object', properties: {f: schema}, required: ['f'], additionalProperties: false};
}

const FITTING: readonly Row[] = [
  {
    title: 'a plain object, closed',
    schema: {type: 'object', properties: {f: TEXT}, required: ['f']},
    fitted: field(TEXT),
  },
  {
    title: 'fields that may be missing, as they are',
    schema: {type: 'object', properties: {f: TEXT}},
    fitted: {type: 'object', properties: {f: TEXT}, additionalProperties: false},
  },
  {
    title: 'numbers without their limits',
    schema: field({type: 'integer', minimum: 1, maximum: 5}),
    fitted: field({type: 'integer', description: 'Must keep to: minimum 1; maximum 5.'}),
    dropped: ['`f`: minimum 1', '`f`: maximum 5'],
  },
  {
    title: 'the formats that there are, and no others',
    schema: field({
      anyOf: [
        {type: 'string', format: 'uri'},
        {type: 'string', format: 'iban'},
      ],
    }),
    fitted: field({
      anyOf: [
        {type: 'string', format: 'uri'},
        {type: 'string', description: 'Must keep to: format "iban".'},
      ],
    }),
    dropped: ['`f`: format "iban"'],
  },
  {
    title: 'oneOf as anyOf',
    schema: field({oneOf: [TEXT, {type: 'null'}]}),
    fitted: field({anyOf: [TEXT, {type: 'null'}]}),
  },
  {
    title: 'at least one item, where more are wanted',
    schema: field({type: 'array', items: TEXT, minItems: 3}),
    fitted: field({type: 'array', items: TEXT, minItems: 1, description: 'Must keep to: minItems 3.'}),
    dropped: ['`f`: minItems 3'],
  },
  {
    title: 'one or no item as it is',
    schema: field({type: 'array', items: TEXT, minItems: 1}),
    fitted: field({type: 'array', items: TEXT, minItems: 1}),
  },
  {
    title: 'a list of types as what the values say',
    schema: field({type: ['string', 'null'], enum: ['a', null]}),
    fitted: field({enum: ['a', null]}),
  },
  {
    title: 'a list of types',
    schema: field({type: ['string', 'null']}),
    fitted: field({type: ['string', 'null']}),
  },
  {
    title: 'values that are objects no longer as values',
    schema: field({type: 'array', items: TEXT, enum: [['a'], ['b']]}),
    fitted: field({type: 'array', items: TEXT, description: 'Must keep to: enum [["a"],["b"]].'}),
    dropped: ['`f`: enum [["a"],["b"]]'],
  },
  {
    title: 'a reference, without the description beside it',
    schema: {...field({$ref: '#/$defs/t', description: 'A title.'}), $defs: {t: TEXT}},
    fitted: {...field({$ref: '#/$defs/t'}), $defs: {t: TEXT}},
  },
  {title: 'a choice at the root', schema: {anyOf: [field(TEXT)]}, fitted: {anyOf: [field(TEXT)]}},
  {
    title: 'keywords that say nothing no longer',
    schema: {$schema: 'x', title: 'A', ...field({...TEXT, default: 'a', examples: ['b']})},
    fitted: field(TEXT),
  },
];

const PATTERNS: readonly (readonly [string, boolean])[] = [
  ['^[A-Z]{2}\\d{4}$', true],
  ['[^"\\\\]+', true],
  ['^\\w+(\\.\\w+)*$', true],
  ['a{1,20}', true],
  ['^(?=a)b', false],
  ['(?:ab)+', false],
  ['(a)\\1', false],
  ['\\bword\\b', false],
  ['a{1,500}', false],
  ['a{200}', false],
  ['yes|no', false],
  ['\\p{L}+', false],
];

const BAD: readonly (readonly [string, JsonObject, RegExp])[] = [
  ['an object of any fields', field({type: 'object'}), /`f` may have fields of any name/],
  ['additionalProperties', {...field(TEXT), additionalProperties: TEXT}, /the answer may have fields of any name/],
  ['not', field({type: 'string', not: {const: 'a'}}), /not/],
  ['a tuple', field({type: 'array', prefixItems: [TEXT]}), /prefixItems/],
  ['anything', field({description: 'Whatever.'}), /may hold anything/],
  ['true', {type: 'object', properties: {f: true}}, /may hold anything/],
  ['a value that is an object', field({const: {a: 1}}), /may hold anything/],
  ['a reference to another document', field({$ref: 'https://example.org/a.json'}), /reference to what is not there/],
  ['a reference to nothing', field({$ref: '#/$defs/none'}), /reference to what is not there/],
  ['rules beside a reference', {...field({$ref: '#/$defs/t', maxLength: 3}), $defs: {t: TEXT}}, /beside a reference/],
  ['a reference in allOf', {...field({allOf: [{$ref: '#/$defs/t'}]}), $defs: {t: TEXT}}, /reference in allOf/],
  ['the root within itself', field({type: 'array', items: {$ref: '#'}}), /within itself/],
  [
    'definitions within each other',
    {...field({$ref: '#/$defs/a'}), $defs: {a: field({$ref: '#/$defs/b'}), b: field({$ref: '#/$defs/a'})}},
    /within itself/,
  ],
  ['too many fields that may be missing', {type: 'object', properties: many(25, TEXT)}, /25 fields .* at most 24/],
  ['too many choices of type', required(many(17, {type: ['string', 'null']})), /17 choices of type, of at most 16/],
];

describe('schemas for Anthropic', () => {
  for (const {title, schema, fitted, dropped = []} of FITTING) {
    it(`sends ${title}`, () => {
      expect(fitAnthropic(schema)).to.deep.equal({json: fitted, strict: true, dropped});
    });
  }

  for (const [pattern, isKept] of PATTERNS) {
    it(`${isKept ? 'sends' : 'drops'} the pattern ${pattern}`, () => {
      const {json, dropped, strict} = fitAnthropic(field({type: 'string', pattern}));
      expect(strict).to.equal(true);
      expect(JSON.stringify(json['properties']).includes('"pattern"')).to.equal(isKept);
      expect(dropped).to.deep.equal(isKept ? [] : [`\`f\`: pattern ${JSON.stringify(pattern)}`]);
    });
  }

  for (const [title, schema, why] of BAD) {
    it(`cannot enforce ${title}, and shows the schema as it was written`, () => {
      const {json, strict, dropped} = fitAnthropic(schema);
      expect(json).to.equal(schema);
      expect(strict).to.equal(false);
      expect(dropped).to.have.length(1);
      expect(dropped[0])
        .to.match(why)
        .and.match(/^the schema, since it cannot be strict/);
    });
  }

  it('sends as many optional fields and choices of type as may be', () => {
    expect(fitAnthropic({type: 'object', properties: many(24, TEXT)}).strict).to.equal(true);
    expect(fitAnthropic(required(many(16, {type: ['string', 'null']}))).strict).to.equal(true);
  });

  it('follows references that branch again and again in no time', () => {
    const names = Array.from({length: 60}, (_, number) => `d${number}`);
    const level = (name: string): JsonObject => {
      const inner = {$ref: `#/$defs/${name}`};
      return {type: 'object', properties: {a: inner, b: inner}, required: ['a', 'b']};
    };
    const defs = Object.fromEntries(names.map((name, number) => [name, level(names[number + 1] ?? 'end')]));
    expect(fitAnthropic({...level('d0'), $defs: {...defs, end: TEXT}}).strict).to.equal(true);
  });
});

function many(count: number, schema: JsonObject): JsonObject {
  return Object.fromEntries(Array.from({length: count}, (_, number) => [`f${number}`, schema]));
}

function required(properties: JsonObject): JsonObject {
  return {type: 'object', properties, required: Object.keys(properties)};
}
