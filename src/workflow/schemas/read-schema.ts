import type {JsonObject} from '@agac/provider';
import type {ActionSchema} from '../../domain/workflow.js';
import {mapOf, textAt} from '../../project/keys-of.js';
import {isList, isMap, type Located, toJson} from '../../project/located.js';
import {Problems} from '../../project/problems.js';
import {inWords} from '../../project/shapes.js';
import {fillInAll} from '../versions/fill-in.js';
import type {Version} from '../versions/version.js';
import {checkSchema} from './check-schema.js';
import {fieldsSchema} from './fields-schema.js';
import {referenceOf, resolveReference} from './local-reference.js';
import {schemaForm} from './schema-form.js';
import type {SchemaStore} from './schema-store.js';
import {shorthandSchema} from './shorthand-schema.js';

const MAX_BYTES = 1_000_000;

/** These say something about the document, not about answers, or are not of JSON Schema. */
const DOCUMENT_KEYS = ['$schema', '$id', 'name'];

export interface SchemaReading {
  readonly schemas: SchemaStore;
  readonly problems: Problems;
  /** Names a schema that has no name of its own. */
  readonly action: string;
  /** Where the action is one of several versions: its value goes into the schema's texts, too. */
  readonly version?: Version | undefined;
}

/** The schema that an action names or holds, in whichever form; undefined, with problems, when it cannot be used. */
export function readSchema(
  entry: Located,
  {schemas, problems, action, version}: SchemaReading,
): ActionSchema | undefined {
  const {value} = entry;
  const read = typeof value === 'string' ? schemas.read({...entry, value}) : entry;
  if (read === undefined) return undefined;
  const document = version === undefined ? read : fillInAll(read, version);
  const found = new Problems();
  const schema = compile(document, typeof value === 'string' ? stem(value) : action, found);
  for (const problem of found.all()) problems.add(problem);
  return found.hasErrors ? undefined : schema;
}

function compile(document: Located, defaultName: string, problems: Problems): ActionSchema | undefined {
  const schema = normalise(document, problems);
  if (schema === undefined) return undefined;
  checkSchema(schema, problems);
  const root = rootOf(schema);
  if (root === undefined) {
    const message = 'The schema describes neither an object nor a list.';
    return void problems.error(document, message, 'Write type: object and properties: at its top.');
  }
  const json = toJson(schema) as JsonObject;
  const bytes = Buffer.byteLength(JSON.stringify(json));
  if (bytes > MAX_BYTES) problems.error(document, `The schema has ${bytes} bytes; at most ${MAX_BYTES} are taken.`);
  const hasName = schemaForm(document) === 'fields' || schemaForm(document) === 'json schema';
  const name = hasName ? textAt(mapOf(document), 'name') : undefined;
  const isTyped = Object.hasOwn(json, 'type') || Object.hasOwn(json, '$ref');
  return {name: legalName(name ?? defaultName), json: isTyped ? json : {type: root, ...json}, root};
}

/** Every form as a JSON Schema that still knows its lines. One that is written as JSON Schema is kept as it is. */
function normalise(document: Located, problems: Problems): Located | undefined {
  const {value} = document;
  if (isList(value)) return fieldsSchema(document, value, problems);
  if (!isMap(value) || value.size === 0) {
    const message = `The schema is ${inWords(document)}; it should say what an answer holds.`;
    return void problems.error(document, message, 'Write {summary: string!}, a list under fields:, or a JSON Schema.');
  }
  const form = schemaForm(document);
  const fields = value.get('fields')?.value;
  if (form === 'fields' && isList(fields)) return fieldsSchema(document, fields, problems);
  if (form === 'shorthand') return shorthandSchema(document, problems);
  const kept = [...value].filter(([key, entry]) => !(DOCUMENT_KEYS.includes(key) && typeof entry.value === 'string'));
  return {...document, value: new Map(kept)};
}

/** What the whole answer is, references followed. */
function rootOf(schema: Located): 'object' | 'array' | undefined {
  let at: Located | undefined = schema;
  for (let hops = 0; hops < 20 && at !== undefined; hops += 1) {
    const keys = mapOf(at);
    const type = keys.get('type')?.value;
    if (type === 'object' || type === 'array') return type;
    if (type !== undefined) return undefined;
    if (keys.has('properties')) return 'object';
    if (keys.has('items')) return 'array';
    const reference = referenceOf(at);
    at = reference === undefined ? undefined : resolveReference(reference, schema);
  }
  return undefined;
}

function stem(name: string): string {
  return name
    .trim()
    .replace(/^.*\//, '')
    .replace(/\.(ya?ml|json)$/, '');
}

/** Vendors take letters, digits, underscores and hyphens, at most 64. */
function legalName(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 64);
}
