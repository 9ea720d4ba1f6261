import type {Json, JsonObject} from '../json.js';

// What a vendor sends is read field by field, and whatever is not what it should be is not there.

/** A text as a JSON object; undefined for anything else. */
export function parsedObject(text: string): JsonObject | undefined {
  try {
    return objectOf(JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}

/** The value where it is an object, neither null nor a list. */
export function objectOf(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** The value where it is a list. */
export function listOf(value: Json | undefined): readonly Json[] | undefined {
  return Array.isArray(value) ? (value as readonly Json[]) : undefined;
}

/** The value where it is a text that is not empty. */
export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The value where it is a whole number from 0, or one written as a text, as 64-bit numbers are. */
export function countOf(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** The fields that are there: what is undefined is left out. */
export function known<Fields extends object>(
  fields: Fields,
): {[Name in keyof Fields]?: Exclude<Fields[Name], undefined>} {
  const there: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) there[name] = value;
  return there as {[Name in keyof Fields]?: Exclude<Fields[Name], undefined>};
}

/** The objects of a list; undefined for what is no list. */
export function objectsOf(value: Json | undefined): readonly JsonObject[] | undefined {
  return listOf(value)?.filter((item) => objectOf(item) !== undefined) as readonly JsonObject[] | undefined;
}
