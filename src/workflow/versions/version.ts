import type {JsonObject} from '@agac/provider';

/** What `versions` of an action says. */
export interface Versions {
  /** Each makes an action of its own, called `<name>_<value>`. */
  readonly values: readonly (number | string)[];
  /** The name that the workflow gives to the value, besides `i`. */
  readonly param: string;
  /** Each version comes after the one before it. */
  readonly isSequential: boolean;
}

/** One of the actions that a single one with `versions` stands for. */
export interface Version extends Versions {
  /** Name of the action as it is written. */
  readonly base: string;
  /** Position among the versions, from 0. */
  readonly index: number;
}

export function versionName(base: string, value: number | string): string {
  return `${base}_${value}`;
}

export function valueIn({values, index}: Version): number | string {
  return values[index]!;
}

/** What prompts, guards and tools of a version may name: `version.*`, `i`, `idx` and the parameter. */
export function constantsOf(of: Version): JsonObject {
  const {base, values, param, index} = of;
  const value = valueIn(of);
  const version = {
    i: value,
    idx: index,
    length: values.length,
    first: index === 0,
    last: index === values.length - 1,
    base_name: base,
    param_name: param,
    [param]: value,
  };
  // Prompts of the oldest projects say `loop` for it.
  return {version, loop: version, i: value, idx: index, [param]: value};
}

/**
 * Whether a name means the version before the first one, of which there is none: in sequential versions `${i-1}` and
 * the name of the action itself lead there.
 */
export function isBeforeFirst(name: string, {base, values, index, isSequential}: Version): boolean {
  if (!isSequential) return false;
  if (name === base) return index === 0;
  const [first] = values;
  const written = name.startsWith(`${base}_`) ? name.slice(base.length + 1) : '';
  return typeof first === 'number' && /^-?\d+$/.test(written) && Number(written) < first;
}
