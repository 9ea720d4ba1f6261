import type {Json, JsonObject} from '@agac/provider';
import {nearest} from '../domain/nearest.js';
import type {EngineError} from '../templates/engine-error.js';
import {fieldOf, isObject} from './field-tree.js';

/** A name that a prompt uses and its context does not have. */
export interface MissingName {
  /** As the prompt writes it, up to the part that is missing: `source.mesage`. */
  readonly field: string;
  /** The nearest there is: `source.message`. */
  readonly suggestion?: string;
}

const CHAIN = /[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*|\["[^"]*"\]|\['[^']*'\]|\[\d+\])*/gu;

/** The first name in the stretch that an error marks which the context does not have; undefined: there is none. */
export function missingName({snippet, names}: EngineError, context: JsonObject): MissingName | undefined {
  if (snippet === undefined) return undefined;
  const width = (text: string) => Array.from(text).length;
  for (const {0: chain, index} of snippet.line.matchAll(CHAIN)) {
    const start = width(snippet.line.slice(0, index));
    if (start >= snippet.end || start + width(chain) <= snippet.start) continue;
    const parts = chain.match(/[^.[]+|\[[^\]]*\]/g) ?? [];
    const isOwn = names.includes(parts[0]!) && !Object.hasOwn(context, parts[0]!);
    if (isOwn) return {field: chain};
    const found = missingIn(context, parts);
    if (found !== undefined) return found;
  }
  return undefined;
}

function missingIn(context: JsonObject, parts: readonly string[]): MissingName | undefined {
  let value: Json = context;
  for (const [i, part] of parts.entries()) {
    const key = part.replace(/^\[["']?|["']?\]$/g, '');
    const next: Json | undefined = Array.isArray(value) ? value[Number(key)] : fieldOf(value, key);
    if (next !== undefined) {
      value = next;
      continue;
    }
    const above = parts.slice(0, i);
    const suggestion = suggestionFor(key, {value, above, context});
    return {field: spelt(parts.slice(0, i + 1)), ...(suggestion === undefined ? {} : {suggestion})};
  }
  return undefined;
}

function suggestionFor(
  key: string,
  {value, above, context}: {value: Json; above: readonly string[]; context: JsonObject},
): string | undefined {
  const meant = nearest(key, isObject(value) ? Object.keys(value) : []);
  if (meant !== undefined) return spelt([...above, isIdentifier(meant) ? meant : `["${meant}"]`]);
  return above.length === 0 ? fieldAnywhere(context, key) : undefined;
}

/** For a field written without its namespace. */
function fieldAnywhere(context: JsonObject, name: string): string | undefined {
  const fields = Object.entries(context).flatMap(([namespace, inner]) =>
    Object.keys(isObject(inner) ? inner : {}).map((field) => ({field, path: `${namespace}.${field}`})),
  );
  const meant = nearest(
    name,
    fields.map(({field}) => field),
  );
  return fields.find(({field}) => field === meant)?.path;
}

function isIdentifier(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name);
}

function spelt(parts: readonly string[]): string {
  return parts.reduce((path, part) => (part.startsWith('[') ? path + part : `${path}.${part}`));
}
