import type {Problem} from '../domain/errors.js';
import type {Workflow} from '../domain/workflow.js';
import {type InputFile, type Inputs, listInputs} from '../records/list-inputs.js';
import {apiKeyProblems} from './api-keys.js';
import {checkProviders} from './check-providers.js';
import {invalidWorkflow} from './invalid-workflow.js';
import type {Place} from './project-context.js';
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
  const {workflow, problems, addresses} = readWorkflow(place, name);
  if (workflow === undefined) throw invalidWorkflow(name, problems);
  const limited = options.recordLimit === undefined ? workflow : withLimit(workflow, options.recordLimit);
  const {files, leftOut} = limited.input.api === undefined ? await listInputs(root, limited.input) : NO_FILES;
  const missing = options.keys === 'warned' ? 'warning' : 'error';
  const found = [
    ...problems,
    ...leftOut.map(({file, reason}) => warning(`${limited.input.folder}/${file}`, `It is left out because ${reason}.`)),
    ...(await sheetWarnings(limited.input.folder, files)),
    ...promptProblems(limited),
    ...apiKeyProblems(place, limited, missing),
    ...(await checkProviders(place, {workflow: limited, addresses}, options.keys ?? 'required')),
    ...pythonProblems(place, limited, missing),
  ];
  if (found.some((problem) => problem.severity === 'error')) throw invalidWorkflow(name, found);
  return {workflow: limited, warnings: found};
}

const NO_FILES: Inputs = {files: [], leftOut: []};

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

function warning(file: string, message: string): Problem {
  return {severity: 'warning', file, message};
}
