import {resolve} from 'node:path';
import type {Problem} from '../domain/errors.js';
import type {Workflow} from '../domain/workflow.js';
import type {Place} from '../project/located.js';
import {Problems} from '../project/problems.js';
import {loadProject} from '../project/settings.js';
import {openTemplateStore} from './macros.js';
import {parseWorkflow} from './parse-workflow.js';
import {readWorkflowFile} from './read-workflow-file.js';
import type {Known} from './reading.js';
import {checkVendors} from './vendors.js';
import {workflowFile} from './workflow-files.js';

export interface LoadedWorkflow {
  /** There exactly when no problem is an error. Plain JSON: prompts, schemas and seed data are in it. */
  readonly workflow?: Workflow;
  /** All that is wrong with the workflow, the project settings, and the files they name. */
  readonly problems: readonly Problem[];
  /** Where the address of an action's model is written, by the action's name. */
  readonly addresses: ReadonlyMap<string, Place>;
}

/**
 * Reads a workflow and everything it names. Writes and sends nothing, and needs no key.
 * @throws AgacError WORKFLOW_UNKNOWN when the project has no workflow of this name
 */
export function loadWorkflow(root: string, name: string, known: Known): LoadedWorkflow {
  const top = resolve(root);
  const file = workflowFile(top, name);
  const problems = new Problems();
  const addresses = new Map<string, Place>();
  const project = loadProject(top);
  for (const problem of project.problems) problems.add(problem);
  checkVendors(project.settings.vendors, known, problems);
  const templates = openTemplateStore(top, problems);
  const read = readWorkflowFile({root: top, file, name}, {templates, environment: known.environment ?? {}, problems});
  if (read === undefined) return {problems: problems.all(), addresses};
  const {document, macros} = read;
  const workflow = parseWorkflow(document, {
    root: top,
    name,
    settings: project.settings,
    known,
    macros,
    addresses,
    problems,
  });
  return {...(workflow === undefined || problems.hasErrors ? {} : {workflow}), problems: problems.all(), addresses};
}
