import type {Json} from '@agac/provider';
import type {ErrorObject, ValidateFunction} from 'ajv';

/** More nulls than this are no way of leaving fields out. */
const MOST = 200;

/**
 * The value without the fields that are null where the schema wants something else or nothing. Vendors that decode by a
 * schema want every field required, and null is then all that a model can write for one that may be missing. The value
 * as it is where that does not make it valid.
 */
export function withoutAbsentNulls(value: Json, validate: ValidateFunction): Json {
  const copy = structuredClone(value);
  for (let left = MOST; left > 0; left -= 1) {
    if (validate(copy)) return copy;
    if (!dropNull(copy, validate.errors?.[0])) return value;
  }
  return value;
}

/** Takes out the field that an error is about, where it is null; false where it is not. */
function dropNull(value: Json, error: ErrorObject | undefined): boolean {
  if (error === undefined || error.data !== null || error.instancePath === '') return false;
  const steps = error.instancePath.split('/').slice(1).map(plainStep);
  const name = steps.pop()!;
  const parent = steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], value);
  if (typeof parent !== 'object' || parent === null || Array.isArray(parent) || !Object.hasOwn(parent, name))
    return false;
  return Reflect.deleteProperty(parent, name);
}

/** As in RFC 6901. */
function plainStep(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
