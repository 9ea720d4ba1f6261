import type {Json, JsonObject} from '@agac/provider';
import {fitSchema, listOf, type SchemaSubset} from '@agac/provider/kit';
import {reasonsAgainst} from './schema-limits.js';

export interface FittedAnswer {
  readonly json: JsonObject;
  /** Whether it can be enforced. Otherwise it is the whole schema, to be shown to the model. */
  readonly strict: boolean;
  /** What is not enforced, to follow "the vendor does not enforce". */
  readonly dropped: readonly string[];
}

/** Docs: structured-outputs, "JSON Schema limitations", read 2026-11-25. */
const SUBSET: SchemaSubset = {
  keywords: [
    'type',
    'properties',
    'required',
    'items',
    'enum',
    'const',
    'anyOf',
    'allOf',
    '$ref',
    '$defs',
    'definitions',
    'description',
    'pattern',
    'format',
    'minItems',
  ],
  formats: ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'uri', 'ipv4', 'ipv6', 'uuid'],
  closed: true,
  oneOfAsAnyOf: true,
  finish: withinLimits,
};

/** May stand beside a reference. */
const BESIDE_REF = ['$ref', '$defs', 'definitions'];
/** Escapes but those of plain classes and signs, groups that look around, choices, and counts of three digits. */
const HARD_PATTERN = /\\[^dws.\-+*?()[\]{}^$/\\]|\(\?|\||\{\d*,?\d{3,}/;

/**
 * A schema in the subset of `output_config.format`, where that is possible without making it another one; else the
 * whole schema, which the model can only be shown. Pure.
 */
export function fitAnthropic(schema: JsonObject): FittedAnswer {
  const {json, dropped, changed} = fitSchema(schema, SUBSET);
  const reasons = [...changed, ...reasonsAgainst(json)];
  if (reasons.length === 0) return {json, strict: true, dropped};
  return {json: schema, strict: false, dropped: [`the schema, since it cannot be strict (${reasons.join(', ')})`]};
}

/** What is taken out here makes the schema a wider one: what fits the one that was meant fits it too. */
function withinLimits(schema: JsonObject, dropped: (what: string) => void): JsonObject {
  const isRef = schema['$ref'] !== undefined;
  const entries = Object.entries(schema).flatMap(([keyword, value]): [string, Json][] => {
    if (value === undefined) return [];
    // Descriptions beside a reference are not understood, and say nothing that is enforced.
    if (isRef && keyword === 'description') return [];
    const limited = isRef && !BESIDE_REF.includes(keyword) ? undefined : limitedValue(keyword, value, schema);
    if (limited !== value && keyword !== 'type') dropped(`${keyword} ${JSON.stringify(value)}`);
    return limited === undefined ? [] : [[keyword, limited]];
  });
  return Object.fromEntries(entries);
}

/** The value as far as it is understood; undefined: not at all. */
function limitedValue(keyword: string, value: Json, schema: JsonObject): Json | undefined {
  switch (keyword) {
    case 'pattern':
      return HARD_PATTERN.test(String(value)) ? undefined : value;
    case 'minItems':
      return typeof value === 'number' && value > 1 ? 1 : value;
    case 'enum':
      return listOf(value)?.every(isPlain) ? value : undefined;
    case 'const':
      return isPlain(value) ? value : undefined;
    case 'type':
      // The values say it already; a list of types beside them would count as a union.
      return Array.isArray(value) && listOf(schema['enum'])?.every(isPlain) ? undefined : value;
    default:
      return value;
  }
}

function isPlain(value: Json): boolean {
  return typeof value !== 'object' || value === null;
}
