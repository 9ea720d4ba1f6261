import {isFault, type Provider} from '@agac/provider';
import {ownPrice} from '../cost/own-price.js';
import {AgacError, type Problem} from '../domain/errors.js';
import type {Connection} from '../domain/run.js';
import type {LlmAction, Workflow} from '../domain/workflow.js';
import {connectionOf} from '../engine/connection.js';
import {Problems} from '../project/problems.js';
import {providerOf} from '../providers/find.js';
import {keyWay, LIST_IT, strangeHost} from '../providers/key-way.js';
import {openProvider, requireKey} from '../providers/open.js';
import type {Opening} from '../providers/reach.js';
import {wireSchema} from '../requests/wire-schema.js';
import type {LoadedWorkflow} from '../workflow/load-workflow.js';
import {openingOf, type Place} from './project-context.js';

/**
 * Opens every provider that a workflow needs; what it lacks is known before anything is prepared. Throws KEY_MISSING
 * where keys are required.
 */
export async function checkProviders(
  place: Place,
  {workflow, addresses}: Pick<LoadedWorkflow, 'addresses'> & {readonly workflow: Workflow},
  keys: 'required' | 'warned',
): Promise<readonly Problem[]> {
  const problems = new Problems();
  const opening = openingOf(place);
  for (const action of workflow.actions) {
    if (action.kind !== 'llm') continue;
    const at = {file: workflow.file, line: action.line};
    const connection = connectionOf(action);
    providerOf(connection, opening.entries);
    try {
      requireKey(connection, opening);
    } catch (error) {
      if (keys === 'required' || !(error instanceof AgacError)) throw error;
      problems.warn(at, error.message);
    }
    const found = await tryOpening(connection, opening, (provider) => [
      ...keyProblems(connection, provider, opening),
      ...tryEncoding(action, provider),
    ]);
    const {file, line} = addresses.get(action.name) ?? at;
    for (const {ofAddress, ...problem} of [...priceProblems(action), ...found]) {
      problems.add({...problem, ...(ofAddress ? {file, line} : at)});
    }
  }
  return problems.all();
}

function priceProblems({name, model, vendorOptions}: LlmAction): Found {
  const price = ownPrice(vendorOptions, model);
  return typeof price === 'string' ? [{severity: 'error', message: `${name}: ${price}`}] : [];
}

interface Finding extends Omit<Problem, 'file' | 'line'> {
  /** It is about where the action's model is asked. */
  readonly ofAddress?: true;
}

type Found = readonly Finding[];

/** What the provider says against its settings, or `look` finds in it. */
async function tryOpening(
  connection: Connection,
  opening: Opening,
  look: (provider: Provider) => Found,
): Promise<Found> {
  try {
    return look(await openProvider(connection, opening));
  } catch (error) {
    if (!(error instanceof AgacError)) throw error;
    const {code, message} = error;
    if (code !== 'PROVIDER_INVALID' && code !== 'KEY_HOST_REFUSED') throw error;
    const [suggestion] = error.actions;
    const finding: Finding = {severity: 'error', message, ...(suggestion && {suggestion})};
    return [code === 'KEY_HOST_REFUSED' ? {...finding, ofAddress: true} : finding];
  }
}

function keyProblems(connection: Connection, provider: Provider, opening: Opening): Found {
  const way = keyWay(connection, provider, opening);
  const message = way && strangeHost(way, opening, provider.ownHosts);
  return message === undefined ? [] : [{severity: 'warning', message, suggestion: LIST_IT, ofAddress: true}];
}

/** What the vendor cannot do for this action at all, and what cannot be said in its words. */
function tryEncoding(action: LlmAction, provider: Provider): Found {
  const {name, vendor, model, parameters, jsonMode, schema} = action;
  if (action.runMode === 'online' && provider.complete === undefined) {
    return [{severity: 'error', message: `${name}: ${vendor} has no online lane.`, suggestion: 'Use run_mode: batch.'}];
  }
  const asked = jsonMode && schema !== undefined ? {schema: wireSchema(schema)} : {};
  try {
    const {notes} = provider.encode({model, messages: [{role: 'user', text: ''}], parameters, ...asked});
    return notes.map((note) => ({severity: 'warning', message: `${name}: ${note}`}));
  } catch (error) {
    if (!isFault(error)) throw error;
    return [{severity: 'error', message: `${name}: ${error.message}`, ...(error.hint && {suggestion: error.hint})}];
  }
}
