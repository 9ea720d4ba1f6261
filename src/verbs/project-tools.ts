import type {Problem} from '../domain/errors.js';
import type {Role, Workflow} from '../domain/workflow.js';
import {loadProject} from '../project/settings.js';
import {locateFunction} from '../tools/locate.js';
import {type ToolFile, toolFiles} from '../tools/tool-files.js';
import {listWorkflows} from '../workflow/workflow-files.js';
import {namedFunctions} from './named-functions.js';
import type {Place} from './project-context.js';
import {readWorkflow} from './read-workflow.js';

/** The tool files of a project, and who uses what of them. */
export interface ProjectTools {
  readonly toolPaths: readonly string[];
  readonly files: readonly ToolFile[];
  readonly uses: readonly ToolUse[];
  /** Workflows that cannot be read, with what is wrong: what they use is not among the uses. */
  readonly unread: ReadonlyMap<string, readonly Problem[]>;
}

/** An action that names a function. */
export interface ToolUse {
  readonly workflow: string;
  readonly action: string;
  readonly role: Role;
  /** As the action names it. */
  readonly name: string;
  readonly file: string;
  /** What the module calls it; `default` for the default export. */
  readonly exportName: string;
  readonly granularity?: 'record' | 'file';
  /** Where the action is. */
  readonly at: {readonly file: string; readonly line: number};
}

/**
 * Reads the tool folders of a project and its workflows, or of one workflow. Runs nothing.
 * @throws AgacError WORKFLOW_UNKNOWN
 */
export function readProjectTools(place: Place, only: string | undefined): ProjectTools {
  const {root} = place;
  const names = only === undefined ? listWorkflows(root) : [only];
  const loaded = names.map((name) => ({name, ...readWorkflow(place, name)}));
  const own = loaded.flatMap(({workflow}) => workflow?.toolPaths ?? []);
  const shared = loadProject(root).settings.toolPaths;
  const isWhole = only === undefined || own.length === 0;
  const toolPaths = [...new Set(isWhole ? [...shared, ...own] : own)];
  const files = new Map([...toolFiles(root, toolPaths)].map((file) => [file.file, file]));
  return {
    toolPaths,
    files: [...files.values()],
    uses: loaded.flatMap(({workflow}) => (workflow === undefined ? [] : usesOf(root, workflow))),
    unread: new Map(loaded.flatMap(({name, workflow, problems}) => (workflow ? [] : [[name, problems] as const]))),
  };
}

function usesOf(root: string, {name: workflow, file, toolPaths, actions}: Workflow): ToolUse[] {
  return actions.flatMap((action) => {
    const at = {file, line: action.line};
    return namedFunctions(action).flatMap((named) => {
      const {role, name} = named;
      const module = named.file.replace(/\.\w+$/, '').replaceAll('/', '.');
      const found = locateFunction({root, toolPaths, role, module}, name);
      return found === undefined ? [] : [{workflow, action: action.name, ...found, ...named, at}];
    });
  });
}
