import type {ToolAction} from '../domain/workflow.js';
import {callTool, type Tool} from './call.js';
import {isPython, type WantedFunction} from './function-place.js';
import {loadFunction} from './load.js';
import {loadPythonTool, loadPythonValidator} from './python/python-functions.js';
import {type PythonPlace, PythonProcess} from './python/python-process.js';
import {scriptValidator, type Validator} from './validator.js';

/** The functions of a project, in whatever language. */
export interface Toolbox {
  /** Loads the tool of an action. Throws TOOL_INVALID. */
  readonly tool: (
    action: Pick<ToolAction, 'name' | 'impl' | 'file' | 'granularity'>,
    signal: AbortSignal,
  ) => Promise<Tool>;
  /** Loads a validator. Throws TOOL_INVALID. */
  readonly validator: (wanted: Omit<WantedFunction, 'role'>, signal: AbortSignal) => Promise<Validator>;
  /** Ends what was started for them. */
  readonly close: () => Promise<void>;
}

/** Opens the tools of a project: nothing is loaded or started before it is asked for. */
export function openTools(place: PythonPlace): Toolbox {
  const python = new PythonProcess(place);
  return {
    tool: async ({name, impl, file, granularity}, signal) => {
      const wanted = {role: 'tool', name: impl, file, action: name} as const;
      if (isPython(file)) return loadPythonTool(python, {...wanted, granularity}, signal);
      const tool = await loadFunction(place.root, wanted);
      return (input, call) => callTool(tool, input, call);
    },
    validator: async (named, signal) => {
      const wanted = {role: 'validator', ...named} as const;
      if (isPython(wanted.file)) return loadPythonValidator(python, wanted, signal);
      return scriptValidator(await loadFunction(place.root, wanted), wanted);
    },
    close: () => python.close(),
  };
}
