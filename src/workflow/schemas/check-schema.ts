import {didYouMean, nearest} from '../../domain/nearest.js';
import {isList, isMap, type Located, type LocatedMap} from '../../project/located.js';
import type {Problems} from '../../project/problems.js';
import {inWords} from '../../project/shapes.js';
import {checkKeyword} from './check-keyword.js';
import {checkPattern} from './check-pattern.js';
import {KEYWORDS} from './keywords.js';
import {checkReference} from './local-reference.js';

const MAX_DEPTH = 64;
const MAX_KEYWORDS = 5_000;

/** What the check of one schema shares. */
interface SchemaCheck {
  /** The whole schema: what references point into. */
  readonly root: Located;
  readonly problems: Problems;
  readonly counted: {keywords: number};
}

/** Reports what keeps a JSON Schema from being used: unknown types, remote references, patterns with look-around, … */
export function checkSchema(root: Located, problems: Problems): void {
  const check = {root, problems, counted: {keywords: 0}};
  checkNode(root, 1, check);
  if (check.counted.keywords <= MAX_KEYWORDS) return;
  const message = `The schema has ${check.counted.keywords} keywords; at most ${MAX_KEYWORDS} are taken.`;
  problems.error(root, message);
}

function checkNode(node: Located, depth: number, check: SchemaCheck): void {
  const {problems} = check;
  if (typeof node.value === 'boolean') return;
  if (!isMap(node.value)) return problems.error(node, `The schema is ${inWords(node)}; it should be a map.`);
  if (depth > MAX_DEPTH) return problems.error(node, `The schema is nested deeper than ${MAX_DEPTH} levels.`);
  check.counted.keywords += node.value.size;
  for (const [keyword, entry] of node.value) checkEntry(keyword, {entry, depth}, check);
  checkChoices(node.value, problems);
  checkRequired(node.value, problems);
}

function checkEntry(keyword: string, {entry, depth}: {entry: Located; depth: number}, check: SchemaCheck): void {
  const {problems, root} = check;
  const kind = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
  const inner = (nodes: Iterable<Located>) => {
    for (const node of nodes) checkNode(node, depth + 1, check);
  };
  if (kind === undefined) {
    if (keyword.startsWith('x-')) return;
    const near = nearest(keyword, Object.keys(KEYWORDS));
    const message = `"${keyword}" is not a keyword of JSON Schema; it checks nothing.`;
    problems.warn(entry, message, near === undefined ? undefined : `Did you mean "${near}"?`);
  } else if (kind === 'reference') checkReference(entry, root, problems);
  else if (kind === 'pattern') checkPattern(entry, problems);
  else if (kind === 'schema' || (kind === 'schema or schemas' && !isList(entry.value))) inner([entry]);
  else if (kind === 'schemas' || kind === 'schema or schemas') inner(listOf(keyword, entry, problems));
  else if (kind === 'schemas by name') inner(mapAt(keyword, entry, problems).values());
  else if (kind === 'schemas by pattern') {
    const schemas = mapAt(keyword, entry, problems);
    for (const pattern of schemas.keys()) checkPattern({...entry, value: pattern}, problems);
    inner(schemas.values());
  } else checkKeyword(keyword, {entry, kind}, problems);
}

function checkChoices(schema: LocatedMap, problems: Problems): void {
  const type = schema.get('type')?.value;
  const choices = schema.get('enum')?.value;
  if (type !== 'string' || !isList(choices)) return;
  for (const choice of choices) {
    if (typeof choice.value === 'string') continue;
    const suggestion =
      isMap(choice.value) || isList(choice.value) ? undefined : `Put it into quotes: "${choice.value}"`;
    problems.error(choice, `A string can never be ${inWords(choice)}.`, suggestion);
  }
}

function checkRequired(schema: LocatedMap, problems: Problems): void {
  const required = schema.get('required')?.value;
  const properties = schema.get('properties')?.value;
  if (!isList(required) || !isMap(properties) || schema.get('additionalProperties')?.value !== false) return;
  for (const entry of required) {
    if (typeof entry.value !== 'string' || properties.has(entry.value)) continue;
    const message = `"${entry.value}" is required, but is no property, and no others are allowed.`;
    problems.error(entry, message, didYouMean(entry.value, properties.keys()));
  }
}

function listOf(keyword: string, entry: Located, problems: Problems): readonly Located[] {
  if (isList(entry.value) && entry.value.length > 0) return entry.value;
  problems.error(entry, `"${keyword}" is ${inWords(entry)}; it should be a list of schemas.`);
  return [];
}

function mapAt(keyword: string, entry: Located, problems: Problems): LocatedMap {
  if (isMap(entry.value)) return entry.value;
  problems.error(entry, `"${keyword}" is ${inWords(entry)}; it should be a map of schemas.`);
  return new Map();
}
