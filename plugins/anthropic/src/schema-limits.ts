import type {Json, JsonObject} from '@agac/provider';
import {listOf, objectOf} from '@agac/provider/kit';

/** Of one request; docs: structured-outputs, "Schema complexity limits", read 2026-11-23. */
const MOST_OPTIONAL = 24;
const MOST_UNIONS = 16;

/** Without any of these a schema may be anything, which no grammar can be made of. */
const MEANING = ['type', 'enum', 'const', 'anyOf', 'allOf', '$ref'];

/** Why a schema, once in the subset, is refused all the same; none: it is taken. Pure. */
export function reasonsAgainst(root: JsonObject): readonly string[] {
  const schemas = allWithin(root);
  const objects = schemas.map(objectOf).filter((schema) => schema !== undefined);
  const references = objects.filter(({$ref}) => $ref !== undefined);
  const optional = objects.reduce((sum, schema) => sum + optionalIn(schema), 0);
  const unions = objects.filter(isUnion).length;
  const reasons: readonly (readonly [boolean, string])[] = [
    [schemas.some(mayBeAnything), 'a place that may hold anything'],
    [references.some((schema) => targetOf(schema, root) === undefined), 'a reference to what is not there'],
    [references.some(({description}) => description !== undefined), 'rules beside a reference'],
    [objects.some(joinsReference), 'a reference in allOf'],
    [isRecursive(root), 'a schema within itself'],
    [optional > MOST_OPTIONAL, `${optional} fields that may be missing, of at most ${MOST_OPTIONAL}`],
    [unions > MOST_UNIONS, `${unions} choices of type, of at most ${MOST_UNIONS}`],
  ];
  return reasons.filter(([holds]) => holds).map(([, reason]) => reason);
}

/** A schema and all within it; some may be `true` or `false`. References are not followed. */
function allWithin(schema: Json): readonly Json[] {
  return [schema, ...childrenOf(schema).flatMap(allWithin)];
}

function childrenOf(value: Json): readonly Json[] {
  const schema = objectOf(value);
  if (schema === undefined) return [];
  const named = [schema['properties'], schema['$defs'], schema['definitions']].flatMap((map) =>
    Object.values(objectOf(map) ?? {}),
  );
  const lists = [schema['anyOf'], schema['allOf']].flatMap((list) => listOf(list) ?? []);
  return [...named, ...lists, schema['items']].filter((child) => child !== undefined);
}

function mayBeAnything(value: Json): boolean {
  const schema = objectOf(value);
  return schema === undefined || !MEANING.some((keyword) => schema[keyword] !== undefined);
}

function optionalIn({properties, required}: JsonObject): number {
  const names = listOf(required) ?? [];
  return Object.keys(objectOf(properties) ?? {}).filter((name) => !names.includes(name)).length;
}

function isUnion({type, anyOf}: JsonObject): boolean {
  return anyOf !== undefined || (Array.isArray(type) && type.length > 1);
}

function joinsReference({allOf}: JsonObject): boolean {
  return listOf(allOf)?.some((part) => objectOf(part)?.['$ref'] !== undefined) ?? false;
}

/** Whether following references comes back to one that is being followed. */
function isRecursive(root: JsonObject): boolean {
  const harmless = new Set<Json>();
  const comesBack = (schema: Json, above: readonly Json[]): boolean => {
    const reference = objectOf(schema)?.['$ref'];
    // Definitions are looked at where they are referred to.
    if (reference === undefined) return childrenOf(withoutDefinitions(schema)).some((child) => comesBack(child, above));
    if (above.includes(reference)) return true;
    if (harmless.has(reference)) return false;
    const target = targetOf(objectOf(schema) ?? {}, root);
    if (target !== undefined && comesBack(target, [...above, reference])) return true;
    harmless.add(reference);
    return false;
  };
  return comesBack(root, []);
}

function withoutDefinitions(schema: Json): Json {
  const {$defs: _, definitions: __, ...rest} = objectOf(schema) ?? {};
  return rest;
}

/** What a reference within the document points to. */
function targetOf({$ref: reference}: JsonObject, root: JsonObject): JsonObject | undefined {
  if (typeof reference !== 'string' || !/^#(\/|$)/.test(reference)) return undefined;
  const steps = reference
    .split('/')
    .slice(1)
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));
  const found = steps.reduce<Json | undefined>(
    (place, step) => (Array.isArray(place) ? place[Number(step)] : objectOf(place)?.[step]),
    root,
  );
  return objectOf(found);
}
