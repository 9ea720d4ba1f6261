import {CORE_SCHEMA, constructFromEvents, EVENT_ID, type Event, mergeTag, parseEvents, YAMLException} from 'js-yaml';
import {lineFinder} from '../domain/line-finder.js';
import type {Located} from './located.js';
import type {Problems} from './problems.js';
import {readTextFile, type TextFile} from './read-text.js';
import {buildTree} from './yaml-tree.js';

const MAX_BYTES = 1_000_000;
const MAX_DEPTH = 100;
const MAX_ALIASES = 100;

/** YAML 1.2 without dates and custom tags; `<<` is understood, as other YAML readers do. */
const SCHEMA = CORE_SCHEMA.withTags(mergeTag);

/**
 * Reads a YAML or JSON file; undefined, with a problem, when it cannot be read. An empty file is a null.
 * Duplicate keys are warned of; the last one counts.
 */
export function readYaml(source: TextFile, problems: Problems, maxBytes = MAX_BYTES): Located | undefined {
  const text = readTextFile(source, problems, maxBytes);
  return text === undefined ? undefined : parseYaml(text, source.file, problems);
}

/**
 * The same for a text that is already there. `file` is what problems name, and `lineOf` the line in it that a line of
 * the text comes from.
 */
export function parseYaml(
  text: string,
  file: string,
  problems: Problems,
  lineOf: (line: number) => number = (line) => line,
): Located | undefined {
  try {
    const events = parseEvents(text, {maxDepth: MAX_DEPTH});
    const documents = events.filter(({type}) => type === EVENT_ID.DOCUMENT).length;
    if (documents === 0) return {file, line: 1, textLine: 1, value: null};
    if (documents > 1) return void problems.error({file}, 'The file holds several YAML documents; one is expected.');
    requireConstructible(events, text);
    const lineAt = lineFinder(text);
    return buildTree({events, text, file, schema: SCHEMA, lineAt: (offset) => lineOf(lineAt(offset))}, problems);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    // The exception's message shows the source around the place, which may hold a secret; its reason does not.
    const line = (error.mark?.line ?? 0) + 1;
    const hint = hintFor(text.split('\n')[line - 1] ?? '');
    return void problems.error({file, line: lineOf(line)}, `This is not valid YAML: ${error.reason}.`, hint);
  }
}

/** Lets the library judge tags, anchors and merges; its values, which have no lines, are not used. */
function requireConstructible(events: Event[], source: string): void {
  constructFromEvents(events, {source, schema: SCHEMA, json: true, maxAliases: MAX_ALIASES});
}

function hintFor(line: string): string | undefined {
  if (line.includes('{%')) return 'Jinja statements about fields of a record belong into prompts.';
  if (line.includes('{{')) return 'Put text with {{ … }} into quotes, or move it into a file of the prompt store.';
  if (/^ *\t/.test(line)) return 'Indent with spaces; YAML takes no tabs there.';
  if (/: .*: /.test(line)) return 'Put text that holds a colon and a space into quotes.';
  return undefined;
}
