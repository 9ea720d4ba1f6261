import type {Json, JsonObject} from '../json.js';
import {listOf, objectOf} from './read-json.js';

/** What a vendor's structured output understands of JSON Schema. */
export interface SchemaSubset {
  /** Keywords that are sent as they are. All others are taken out, and what they said goes into the description. */
  readonly keywords: readonly string[];
  /** Values of `format` that are sent; undefined: all, where `format` is one of the keywords. */
  readonly formats?: readonly string[];
  /** Objects must say `additionalProperties: false`. */
  readonly closed?: boolean;
  /** Every property must be required: one that may be missing becomes one that may be null. */
  readonly allRequired?: boolean;
  /** `oneOf` is written as `anyOf`. */
  readonly oneOfAsAnyOf?: boolean;
  /** A last change to each schema, from the inside out; `dropped` is told what it takes out. `written`: as it was before. */
  readonly finish?: (schema: JsonObject, dropped: (what: string) => void, written: JsonObject) => JsonObject;
}

export interface FittedSchema {
  readonly json: JsonObject;
  /** What the vendor will not enforce, a sentence each, with the place in the schema. It is checked on return all the same. */
  readonly dropped: readonly string[];
  /** The keywords that were taken out, each once. */
  readonly droppedKeywords: readonly string[];
  /** Places of objects that may hold anything and now may not: enforced like this, the schema is another one. */
  readonly narrowed: readonly string[];
  /** Why it is another schema now, where it is: an answer that keeps to what is left may be no answer at all. */
  readonly changed: readonly string[];
}

/** Keywords that say nothing about a value; leaving them out loses nothing. */
const SILENT = ['$schema', '$id', '$comment', 'title', 'examples', 'default', 'deprecated', 'readOnly', 'writeOnly'];
/** Keywords without which a schema is another one. */
const STRUCTURAL = [
  'allOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  'prefixItems',
  'patternProperties',
  'propertyNames',
  'dependentSchemas',
  'dependentRequired',
  'dependencies',
  'contains',
  'unevaluatedProperties',
  'unevaluatedItems',
];
/** Keywords whose value maps free names to schemas. */
const NAMED = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'];
/** Keywords whose value is a schema, or a list of them. */
const NESTED = ['items', 'additionalProperties', 'prefixItems', 'anyOf', 'oneOf', 'allOf', 'not', 'contains'];

/**
 * A schema in a vendor's subset, and what had to be left out. Pure. What is left out is put into words in the
 * description next to it, where the model sees it.
 */
export function fitSchema(schema: JsonObject, subset: SchemaSubset): FittedSchema {
  const dropped: string[] = [];
  const droppedKeywords = new Set<string>();
  const narrowed: string[] = [];
  const json = fit(schema, {subset, at: '', dropped, droppedKeywords, narrowed});
  const structural = [...droppedKeywords].filter((keyword) => STRUCTURAL.includes(keyword));
  const changed = [...structural, ...narrowed.map((place) => `${place} may have fields of any name`)];
  return {json, dropped, droppedKeywords: [...droppedKeywords], narrowed, changed};
}

interface Fitting {
  readonly subset: SchemaSubset;
  /** Path of property names. */
  readonly at: string;
  readonly dropped: string[];
  readonly droppedKeywords: Set<string>;
  readonly narrowed: string[];
}

function fit(schema: JsonObject, fitting: Fitting): JsonObject {
  const {subset, at, dropped, narrowed} = fitting;
  const said: string[] = [];
  const place = at === '' ? 'the answer' : `\`${at}\``;
  const drop = (what: string) => {
    said.push(what);
    dropped.push(`${place}: ${what}`);
  };
  const kept: Record<string, Json> = {};
  for (const [written, value] of Object.entries(schema)) {
    if (value === undefined) continue;
    const keyword = written === 'oneOf' && subset.oneOfAsAnyOf ? 'anyOf' : written;
    if (subset.closed && keyword === 'additionalProperties') continue;
    if (isKept(keyword, value, subset)) kept[keyword] = fitValue(keyword, value, fitting);
    else if (!SILENT.includes(keyword)) {
      drop(`${keyword} ${JSON.stringify(value)}`);
      fitting.droppedKeywords.add(keyword);
    }
  }
  if (subset.closed && isOpen(schema)) narrowed.push(place);
  const whole = withObjectRules(kept, schema, subset);
  const finished = subset.finish?.(whole, drop, schema) ?? whole;
  return said.length === 0 ? finished : described(finished, said);
}

function isKept(keyword: string, value: Json, {keywords, formats}: SchemaSubset): boolean {
  if (!keywords.includes(keyword)) return false;
  return keyword !== 'format' || formats === undefined || formats.includes(String(value));
}

function fitValue(keyword: string, value: Json, {at, ...fitting}: Fitting): Json {
  const within = (inner: Json, name?: string): Json => {
    const schema = objectOf(inner);
    return schema === undefined ? inner : fit(schema, {...fitting, at: pathTo(at, keyword, name)});
  };
  if (NAMED.includes(keyword)) {
    return Object.fromEntries(
      Object.entries(objectOf(value) ?? {}).map(([name, inner]) => [name, within(inner ?? {}, name)]),
    );
  }
  if (!NESTED.includes(keyword)) return value;
  return listOf(value)?.map((inner) => within(inner)) ?? within(value);
}

function pathTo(at: string, keyword: string, name: string | undefined): string {
  const step = name ?? (keyword === 'items' ? '[]' : '');
  return at === '' || step === '' ? at + step : step === '[]' ? `${at}[]` : `${at}.${step}`;
}

/** Whether fields are wanted that the schema does not name. */
function isOpen(schema: JsonObject): boolean {
  const {additionalProperties, properties} = schema;
  if (additionalProperties !== undefined) return additionalProperties !== false;
  return typesOf(schema).includes('object') && properties === undefined;
}

function withObjectRules(kept: JsonObject, schema: JsonObject, subset: SchemaSubset): JsonObject {
  const properties = objectOf(kept['properties']);
  if (properties === undefined && !typesOf(schema).includes('object')) return kept;
  const object = subset.closed ? {...kept, additionalProperties: false} : kept;
  if (!subset.allRequired || properties === undefined) return object;
  const required = listOf(schema['required']) ?? [];
  const all = Object.entries(properties).map(([name, property]) => [
    name,
    required.includes(name) ? property : nullable(objectOf(property) ?? {}),
  ]);
  return {...object, properties: Object.fromEntries(all), required: Object.keys(properties)};
}

/** The same schema, or null: what stands for a property that is not there. */
function nullable(schema: JsonObject): JsonObject {
  const types = typesOf(schema);
  if (types.includes('null')) return schema;
  const choices = listOf(schema['enum']);
  if (types.length > 0 && schema['const'] === undefined) {
    return {...schema, type: [...types, 'null'], ...(choices && {enum: [...choices, null]})};
  }
  const alternatives = listOf(schema['anyOf']);
  if (alternatives !== undefined && Object.keys(schema).length === 1) {
    return {anyOf: [...alternatives, {type: 'null'}]};
  }
  return {anyOf: [schema, {type: 'null'}]};
}

function typesOf({type}: JsonObject): readonly Json[] {
  return listOf(type) ?? (type === undefined ? [] : [type]);
}

function described(schema: JsonObject, said: readonly string[]): JsonObject {
  const {description} = schema;
  const rules = `Must keep to: ${said.join('; ')}.`;
  return {...schema, description: typeof description === 'string' ? `${description} ${rules}` : rules};
}
