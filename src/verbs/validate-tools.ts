import {AgacError, type Problem} from '../domain/errors.js';
import {isPython} from '../tools/function-place.js';
import {ImportFailure, importModule, loadFunction} from '../tools/load.js';
import {printLine} from '../tools/python/printed.js';
import type {ToolFile} from '../tools/tool-files.js';
import {openingOf, type Place} from './project-context.js';
import {type ProjectTools, readProjectTools, type ToolUse} from './project-tools.js';
import {checkPythonFiles} from './validate-python.js';

export interface ToolsChecked {
  readonly files: number;
  /** Actions that name a function. */
  readonly uses: number;
  readonly warnings: readonly Problem[];
}

/**
 * Imports every tool file of a project, which runs it: JavaScript and TypeScript here, Python in a process of its own. Then
 * looks for the function of every action.
 * @throws AgacError TOOL_INVALID with all problems at once; WORKFLOW_UNKNOWN
 */
export async function validateTools(place: Place, workflow: string | undefined): Promise<ToolsChecked> {
  // Before any code runs that may want a variable of the project's `.env`.
  const {env} = openingOf(place);
  const project = readProjectTools(place, workflow);
  const scripts = project.files.filter(({file}) => !isPython(file));
  const python = project.files.filter(({file}) => isPython(file));
  const problems = [
    ...[...project.unread.values()].flat(),
    ...(await checkScripts(place.root, scripts, project.uses)),
    ...(await checkPythonFiles({...place, toolPaths: project.toolPaths, env, log: printLine}, python)),
  ];
  if (problems.some(({severity}) => severity === 'error')) throw invalid(problems);
  return {files: project.files.length, uses: project.uses.length, warnings: problems};
}

async function checkScripts(
  root: string,
  files: readonly ToolFile[],
  uses: ProjectTools['uses'],
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const {file} of files) {
    const found = await importProblem(root, file);
    if (found !== undefined) problems.push(found);
    else for (const use of uses) if (use.file === file) problems.push(...(await useProblems(root, use)));
  }
  return problems;
}

async function importProblem(root: string, file: string): Promise<Problem | undefined> {
  try {
    await importModule(root, file);
    return undefined;
  } catch (error) {
    if (!(error instanceof ImportFailure)) throw error;
    const {line, message} = error;
    return {severity: 'error', file, ...(line !== undefined && {line}), message: `The file ${message}`};
  }
}

async function useProblems(root: string, {role, name, file, action, at}: ToolUse): Promise<readonly Problem[]> {
  try {
    await loadFunction(root, {role, name, file, action});
    return [];
  } catch (error) {
    if (!(error instanceof AgacError)) throw error;
    return [{severity: 'error', ...at, message: error.message}];
  }
}

function invalid(problems: readonly Problem[]): AgacError {
  const errors = problems.filter(({severity}) => severity === 'error').length;
  return new AgacError('TOOL_INVALID', `There ${errors === 1 ? 'is a problem' : `are ${errors} problems`}:`, {
    actions: ['agac tools validate    (once they are mended)'],
    problems,
  });
}
