import {didYouMean} from '../../domain/nearest.js';
import {mapOf, textAt, textsAt} from '../../project/keys-of.js';
import {isMap, type Located} from '../../project/located.js';
import type {Problems} from '../../project/problems.js';
import {inWords} from '../../project/shapes.js';
import {addValidators} from './field-validators.js';
import {isType} from './keywords.js';
import {type Field, objectSchema} from './object-schema.js';
import {shorthandType} from './shorthand-schema.js';

const KEYS = ['name', 'title', 'description', 'fields', 'required'];
const SAYS_A_TYPE = ['type', 'enum', 'const', 'anyOf', 'oneOf', 'allOf', '$ref'];

/** Keys of a field that are not part of its JSON Schema. */
const OWN_KEYS = ['id', 'name', 'mappings', 'validators'];

/** The JSON Schema of `{name, fields: [{id, type, …}, …]}`, or of that list alone. */
export function fieldsSchema(schema: Located, list: readonly Located[], problems: Problems): Located {
  const keys = mapOf(schema);
  for (const [key, entry] of keys) {
    if (KEYS.includes(key) || (key === 'type' && entry.value === 'object')) continue;
    problems.warn(entry, `"${key}" is not a key of a schema with fields; it has no effect.`, didYouMean(key, KEYS));
  }
  const fields = list.flatMap((item) => readField(item, problems) ?? []);
  reportTwins(fields, problems);
  const required = requiredNames(schema, fields, problems);
  const about = [...keys].filter(([key]) => key === 'title' || key === 'description');
  const marked = fields.map((field) => ({...field, required: field.required || required.has(field.name)}));
  return objectSchema(schema, marked, about);
}

/** Fields may be listed as required beside them, too. */
function requiredNames(schema: Located, fields: readonly Field[], problems: Problems): ReadonlySet<string> {
  const names = fields.map(({name}) => name);
  const listed = textsAt(mapOf(schema), 'required') ?? [];
  for (const entry of listed) {
    if (names.includes(entry.value)) continue;
    problems.error(entry, `"${entry.value}" is required, but is no field.`, didYouMean(entry.value, names));
  }
  return new Set(listed.map(({value}) => value));
}

function readField(item: Located, problems: Problems): Field | undefined {
  if (!isMap(item.value)) {
    const message = `This field is ${inWords(item)}; it should be a map.`;
    return void problems.error(item, message, 'Write - {id: summary, type: string}');
  }
  const name = textAt(item.value, 'id') ?? textAt(item.value, 'name');
  if (name === undefined)
    return void problems.error(item, 'The field has no id.', 'Write id: and the name of the field.');
  reportMappings(item.value.get('mappings'), problems);
  const schema = new Map([...item.value].filter(([key]) => !OWN_KEYS.includes(key)));
  const validators = item.value.get('validators');
  if (validators !== undefined && validators.value !== null) addValidators(schema, validators, problems);
  const required = schema.get('required')?.value;
  // A list is a keyword of JSON Schema: what a field that is an object requires in turn.
  if (typeof required === 'boolean' || required === null) schema.delete('required');
  const isMarked = expandType(schema, {item, name}, problems);
  return {name, required: required === true || isMarked, schema: {...item, value: schema}};
}

function reportMappings(mappings: Located | undefined, problems: Problems): void {
  if (mappings === undefined || mappings.value === null || mapOf(mappings).size === 0) return;
  const message = '"mappings" is not supported here: a field has one name, whoever answers.';
  problems.error(mappings, message, 'Remove it, and call the field what it should be called in the outputs.');
}

/** A field's type, and that of its items, may be in the short form. Returns whether it ends in `!`. */
function expandType(
  schema: Map<string, Located>,
  {item, name}: {item: Located; name: string},
  problems: Problems,
): boolean {
  const items = schema.get('items');
  const short = typeof items?.value === 'string' ? shorthandType(items, `${name}[]`, problems) : undefined;
  if (short !== undefined) schema.set('items', short.schema);
  const type = schema.get('type');
  if (typeof type?.value === 'string' && !isType(type.value)) {
    const expanded = shorthandType(type, name, problems);
    schema.delete('type');
    for (const [key, entry] of mapOf(expanded?.schema)) if (!schema.has(key)) schema.set(key, entry);
    return expanded?.required ?? false;
  }
  const message = `The field "${name}" has no type.`;
  if (!SAYS_A_TYPE.some((key) => schema.has(key))) problems.error(item, message, 'Write type: string, for example.');
  return false;
}

function reportTwins(fields: readonly Field[], problems: Problems): void {
  const seen = new Set<string>();
  for (const {name, schema} of fields) {
    if (seen.has(name)) problems.error(schema, `The field "${name}" is there a second time.`, 'Remove one of the two.');
    seen.add(name);
  }
}
