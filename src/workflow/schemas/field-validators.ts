import {isList, isMap, type Located, placed} from '../../project/located.js';
import type {Problems} from '../../project/problems.js';
import {inWords} from '../../project/shapes.js';

/** Keywords that judge a value by themselves, whatever stands beside them. */
const JUDGING = [
  'not',
  'enum',
  'const',
  'pattern',
  'format',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'uniqueItems',
];

/**
 * Puts what the older `validators` of a field say into its JSON Schema: all of them must hold. What has no keyword there
 * is a problem.
 */
export function addValidators(schema: Map<string, Located>, validators: Located, problems: Problems): void {
  if (!isList(validators.value)) {
    const message = `"validators" is ${inWords(validators)}; it should be a list of maps.`;
    return problems.error(validators, message, 'Write validators: [{not: {const: "n/a"}}]');
  }
  for (const validator of validators.value) {
    if (!isMap(validator.value)) reportUnknown(validator, inWords(validator), problems);
    else for (const [key, entry] of validator.value) addKeyword(schema, {key, entry}, problems);
  }
}

/** A keyword that the field has already stands beside it: one map has each of its keys once. */
function addKeyword(
  schema: Map<string, Located>,
  {key, entry}: {key: string; entry: Located},
  problems: Problems,
): void {
  if (!JUDGING.includes(key)) return reportUnknown(entry, `"${key}"`, problems);
  if (key === 'not' && !isMap(entry.value)) return reportNot(entry, problems);
  if (!schema.has(key)) return void schema.set(key, entry);
  const all = schema.get('allOf');
  const before = isList(all?.value) ? all.value : [];
  schema.set('allOf', placed(all ?? entry, [...before, placed(entry, new Map([[key, entry]]))]));
}

function reportUnknown(at: Located, what: string, problems: Problems): void {
  const message = `"validators" is not supported here with ${what}: a field is judged by keywords of JSON Schema.`;
  const instead = `Write one of ${JUDGING.join(', ')}, or judge the whole answer with reprompt: {validation: my_function}`;
  problems.error(at, message, instead);
}

function reportNot(entry: Located, problems: Problems): void {
  const {value} = entry;
  const meant = isList(value) ? 'enum: […]' : `const: ${typeof value === 'string' ? JSON.stringify(value) : value}`;
  const message = `"not" is ${inWords(entry)}; it should be the schema that a value must not fit.`;
  problems.error(entry, message, `Write not: {${meant}} for what must not be equal, or not: {pattern: …}`);
}
