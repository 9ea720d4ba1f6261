import {AgacError, type Problem} from '../domain/errors.js';

/** What ends a command whose workflow cannot be used: all that is wrong with it. */
export function invalidWorkflow(name: string, problems: readonly Problem[]): AgacError {
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const message = `The workflow ${name} has ${errors === 1 ? 'a problem' : `${errors} problems`}:`;
  return new AgacError('WORKFLOW_INVALID', message, {
    actions: [`agac validate -a ${name}    (once they are mended)`],
    problems,
  });
}
