import {isFault, type Provider} from '@agac/provider';
import {ownPrice} from '../cost/own-price.js';
import {AgacError, type Problem} from '../domain/errors.js';
import type {Connection} from '../domain/run.js';
import type {LlmAction, Workflow} from '../domain/workflow.js';
import {connectionOf} from '../engine/connection.js';

import {type Opening, openProvider, providerOf, requireKey} from '../providers/open.js';
import {variablesIn} from '../records/api/variables.js';
import {type InputFile, type Inputs, listInputs} from '../records/list-inputs.js';

import {wireSchema} from '../requests/wire-schema.js';
import {invalidWorkflow} from './invalid-workflow.js';
import {openingOf, type Place} from './project-context.js';
import {promptProblems} from './prompt-problems.js';
import {pythonProblems} from './python-problems.js';
import {readWorkflow} from './read-workflow.js';

export interface CheckedWorkflow {
  readonly workflow: Workflow;
  readonly warnings: readonly Problem[];
}

export interface CheckOptions {
  /** In place of the workflow's own. */
  readonly recordLimit?: number;
  /** Whether the keys, and Python where a function needs it, have to be there; `validate` only warns. */
  readonly keys?: 'required' | 'warned';
}

/**
 * Reads a workflow and everything that can be wrong with it before a record is read: its files, its providers, their
 * keys, its prompts. Throws WORKFLOW_INVALID with all problems at once.
 */
export async function checkWorkflow(place: Place, name: string, options: CheckOptions = {}): Promise<CheckedWorkflow> {
  const {root} = place;
  const {workflow, problems} = readWorkflow(place, name);
  if (workflow === undefined) throw invalidWorkflow(name, problems);
  const limited = options.recordLimit === undefined ? workflow : withLimit(workflow, options.recordLimit);
  const {files, leftOut} = limited.input.api === undefined ? await listInputs(root, limited.input) : NO_FILES;
  const found = [
    ...problems,
    ...leftOut.map(({file, reason}) => warning(`${limited.input.folder}/${file}`, `It is left out because ${reason}.`)),
    ...(await sheetWarnings(limited.input.folder, files)),
    ...promptProblems(limited),
    ...variableProblems(place, limited, options.keys === 'warned' ? 'warning' : 'error'),
    ...(await checkProviders(place, limited, options.keys ?? 'required')),
    ...pythonProblems(place, limited, options.keys === 'warned' ? 'warning' : 'error'),
  ];
  if (found.some((problem) => problem.severity === 'error')) throw invalidWorkflow(name, found);
  return {workflow: limited, warnings: found};
}

const NO_FILES: Inputs = {files: [], leftOut: []};

/** The variables of a `data_source` that are not set. */
function variableProblems(place: Place, workflow: Workflow, severity: Problem['severity']): Problem[] {
  const {api} = workflow.input;
  if (api === undefined) return [];
  const {env} = openingOf(place);
  const missing = [...new Set(variablesIn(Object.values(api.headers)))].filter((name) => (env[name] ?? '') === '');
  return missing.map((name) => ({
    severity,
    file: workflow.file,
    message: `The environment variable ${name} is not set; data_source needs it.`,
    suggestion: `export ${name}=… or put it into the file .env at the root of the project.`,
  }));
}

function withLimit(workflow: Workflow, recordLimit: number): Workflow {
  return {...workflow, input: {...workflow.input, recordLimit}};
}

/** Of a workbook that cannot be opened nothing is said here: reading it says all. */
async function sheetWarnings(folder: string, files: readonly InputFile[]): Promise<Problem[]> {
  const workbooks = files.filter(({format}) => format === 'xlsx');
  if (workbooks.length === 0) return [];
  const {sheetsLeftOut} = await import('../records/office/read-workbook.js');
  const problems: Problem[] = [];
  for (const input of workbooks) {
    const names = await sheetsLeftOut(input).catch(() => []);
    const words = names.map((name) => JSON.stringify(name)).join(', ');
    const message = `Only its first sheet is read, not ${words}.`;
    if (names.length > 0) problems.push(warning(`${folder}/${input.file}`, message));
  }
  return problems;
}

/** Opens every provider that the workflow needs; what it lacks is known before anything is prepared. */
async function checkProviders(place: Place, workflow: Workflow, keys: 'required' | 'warned'): Promise<Problem[]> {
  const problems: Problem[] = [];
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
      problems.push({severity: 'warning', ...at, message: error.message});
    }
    const found = await tryOpening(connection, opening, (provider) => tryEncoding(action, provider));
    problems.push(...[...priceProblems(action), ...found].map((each) => ({...each, ...at})));
  }
  return problems;
}

function priceProblems({name, model, vendorOptions}: LlmAction): Found {
  const price = ownPrice(vendorOptions, model);
  return typeof price === 'string' ? [{severity: 'error', message: `${name}: ${price}`}] : [];
}

type Found = readonly Omit<Problem, 'file'>[];

/** What the provider says against its settings, or `look` finds in it. */
async function tryOpening(
  connection: Connection,
  opening: Opening,
  look: (provider: Provider) => Found,
): Promise<Found> {
  try {
    return look(await openProvider(connection, opening));
  } catch (error) {
    if (!(error instanceof AgacError) || error.code !== 'PROVIDER_INVALID') throw error;
    const [suggestion] = error.actions;
    return [{severity: 'error', message: error.message, ...(suggestion && {suggestion})}];
  }
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

function warning(file: string, message: string): Problem {
  return {severity: 'warning', file, message};
}
