import {readEnvFile} from '../project/env.js';
import {locateFunction, nearestFunctions} from '../tools/locate.js';
import {type LoadedWorkflow, loadWorkflow} from '../workflow/load-workflow.js';
import type {Known} from '../workflow/reading.js';
import {installedOf} from './installed-of.js';
import type {Place} from './project-context.js';

/** Reads a workflow, with the functions that it names looked for in its tool folders. Throws WORKFLOW_UNKNOWN. */
export function readWorkflow(place: Pick<Place, 'root' | 'providers'>, name: string): LoadedWorkflow {
  return loadWorkflow(place.root, name, knownOf(place));
}

/** What this installation has that a workflow may name. */
export function knownOf({root, providers}: Pick<Place, 'root' | 'providers'>): Known {
  return {
    ...installedOf(providers),
    environment: {...readEnvFile(root), ...process.env},
    locate: (role, wanted, toolPaths, module) => locateFunction({root, toolPaths, role, module}, wanted),
    nearest: (role, wanted, toolPaths) => nearestFunctions({root, toolPaths, role}, wanted),
  };
}
