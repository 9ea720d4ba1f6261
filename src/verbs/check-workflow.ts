import {isFault, type Provider} from '@agac/provider';
import {AgacError, type Problem} from '../domain/errors.js';
import type {LlmAction, Workflow} from '../domain/workflow.js';
import {connectionOf} from '../engine/connection.js';
import {vendorFailure} from '../engine/failures.js';
import {loadProject} from '../project/settings.js';
import {findProvider, openProvider, requireKey} from '../providers/open.js';
import {listInputs} from '../records/list-inputs.js';
import {openTemplates} from '../requests/template.js';
import {locateTool} from '../tools/locate.js';
import {loadWorkflow} from '../workflow/load-workflow.js';
import {openingOf, type Place} from './project-context.js';

export interface CheckedWorkflow {
  readonly workflow: Workflow;
  readonly warnings: readonly Problem[];
}

export interface CheckOptions {
  /** In place of the workflow's own. */
  readonly recordLimit?: number;
  /** Whether the keys have to be there; `validate` only warns. */
  readonly keys?: 'required' | 'warned';
}

/**
 * Reads a workflow and everything that can be wrong with it before a record is read: its files, its providers, their
 * keys, its prompts. Throws WORKFLOW_INVALID with all problems at once.
 */
export async function checkWorkflow(place: Place, name: string, options: CheckOptions = {}): Promise<CheckedWorkflow> {
  const {root, providers} = place;
  const project = loadProject(root);
  const {workflow, problems} = await loadWorkflow(root, name, {
    providers: new Map(providers.map((entry) => [entry.name, {defaultKeyEnv: entry.keyEnv}])),
    locateTool: (impl, toolPaths) => locateTool(root, toolPaths, impl),
  });
  const all = [...project.problems, ...problems];
  if (workflow === undefined || all.some((problem) => problem.severity === 'error')) throw invalid(name, all);
  const limited = options.recordLimit === undefined ? workflow : withLimit(workflow, options.recordLimit);
  const {leftOut} = await listInputs(root, limited.input);
  const warnings = [
    ...all,
    ...leftOut.map(({file, reason}) => warning(`${limited.input.folder}/${file}`, `It is left out because ${reason}.`)),
    ...(await checkProviders(place, limited, options.keys ?? 'required')),
  ];
  for (const action of limited.actions) if (action.kind === 'llm') openTemplates().compile(action.prompt);
  return {workflow: limited, warnings};
}

function withLimit(workflow: Workflow, recordLimit: number): Workflow {
  return {...workflow, input: {...workflow.input, recordLimit}};
}

/** Opens every provider that the workflow needs; what it lacks is known before anything is prepared. */
async function checkProviders(place: Place, workflow: Workflow, keys: 'required' | 'warned'): Promise<Problem[]> {
  const warnings: Problem[] = [];
  const opening = openingOf(place);
  for (const action of workflow.actions) {
    if (action.kind !== 'llm') continue;
    const connection = connectionOf(action);
    findProvider(opening.entries, action.vendor);
    try {
      requireKey(connection, opening);
    } catch (error) {
      if (keys === 'required' || !(error instanceof AgacError)) throw error;
      warnings.push(warning(workflow.file, error.message, action.line));
    }
    const provider = await openProvider(connection, opening);
    if (action.runMode === 'online' && provider.complete === undefined) throw notOnline(action);
    const lacking = undeclared(action, provider.describe(action.model).parameters);
    warnings.push(...lacking.map((message) => warning(workflow.file, message, action.line)));
    tryEncoding(action, provider);
  }
  return warnings;
}

/** Generation parameters that the vendor has no word for: reported, never dropped in silence. */
function undeclared({name, vendor, parameters}: LlmAction, known: readonly string[]): string[] {
  const lacking = Object.keys(parameters).filter((parameter) => !known.includes(parameter));
  return lacking.map((parameter) => `${name}: ${vendor} takes no ${parameter}; it will not be sent.`);
}

/** A model that the provider cannot serve at all, or only with more settings, is refused before any record is read. */
function tryEncoding({model, vendor}: LlmAction, provider: Provider): void {
  try {
    provider.encode({model, messages: [{role: 'user', text: ''}], parameters: {}});
  } catch (error) {
    if (isFault(error)) throw vendorFailure(error, vendor);
    throw error;
  }
}

function notOnline({name, vendor}: LlmAction): AgacError {
  return new AgacError('WORKFLOW_INVALID', `${name}: ${vendor} has no online lane.`, {actions: ['run_mode: batch']});
}

function invalid(name: string, problems: readonly Problem[]): AgacError {
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const message = `The workflow ${name} has ${errors === 1 ? 'a problem' : `${errors} problems`}:`;
  return new AgacError('WORKFLOW_INVALID', message, {actions: [`agac validate -a ${name}`], problems});
}

function warning(file: string, message: string, line?: number): Problem {
  return {severity: 'warning', file, message, ...(line === undefined ? {} : {line})};
}
