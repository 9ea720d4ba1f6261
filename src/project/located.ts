import type {Json} from '@agac/provider';

/** Where something is written. */
export interface Place {
  /** Relative to the project root, with forward slashes. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** A value of a YAML file that knows where it is written: at its key, or where it begins as an item of a list. */
export interface Located extends Place {
  readonly value: LocatedValue;
  /** Line of the first character of the value itself: for a block of text, the line after its key. */
  readonly textLine: number;
}

export type LocatedValue = null | boolean | number | string | LocatedList | LocatedMap;
export type LocatedList = readonly Located[];
export type LocatedMap = ReadonlyMap<string, Located>;

export function isMap(value: LocatedValue | undefined): value is LocatedMap {
  return value instanceof Map;
}

export function isList(value: LocatedValue | undefined): value is LocatedList {
  return Array.isArray(value);
}

/** A value that stands in no file, as if it were written at this place. */
export function placed({file, line}: Place, value: LocatedValue): Located {
  return {file, line, textLine: line, value};
}

/** The plain value. Keys become own properties, whatever they are called. */
export function toJson({value}: Located): Json {
  if (isList(value)) return value.map(toJson);
  if (isMap(value)) return Object.fromEntries([...value].map(([key, entry]) => [key, toJson(entry)]));
  return value;
}
