import type {SchemaSubset} from '../kit/fit-schema.js';

/** Structured outputs: platform.openai.com/docs/guides/structured-outputs, read 2026-11-23. */
export const OPENAI_SUBSET: SchemaSubset = {
  keywords: [
    'type',
    'properties',
    'required',
    'items',
    'enum',
    'const',
    'anyOf',
    '$ref',
    '$defs',
    'definitions',
    'description',
    'pattern',
    'format',
    'minimum',
    'maximum',
    'exclusiveMinimum',
    'exclusiveMaximum',
    'multipleOf',
    'minItems',
    'maxItems',
  ],
  formats: ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid'],
  closed: true,
  allRequired: true,
};
