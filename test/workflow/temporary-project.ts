import {mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import type {Problem} from '../../src/domain/errors.js';
import type {Workflow} from '../../src/domain/workflow.js';
import {type LoadedWorkflow, loadWorkflow} from '../../src/workflow/load-workflow.js';
import type {Known} from '../../src/workflow/reading.js';

export const WORKFLOW_FILE = 'agent_workflow/wf/agent_config/wf.yml';

const SETTINGS = 'default_agent_config: {model_vendor: local, model_name: sample}\n';

const KNOWN_NAMES = {tool: 'route', validator: 'is_good'};

/** Knows the providers `local` and `acme`, and in the folder `tools` the tool `route` and the validator `is_good`. */
const KNOWN: Known = {
  providers: ['local', 'acme'],
  namedAdapters: [],
  locate: (role, name, toolPaths) =>
    name === KNOWN_NAMES[role] && toolPaths.includes('tools') ? {file: `tools/${name}.js`} : undefined,
};

/** A project on disk whose settings name a model; `[Symbol.dispose]` removes it. */
export class TemporaryProject {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'agac-workflow-')));

  constructor(files: Readonly<Record<string, string>> = {}) {
    this.write({'agent_actions.yml': SETTINGS, ...files});
  }

  write(files: Readonly<Record<string, string | Uint8Array>>): void {
    for (const [file, content] of Object.entries(files)) {
      const path = join(this.root, file);
      mkdirSync(dirname(path), {recursive: true});
      writeFileSync(path, content);
    }
  }

  load(known: Partial<Known> = {}, name = 'wf'): LoadedWorkflow {
    return loadWorkflow(this.root, name, {...KNOWN, ...known});
  }

  [Symbol.dispose](): void {
    rmSync(this.root, {recursive: true});
  }
}

/** Loads a workflow of this text; more files by their path. */
export function load(yaml: string, files: Readonly<Record<string, string>> = {}): LoadedWorkflow {
  using project = new TemporaryProject({[WORKFLOW_FILE]: yaml, ...files});
  return project.load();
}

/** The same for a workflow that has to be sound. */
export function sound(yaml: string, files: Readonly<Record<string, string>> = {}): Workflow {
  const {workflow, problems} = load(yaml, files);
  if (workflow === undefined || problems.length > 0) throw new Error(`Problems: ${told(problems).join('\n')}`);
  return workflow;
}

/** What is wrong with a workflow of this text, a line each: `12 error: message | suggestion`, files named unless it is its own. */
export function wrong(yaml: string, files: Readonly<Record<string, string>> = {}): string[] {
  return told(load(yaml, files).problems);
}

export function told(problems: readonly Problem[]): string[] {
  return problems.map(({severity, file, line, message, suggestion}) => {
    const where = file === WORKFLOW_FILE ? `${line ?? '-'}` : `${file}:${line ?? '-'}`;
    return `${where} ${severity}: ${message}${suggestion === undefined ? '' : ` | ${suggestion}`}`;
  });
}

/** A workflow of one sound action, to which these lines are added from line 6 on. */
export function withLines(...lines: readonly string[]): string {
  const action = [
    'name: wf',
    'actions:',
    '  - name: ask',
    '    prompt: Say {{ source.x }}',
    '    schema: {answer: string!}',
  ];
  return [...action, ...lines.map((line) => `    ${line}`)].join('\n');
}
