import type {Json, JsonObject} from '@agac/provider';

/** Whether a value is a JSON object. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The array a keyword holds; empty where it holds none. */
export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** The number a keyword holds. */
export function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** The subschemas a keyword such as `properties` holds. */
export function membersOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** An object's own member: a schema may well have a property named `constructor`. */
export function own(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** What a local `$ref` such as `#/$defs/node` points at; undefined for any other. */
export function resolveRef(root: JsonObject, ref: Json | undefined): Json | undefined {
  if (typeof ref !== 'string' || !/^#(\/|$)/.test(ref)) return undefined;
  const steps = ref.slice(1).split('/').slice(1);
  return steps.reduce<Json | undefined>((found, step) => {
    if (typeof found !== 'object' || found === null) return undefined;
    return own(found as JsonObject, decodeStep(step));
  }, root);
}

/** The types a schema allows, `null` where it is `nullable`; none where it does not say. */
export function typesOf({type, nullable}: JsonObject): readonly string[] {
  const types = (Array.isArray(type) ? (type as readonly Json[]) : [type]).filter((name) => typeof name === 'string');
  return nullable === true && types.length > 0 && !types.includes('null') ? [...types, 'null'] : types;
}

function decodeStep(step: string): string {
  try {
    return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return step;
  }
}
