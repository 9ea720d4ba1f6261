import type {JsonObject} from '@agac/provider';
import fc from 'fast-check';

const FORMATS = [
  'date',
  'date-time',
  'time',
  'email',
  'uuid',
  'uri',
  'hostname',
  'ipv4',
  'ipv6',
  'duration',
  'unheard-of',
];
const PATTERNS = [
  '^[A-Z]{2}-\\d{4}$',
  '^(red|green|blue)$',
  '^[^@\\s]+@[a-z]+\\.(com|org)$',
  '^\\p{Lu}\\p{L}+$',
  'a+b?',
  '^#(?:[0-9a-f]{3}){1,2}$',
  '^\\+?[1-9]\\d{1,14}$',
];

/** Without names that objects inherit: ajv throws when it compares such a value with one of an enum. */
const PLAIN_VALUE = fc
  .jsonValue({maxDepth: 1})
  .filter((value) => !/"(toString|valueOf|constructor)"/.test(JSON.stringify(value)));

/** JSON Schemas of the kinds people write, each of which something fits. */
export const anySchema: fc.Arbitrary<JsonObject> = fc
  .letrec<{schema: JsonObject}>((tie) => {
    const inner = tie('schema');
    return {
      schema: fc.oneof(
        {depthSize: 'small', withCrossShrink: true},
        fc.constantFrom<JsonObject>({type: 'boolean'}, {type: 'null'}, {const: {a: [1, null]}}, {}),
        fc
          .uniqueArray(PLAIN_VALUE, {
            minLength: 1,
            maxLength: 4,
            selector: (value) => JSON.stringify(value),
          })
          .map((values) => ({enum: values}) as JsonObject),
        numbers(),
        texts(),
        objects(inner),
        arrays(inner),
        fc.array(inner, {minLength: 1, maxLength: 3}).map((anyOf) => ({anyOf})),
        distinct(inner),
        inner.map((one) => ({allOf: [one, {description: 'and nothing else'}]})),
        inner.map((one) => (typeof one.type === 'string' ? {...one, nullable: true} : one)),
      ),
    };
  })
  .schema.map(withoutNull);

function numbers(): fc.Arbitrary<JsonObject> {
  const bound = fc.option(fc.integer({min: -1000, max: 1000}), {nil: undefined});
  return fc
    .record({
      type: fc.constantFrom('integer', 'number'),
      low: bound,
      span: fc.option(fc.integer({min: 2, max: 300}), {nil: undefined}),
      exclusive: fc.boolean(),
      multipleOf: fc.option(fc.constantFrom(1, 2, 0.5, 0.1, 0.01), {nil: undefined}),
    })
    .map(({type, low, span, exclusive, multipleOf}) => {
      const high = span === undefined ? undefined : (low ?? 0) + span;
      const bounds = exclusive ? {exclusiveMinimum: low, exclusiveMaximum: high} : {minimum: low, maximum: high};
      return defined({type, ...bounds, multipleOf: span !== undefined && span < 4 ? undefined : multipleOf});
    });
}

function texts(): fc.Arbitrary<JsonObject> {
  const lengths = fc
    .record({
      low: fc.option(fc.integer({min: 0, max: 60}), {nil: undefined}),
      span: fc.option(fc.integer({min: 0, max: 60}), {nil: undefined}),
    })
    .map(({low, span}) => defined({minLength: low, maxLength: span === undefined ? undefined : (low ?? 0) + span}));
  return fc.oneof(
    lengths.map((keywords) => ({type: 'string', ...keywords})),
    fc.constantFrom(...FORMATS).map((format) => ({type: 'string', format})),
    fc.constantFrom(...PATTERNS).map((pattern) => ({type: 'string', pattern})),
    fc.integer({min: 10, max: 40}).map((minLength) => ({type: 'string', format: 'email', minLength})),
    fc
      .integer({min: 3, max: 12})
      .map((minLength) => ({type: 'string', pattern: '^[a-z0-9_]+$', minLength, maxLength: minLength + 1})),
  );
}

function objects(inner: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  const name = fc.constantFrom('id', 'title', 'summary', 'tags', 'score', 'owner', 'x y', 'constructor');
  return fc
    .record({
      members: fc.uniqueArray(fc.tuple(name, inner, fc.boolean()), {maxLength: 4, selector: ([key]) => key}),
      closed: fc.boolean(),
    })
    .map(({members, closed}) => ({
      type: 'object',
      properties: Object.fromEntries(members.map(([key, schema]) => [key, schema])),
      required: members.filter(([, , required]) => required).map(([key]) => key),
      ...(closed && {additionalProperties: false}),
    }));
}

function arrays(inner: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  const sizes = fc.record({
    low: fc.integer({min: 0, max: 4}),
    span: fc.integer({min: 0, max: 3}),
    stated: fc.boolean(),
  });
  const distinctItems = fc.constantFrom<JsonObject>(
    {type: 'string'},
    {type: 'integer', minimum: 1, maximum: 7},
    {type: 'string', format: 'uuid'},
  );
  return fc.oneof(
    fc.tuple(inner, sizes).map(([items, {low, span, stated}]) => ({
      type: 'array',
      items,
      ...(stated && {minItems: low, maxItems: low + span}),
    })),
    fc
      .tuple(distinctItems, sizes)
      .map(([items, {low, span}]) => ({type: 'array', items, uniqueItems: true, minItems: low, maxItems: low + span})),
  );
}

/** Alternatives that no value fits two of. */
function distinct(inner: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  return fc.array(inner, {minLength: 1, maxLength: 3}).map((schemas) => ({
    oneOf: schemas.map((value, index) => ({
      type: 'object',
      properties: {kind: {const: `kind${index}`}, value},
      required: ['kind', 'value'],
    })),
  }));
}

function defined(schema: Record<string, unknown>): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined)) as JsonObject;
}

/** Fast-check makes objects without a prototype, which ajv takes for something else. */
function withoutNull(schema: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(schema)) as JsonObject;
}
