import {expect} from 'chai';
import {AcmeVendor} from '../../plugins/_template/src/vendor.js';
import {Sandbox} from '../sandbox.js';
import {expectValid} from '../schemas.js';

export const FOLDER = 'agent_workflow/w';

/** `label` is asked first, `left` and `right` after it, and `merge`, a tool, takes what both say. */
export const DIAMOND = `name: w
description: d
defaults: {model_vendor: acme, model_name: acme-tiny, run_mode: batch}
actions:
  - name: label
    prompt: "Label {{ source.text }}."
    schema: {label: string!, why: string!}
    context_scope: {observe: [source.text], passthrough: [source.id]}
  - name: left
    dependencies: [label]
    prompt: "Left {{ label.label }}."
    schema: {label: string!, why: string!}
    context_scope: {observe: [label.label], passthrough: [label.id]}
  - name: right
    dependencies: [label]
    guard: {condition: 'label.id != 2', on_false: filter}
    prompt: "Right {{ label['label'] | upper }} {% for x in [1] %}{{ x }}{% endfor %}"
    schema: {label: string!, why: string!}
    context_scope: {observe: [label.*], drop: [label.why]}
  - name: merge
    kind: tool
    impl: merge
    dependencies: [left, right]
    context_scope: {observe: [left.label, right.label]}
`;

/** A project with one workflow on the make-believe vendor, in a folder of its own. */
export class LookProject {
  readonly sandbox = new Sandbox();
  readonly vendor = new AcmeVendor({auto: false});

  static async open(workflow = DIAMOND): Promise<LookProject> {
    const project = new LookProject();
    await project.vendor.start();
    project.vendor.answer(() => [{kind: 'text', text: '{"label": "ok", "why": "so"}'}]);
    project.sandbox.linkAcme(project.vendor.url, project.vendor.key);
    project.write(workflow);
    project.records(4);
    return project;
  }

  write(workflow: string): void {
    this.sandbox.write({
      'agent_actions.yml': 'project_name: p\n',
      'tools/merge.js': 'export const merge = ({left, right}) => ({both: left.label + right.label});\n',
      [`${FOLDER}/agent_config/w.yml`]: workflow,
    });
  }

  records(count: number, more = ''): void {
    const rows = Array.from({length: count}, (_, id) => ({id, text: `message ${id}${more}`}));
    this.sandbox.write({[`${FOLDER}/agent_io/staging/in.json`]: JSON.stringify(rows)});
  }

  /** What the command prints as text; it has to end well, or with the exit code given. */
  async text(args: readonly string[], code = 0): Promise<string> {
    const outcome = await this.sandbox.agac(args);
    expect(outcome.code, outcome.stderr + outcome.stdout).to.equal(code);
    return outcome.stdout + outcome.stderr;
  }

  /** Its `--json` document, held to the command's schema: the result, or what the failure says. */
  // biome-ignore lint/suspicious/noExplicitAny: the schema has been checked
  async json(args: readonly string[], code = 0): Promise<any> {
    const {stdout, stderr, code: ended} = await this.sandbox.agac([...args, '--json']);
    expect(ended, stderr + stdout).to.equal(code);
    const document = JSON.parse(stdout);
    const words = args.slice(0, args[0] === 'batch' ? 2 : 1);
    expectValid(words.join(' '), document);
    return code === 0 ? {...document.result, warnings: document.warnings} : document;
  }

  /** The jobs that the vendor has end, and the run is gone on with, until nothing more is sent. */
  async finish(...flags: string[]): Promise<void> {
    const finished = this.sandbox.agac(['run', '-a', 'w', '--wait', '--json', ...flags]);
    let isOpen = true;
    const outcome = finished.finally(() => {
      isOpen = false;
    });
    while (isOpen) {
      await this.vendor.advance('all', 'completed').catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const {code, stderr, stdout} = await outcome;
    expect(code, stderr + stdout).to.be.oneOf([0, 68]);
  }

  /** Everything that agac remembers, by path. */
  remembered(): Record<string, string> {
    return this.sandbox.files('.agac');
  }

  async close(): Promise<void> {
    await this.vendor.stop();
    this.sandbox.remove();
  }
}
