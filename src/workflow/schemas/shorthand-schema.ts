import type {Json} from '@agac/provider';
import {mapOf} from '../../project/keys-of.js';
import {type Located, type LocatedValue, placed} from '../../project/located.js';
import type {Problems} from '../../project/problems.js';
import {inWords} from '../../project/shapes.js';
import {type Field, objectSchema} from './object-schema.js';
import {parseShorthandType} from './shorthand-type.js';

/** The JSON Schema of the short form: `{summary: string!, tags: array[string]}`. */
export function shorthandSchema(schema: Located, problems: Problems): Located {
  const fields = [...mapOf(schema)].flatMap(([name, entry]) => readField(name, entry, problems) ?? []);
  return objectSchema(schema, fields, []);
}

function readField(name: string, entry: Located, problems: Problems): Field | undefined {
  const type = shorthandType(entry, name, problems);
  return type === undefined ? undefined : {name, ...type};
}

/** What a type in the short form stands for. `field` is named by problems. */
export function shorthandType(entry: Located, field: string, problems: Problems): Omit<Field, 'name'> | undefined {
  if (typeof entry.value !== 'string') {
    const message = `The field "${field}" is ${inWords(entry)}; it should be the name of a type.`;
    return void problems.error(
      entry,
      message,
      'Write a type, such as string or array[string]!, or a list under fields:.',
    );
  }
  const type = parseShorthandType(entry.value);
  if (!('message' in type)) return {required: type.required, schema: toLocated(type.schema as unknown as Json, entry)};
  return void problems.error(entry, `The field "${field}": ${type.message}`, type.suggestion);
}

function toLocated(json: Json, at: Located): Located {
  return placed(at, locatedValue(json, at));
}

function locatedValue(json: Json, at: Located): LocatedValue {
  if (Array.isArray(json)) return json.map((item) => toLocated(item, at));
  if (typeof json !== 'object' || json === null) return json as LocatedValue;
  return new Map(Object.entries(json).map(([key, item]) => [key, toLocated(item ?? null, at)]));
}
