/** What the value of a JSON Schema keyword is. */
export type KeywordKind =
  | 'schema'
  | 'schemas'
  | 'schema or schemas'
  | 'schemas by name'
  | 'schemas by pattern'
  | 'type'
  | 'pattern'
  | 'reference'
  | 'count'
  | 'number'
  | 'boolean'
  | 'text'
  | 'texts'
  | 'choices'
  | 'anything';

/** Of drafts 6 to 2020-12, and what vendors add. */
export const KEYWORDS: Readonly<Record<string, KeywordKind>> = {
  not: 'schema',
  if: 'schema',
  // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
  then: 'schema',
  else: 'schema',
  contains: 'schema',
  propertyNames: 'schema',
  additionalProperties: 'schema',
  additionalItems: 'schema',
  unevaluatedProperties: 'schema',
  unevaluatedItems: 'schema',
  contentSchema: 'schema',
  allOf: 'schemas',
  anyOf: 'schemas',
  oneOf: 'schemas',
  prefixItems: 'schemas',
  items: 'schema or schemas',
  properties: 'schemas by name',
  $defs: 'schemas by name',
  definitions: 'schemas by name',
  dependentSchemas: 'schemas by name',
  patternProperties: 'schemas by pattern',
  type: 'type',
  pattern: 'pattern',
  $ref: 'reference',
  $dynamicRef: 'reference',
  $recursiveRef: 'reference',
  minLength: 'count',
  maxLength: 'count',
  minItems: 'count',
  maxItems: 'count',
  minContains: 'count',
  maxContains: 'count',
  minProperties: 'count',
  maxProperties: 'count',
  minimum: 'number',
  maximum: 'number',
  exclusiveMinimum: 'number',
  exclusiveMaximum: 'number',
  multipleOf: 'number',
  uniqueItems: 'boolean',
  readOnly: 'boolean',
  writeOnly: 'boolean',
  deprecated: 'boolean',
  nullable: 'boolean',
  $recursiveAnchor: 'boolean',
  title: 'text',
  description: 'text',
  format: 'text',
  contentEncoding: 'text',
  contentMediaType: 'text',
  $comment: 'text',
  $anchor: 'text',
  $dynamicAnchor: 'text',
  $id: 'text',
  $schema: 'text',
  required: 'texts',
  propertyOrdering: 'texts',
  enum: 'choices',
  const: 'anything',
  default: 'anything',
  example: 'anything',
  examples: 'anything',
  dependencies: 'anything',
  dependentRequired: 'anything',
  discriminator: 'anything',
};

export const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'] as const;

/** What people write who think in another language. */
const MEANT: Readonly<Record<string, string>> = {
  str: 'string',
  text: 'string',
  date: 'string',
  int: 'integer',
  float: 'number',
  bool: 'boolean',
  list: 'array',
  dict: 'object',
  map: 'object',
};

export function isType(word: string): boolean {
  return (TYPES as readonly string[]).includes(word);
}

/** The type that is written so in another language. */
export function meantType(word: string): string | undefined {
  const key = word.toLowerCase();
  return Object.hasOwn(MEANT, key) ? MEANT[key] : undefined;
}
