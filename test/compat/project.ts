import {expect} from 'chai';
import type {Output} from '../../src/domain/record.js';
import {type CallOptions, Sandbox} from '../sandbox.js';

/** A project on the built-in engine in the format of older projects. Its one workflow is called `wf`. */
export class OldProject {
  readonly sandbox = new Sandbox();

  constructor(files: Readonly<Record<string, string>>) {
    this.sandbox.write({
      'agent_actions.yml':
        'project_name: old\nschema_path: schema\ndefault_agent_config: {model_vendor: local, model_name: sample}\n',
      'agent_workflow/wf/agent_io/staging/in.json': '[{"id": 1, "text": "one"}, {"id": 2, "text": "two"}]',
      ...files,
    });
  }

  /** Runs a workflow to its end, which has to be a good one. */
  async run(workflow = 'wf', options: CallOptions = {}): Promise<void> {
    const {code, stdout, stderr} = await this.sandbox.agac(['run', '-a', workflow, '--wait'], options);
    expect(code, stderr + stdout).to.equal(0);
  }

  /** What the model would be asked, record by record. */
  async prompts(options: CallOptions = {}): Promise<readonly string[]> {
    const args = ['run', '-a', 'wf', '--dry-run', '--show', '9', '--json'];
    const {code, stdout, stderr} = await this.sandbox.agac(args, options);
    expect(code, stderr + stdout).to.equal(0);
    const {result} = JSON.parse(stdout) as {result: {prompts: {messages: {text: string}[]}[]}};
    return result.prompts.map(({messages}) => messages[0]!.text);
  }

  /** `error` or `warning`, line and message of each problem; files are named unless they are the workflow's own. */
  async problems(options: CallOptions = {}): Promise<readonly string[]> {
    const {stdout} = await this.sandbox.agac(['validate', '-a', 'wf', '--json'], options);
    interface Told {
      readonly severity: string;
      readonly file: string;
      readonly line?: number;
      readonly message: string;
      readonly suggestion?: string;
    }
    const document = JSON.parse(stdout) as {result?: {warnings: Told[]}; data?: {problems: Told[]}};
    return (document.result?.warnings ?? document.data?.problems ?? []).map(
      ({severity, file, line, message, suggestion}) => {
        const where = file === 'agent_workflow/wf/agent_config/wf.yml' ? '' : `${file}:`;
        return `${where}${line ?? '-'} ${severity}: ${message}${suggestion === undefined ? '' : ` | ${suggestion}`}`;
      },
    );
  }

  outputs(action: string, {workflow = 'wf', file = 'in.json'} = {}): readonly Output['content'][] {
    const path = `agent_workflow/${workflow}/agent_io/target/${action}/${file}`;
    return this.sandbox.json<Output[]>(path).map(({content}) => content);
  }

  remove(): void {
    this.sandbox.remove();
  }
}

export const WF = 'agent_workflow/wf/agent_config/wf.yml';
