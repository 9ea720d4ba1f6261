import type {Located} from '../project/located.js';
import type {Problems} from '../project/problems.js';
import {readTextFile} from '../project/read-text.js';
import {parseYaml} from '../project/yaml.js';
import {fillInFile} from './fill-in-file.js';
import {type MacrosFor, macrosFor, type TemplateStore} from './macros.js';
import {openPromptStore} from './prompt-store.js';
import {workflowFolder} from './workflow-files.js';

/** As for every YAML file; what templates make of one is held to the same. */
const MAX_BYTES = 1_000_000;

export interface WorkflowFile {
  /** Absolute. */
  readonly root: string;
  /** Relative to the root. */
  readonly file: string;
  /** Name of the workflow. */
  readonly name: string;
}

export interface ReadWorkflowFile {
  readonly document: Located;
  readonly macros: MacrosFor;
}

/** Reads a workflow file: fills in its templates, then reads the YAML. Undefined, with problems, when that cannot be. */
export function readWorkflowFile(
  {root, file, name}: WorkflowFile,
  surroundings: {
    readonly templates: TemplateStore;
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly problems: Problems;
  },
): ReadWorkflowFile | undefined {
  const {problems, templates} = surroundings;
  const text = readTextFile({root, file}, problems, MAX_BYTES);
  if (text === undefined) return undefined;
  const prompts = openPromptStore(root, workflowFolder(name), problems);
  const filled = fillInFile({file, text, name}, {...surroundings, prompts});
  if (filled === undefined) return undefined;
  if (filled.text.length > MAX_BYTES) {
    const message = `The file has ${filled.text.length} characters once its templates are worked out; at most ${MAX_BYTES} are read.`;
    return void problems.error({file}, message);
  }
  const document = parseYaml(filled.text, file, problems, filled.lineOf);
  return document && {document, macros: macrosFor(templates, filled.macros)};
}
