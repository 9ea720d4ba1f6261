import {accessSync, constants, statSync} from 'node:fs';
import {delimiter, isAbsolute, join, resolve} from 'node:path';
import {AgacError} from '../../domain/errors.js';

/** What is started where the environment does not say otherwise. */
const USUAL = process.platform === 'win32' ? 'python' : 'python3';

/**
 * The program that runs Python: what `AGAC_PYTHON` names (a path from the project's root, or a name), else `python3` on
 * the PATH. Starts nothing. Undefined: there is none.
 */
export function findPython(root: string, env: Readonly<NodeJS.ProcessEnv>): string | undefined {
  const wanted = pythonName(env);
  const isPath = /[\\/]/.test(wanted) || isAbsolute(wanted);
  const folders = isPath ? [root] : (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((path) => path !== '');
  const suffixes = process.platform === 'win32' ? ['', '.exe'] : [''];
  const candidates = folders.flatMap((folder) =>
    suffixes.map((suffix) => (isPath ? resolve(folder, wanted + suffix) : join(folder, wanted + suffix))),
  );
  return candidates.find(isProgram);
}

/** Python is needed, and there is none. */
export function noPython(env: Readonly<NodeJS.ProcessEnv>): AgacError {
  const message = `Functions in Python need Python 3.8 or later, and there is no ${pythonName(env)}.`;
  return new AgacError('TOOL_INVALID', message, {
    actions: ['Install Python.', 'export AGAC_PYTHON=/path/to/python3'],
  });
}

function pythonName(env: Readonly<NodeJS.ProcessEnv>): string {
  const said = env['AGAC_PYTHON']?.trim() ?? '';
  return said === '' ? USUAL : said;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
