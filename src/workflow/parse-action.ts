import {nearest} from '../domain/nearest.js';
import type {Action, FieldRef} from '../domain/workflow.js';
import {compact, textAt} from '../project/keys-of.js';
import {isList, isMap} from '../project/located.js';
import {inWords} from '../project/shapes.js';
import type {DraftScope} from './context-scope.js';
import {isDispatch} from './dispatches.js';
import type {Draft} from './draft.js';
import type {PlacedRef} from './field-refs.js';
import {parseHitlAction} from './parse-hitl-action.js';
import {parseLlmAction} from './parse-llm-action.js';
import {parseToolAction} from './parse-tool-action.js';
import type {Reading} from './reading.js';
import {readSchema} from './schemas/read-schema.js';

/** What actions of all kinds have. */
export type ActionBase = Pick<Action, 'name' | 'intent' | 'dependencies' | 'beside' | 'scope' | 'schema' | 'line'>;

export interface Connected {
  readonly dependencies: readonly string[];
  readonly beside: readonly string[];
  readonly scope: DraftScope;
}

const PARSERS = {llm: parseLlmAction, tool: parseToolAction, hitl: parseHitlAction};
type Kind = keyof typeof PARSERS;
const KINDS = Object.keys(PARSERS);
/** Of older workflows, and what to write instead. */
const PRIOR_KINDS: Readonly<Record<string, string>> = {
  source: 'Leave it out: an action without dependencies reads the staged records, or what data_source names.',
  seed: 'Leave it out, and name the file under seed_path of the context_scope that needs it.',
};

/** Reads an action whose place in the graph is known. Undefined, with problems, when it cannot be carried out. */
export function parseAction(
  draft: Draft,
  {dependencies, beside, scope}: Connected,
  reading: Reading,
): Action | undefined {
  const {name, keys, place} = draft;
  const written = keys.get('schema');
  const isDispatched = typeof written?.value === 'string' && isDispatch(written.value);
  const hasSchema =
    written !== undefined &&
    !isDispatched &&
    (isList(written.value) || isMap(written.value) || textAt(keys, 'schema') !== undefined);
  const schema = hasSchema ? readSchema(written, {...reading, action: name, version: draft.version}) : undefined;
  const base: ActionBase = compact({
    name,
    intent: textAt(keys, 'intent'),
    dependencies,
    beside: beside.length > 0 ? beside : undefined,
    scope: plainScope(scope),
    schema,
    line: place.line,
  });
  const kind = kindOf(draft, reading);
  if (kind === undefined) return undefined;
  reportHitl(draft, kind, reading);
  const action = PARSERS[kind](draft, base, reading);
  return hasSchema && schema === undefined ? undefined : action;
}

function kindOf({keys}: Draft, {problems}: Reading): Kind | undefined {
  const entry = keys.get('kind');
  if (entry === undefined || entry.value === null) return 'llm';
  if (typeof entry.value !== 'string') return undefined;
  const kind = entry.value.trim().toLowerCase();
  if (isKind(kind)) return kind;
  if (Object.hasOwn(PRIOR_KINDS, kind)) {
    return void problems.error(entry, `Actions of kind ${kind} are not supported in this version.`, PRIOR_KINDS[kind]);
  }
  const near = nearest(kind, KINDS);
  const suggestion = near === undefined ? undefined : `Did you mean "${near}"?`;
  return void problems.error(entry, `"kind" is ${inWords(entry)}; it should be "llm", "tool" or "hitl".`, suggestion);
}

function isKind(word: string): word is Kind {
  return KINDS.includes(word);
}

function reportHitl({name, own}: Draft, kind: Kind, {problems}: Reading): void {
  const hitl = own.get('hitl');
  if (kind === 'hitl' || hitl === undefined || hitl.value === null) return;
  const message = `"hitl" is about what a person decides, but "${name}" is of kind ${kind}.`;
  problems.error(hitl, message, 'Write kind: hitl, or remove hitl.');
}

/** Without the files that references are written in. */
function plainScope({observe, drop, passthrough, seed, names, constants}: DraftScope): Action['scope'] {
  return {
    observe: plain(observe),
    drop: plain(drop),
    passthrough: plain(passthrough),
    seed,
    ...(Object.keys(names).length > 0 && {names}),
    ...(Object.keys(constants).length > 0 && {constants}),
  };
}

function plain(refs: readonly PlacedRef[]): readonly FieldRef[] {
  return refs.map(({place, ...ref}) => ref);
}
