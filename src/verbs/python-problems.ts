import type {Problem} from '../domain/errors.js';
import type {Workflow} from '../domain/workflow.js';
import {isPython} from '../tools/function-place.js';
import {findPython, noPython} from '../tools/python/find-python.js';
import {namedFunctions} from './named-functions.js';
import {openingOf, type Place} from './project-context.js';

/** The actions that need Python, where there is none to be started: known before anything is paid. Starts nothing. */
export function pythonProblems(place: Place, workflow: Workflow, severity: Problem['severity']): Problem[] {
  const needing = workflow.actions.filter((action) => namedFunctions(action).some(({file}) => isPython(file)));
  if (needing.length === 0) return [];
  const {env} = openingOf(place);
  if (findPython(place.root, env) !== undefined) return [];
  const {message, actions} = noPython(env);
  return needing.map(({name, line}) => ({
    severity,
    file: workflow.file,
    line,
    message: `${name}: ${message}`,
    suggestion: actions.join(' Or: '),
  }));
}
