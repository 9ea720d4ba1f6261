import {fillTemplate} from '../requests/fill-template.js';
import {locateFunction, nearestFunctions} from '../tools/locate.js';
import {type LoadedWorkflow, loadWorkflow} from '../workflow/load-workflow.js';
import {installedOf} from './installed-of.js';
import type {Place} from './project-context.js';

/** Reads a workflow, with the functions that it names looked for in its tool folders. Throws WORKFLOW_UNKNOWN. */
export function readWorkflow({root, providers}: Pick<Place, 'root' | 'providers'>, name: string): LoadedWorkflow {
  return loadWorkflow(root, name, {
    ...installedOf(providers),
    fillTemplate,
    locate: (role, wanted, toolPaths) => locateFunction({root, toolPaths, role}, wanted),
    nearest: (role, wanted, toolPaths) => nearestFunctions({root, toolPaths, role}, wanted),
  });
}
