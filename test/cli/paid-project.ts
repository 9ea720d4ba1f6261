import {expect} from 'chai';
import {AcmeVendor} from '../../plugins/_template/src/vendor.js';
import type {Output} from '../../src/domain/record.js';
import {Sandbox} from '../sandbox.js';
import {expectValid} from '../schemas.js';

const FOLDER = 'agent_workflow/w';

/** A project with a workflow `w` and a vendor who counts what is asked. */
export class PaidProject {
  readonly sandbox = new Sandbox();
  readonly vendor = new AcmeVendor();
  #before = 0;

  async start(): Promise<void> {
    await this.vendor.start();
    this.sandbox.write({'agent_actions.yml': 'project_name: p\n'});
    this.sandbox.linkAcme(this.vendor.url, this.vendor.key);
  }

  async stop(): Promise<void> {
    await this.vendor.stop();
    this.sandbox.remove();
  }

  workflow(text: string): void {
    this.sandbox.write({[`${FOLDER}/agent_config/w.yml`]: text});
  }

  /** Stages records `{id, text: 'message <id>'}`. */
  records(...ids: number[]): void {
    const records = ids.map((id) => ({id, text: `message ${id}`}));
    this.sandbox.write({[`${FOLDER}/agent_io/staging/in.json`]: JSON.stringify(records)});
  }

  /** What the vendor answers to a request, given as text. */
  answers(say: (text: string) => string): void {
    this.vendor.answer(({body}) => [{kind: 'text', text: say(JSON.stringify(body))}]);
  }

  outputs(action: string): Output[] {
    return this.sandbox.json<Output[]>(`${FOLDER}/agent_io/target/${action}/in.json`);
  }

  contents(action: string): readonly unknown[] {
    return this.outputs(action).map(({content}) => content);
  }

  /** How many requests the vendor was sent since this was last called. */
  async asked(): Promise<number> {
    const online = this.vendor.seen().filter(({on}) => on === 'complete').length;
    const jobs = await Promise.all(this.vendor.left().jobs.map(({id}) => this.vendor.received(id)));
    const all = jobs.flat().length + online;
    const since = all - this.#before;
    this.#before = all;
    return since;
  }

  /** Runs the workflow to its end with `--json`, and returns the result of its document. */
  // biome-ignore lint/suspicious/noExplicitAny: held to its schema here, and looked into by the tests
  async run(...flags: string[]): Promise<any> {
    const {code, stdout, stderr} = await this.sandbox.agac(['run', '-a', 'w', '--wait', '--json', ...flags]);
    expect(code, stderr + stdout).to.equal(0);
    const document = JSON.parse(stdout);
    expectValid('run', document);
    return document.result;
  }

  /** The same, with what it prints on stdout. */
  async words(...flags: string[]): Promise<string> {
    const {code, stdout, stderr} = await this.sandbox.agac(['run', '-a', 'w', '--wait', ...flags]);
    expect(code, stderr + stdout).to.equal(0);
    return stdout;
  }
}
