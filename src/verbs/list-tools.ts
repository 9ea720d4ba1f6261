import type {Role} from '../domain/workflow.js';
import type {FoundFunction, Language, ToolFile} from '../tools/tool-files.js';
import type {Place} from './project-context.js';
import {type ProjectTools, readProjectTools, type ToolUse} from './project-tools.js';

export interface ToolLook {
  readonly name: string;
  readonly language: Language;
  /** Relative to the project root. */
  readonly file: string;
  readonly line?: number;
  /** In Python as it is decorated, elsewhere as it is used; absent: JavaScript that no action uses. */
  readonly role?: Role;
  /** What it is called with: as it is decorated, or as all actions say that use it. */
  readonly granularity?: 'record' | 'file';
  readonly usedBy: readonly {readonly workflow: string; readonly action: string}[];
}

export interface ToolsList {
  readonly tools: readonly ToolLook[];
  /** Workflows that could not be read: what they use is not in the list. */
  readonly unread: readonly string[];
}

/** The functions in the tool folders, and who uses them. Reads files, runs nothing. Throws WORKFLOW_UNKNOWN. */
export function listTools(place: Place, workflow: string | undefined): ToolsList {
  const project = readProjectTools(place, workflow);
  const tools = project.files.flatMap((file) => file.functions.map((found) => lookAt(found, file, project)));
  return {tools, unread: [...project.unread.keys()]};
}

function lookAt(found: FoundFunction, {file, stem, language}: ToolFile, {uses}: ProjectTools): ToolLook {
  const own = uses.filter((use) => isOf(use, found, file));
  const role = found.role ?? own[0]?.role;
  const called = new Set(own.flatMap((use) => use.granularity ?? []));
  const granularity = found.granularity ?? (called.size === 1 ? [...called][0] : undefined);
  return {
    name: found.name === 'default' ? stem : found.name,
    language,
    file,
    ...(found.line !== undefined && {line: found.line}),
    ...(role && {role}),
    ...(granularity && {granularity}),
    usedBy: own.map(({workflow, action}) => ({workflow, action})),
  };
}

function isOf(use: ToolUse, found: FoundFunction, file: string): boolean {
  if (use.file !== file || use.exportName !== found.name) return false;
  return found.role === undefined || found.role === use.role;
}
