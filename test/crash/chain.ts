import {join} from 'node:path';
import {AcmeVendor} from '../../plugins/_template/src/vendor.js';
import {type Outcome, Sandbox} from '../sandbox.js';

const RECORDS = 12;
const KILL = join(import.meta.dirname, 'kill.mjs');
/** Where a request's round stands in its id; see src/requests/request-id.ts. */
const ROUND = -2;
/** Twelve records in parts of five. */
const FIRST_ROUNDS = 3;

const SETTINGS = 'project_name: chain\nschema_path: schema\ntool_path: tools\n';

const WORKFLOW = `
name: chain
description: Classify, tag, sum up.
defaults:
  model_vendor: acme
  run_mode: batch
actions:
  - name: classify
    intent: Give it a label.
    model_name: acme-tiny
    prompt: "Label {{ source.text }}."
    schema: {label: string!}
    context_scope: {observe: [source.text], passthrough: [source.id]}
    retry: {max_attempts: 2}
    reprompt: {max_attempts: 2}
  - name: tag
    kind: tool
    impl: tag
    intent: Shout.
    dependencies: classify
    context_scope: {observe: [classify.label, classify.id]}
  - name: sum_up
    intent: Sum it up.
    model_name: acme-1
    dependencies: [tag]
    prompt: "Sum up {{ tag.shout }}."
    schema: {summary: string!}
    context_scope: {observe: [tag.shout], passthrough: [tag.id]}
`;

const TOOL = `export function tag({classify}) {
  return {shout: classify.label.toUpperCase(), id: classify.id};
}
`;

/**
 * A workflow of three actions in parts of five, on the make-believe vendor: one record's answer is lost the first time,
 * one fails its schema the first time. Undisturbed it takes six vendor jobs: three parts, one follow-up, one last.
 */
export class Chain {
  readonly sandbox = new Sandbox();
  readonly vendor: AcmeVendor;

  private constructor(vendor: AcmeVendor) {
    this.vendor = vendor;
    const records = Array.from({length: RECORDS}, (_, id) => ({id, text: `message number ${id}`}));
    this.sandbox.write({
      'agent_actions.yml': SETTINGS,
      'agent_workflow/chain/agent_config/chain.yml': WORKFLOW,
      'agent_workflow/chain/agent_io/staging/messages.json': JSON.stringify(records),
      'tools/tag.js': TOOL,
    });
    this.sandbox.linkAcme(vendor.url, vendor.key);
  }

  static async open(): Promise<Chain> {
    const vendor = new AcmeVendor();
    await vendor.start();
    vendor.answer(({id, body}) => {
      const text = JSON.stringify(body);
      const isFirst = Number.parseInt(id.slice(ROUND), 36) < FIRST_ROUNDS;
      if (isFirst && text.includes('message number 3')) return [];
      if (isFirst && text.includes('message number 7')) return [{kind: 'text', text: '{"lable": "oops"}'}];
      const number = /number (\d+)/i.exec(text)?.[1] ?? '?';
      const said = text.includes('Sum up') ? {summary: `about ${number}`} : {label: `number ${number}`};
      return [{kind: 'text', text: JSON.stringify(said)}];
    });
    return new Chain(vendor);
  }

  run(kill?: {at: number; when: 'before' | 'after'}): Promise<Outcome> {
    const args = ['run', '-a', 'chain', '--wait', '--timeout', '1'];
    if (kill === undefined) return this.sandbox.agac(args);
    const env = {AGAC_KILL_AT: String(kill.at), AGAC_KILL_WHEN: kill.when};
    return this.sandbox.agac(args, {node: ['--import', KILL], env});
  }

  /** Undisturbed, counting the changes on disk that a later one can be killed at. */
  async count(): Promise<{outcome: Outcome; changes: number}> {
    const countTo = join(this.sandbox.home, 'changes');
    const args = ['run', '-a', 'chain', '--wait', '--timeout', '1'];
    const outcome = await this.sandbox.agac(args, {node: ['--import', KILL], env: {AGAC_COUNT_TO: countTo}});
    return {outcome, changes: Number(this.sandbox.read('../changes'))};
  }

  /** Everything the user finds. */
  outputs(): Record<string, string> {
    return this.sandbox.files('agent_workflow/chain/agent_io/target');
  }

  /** Labels of all jobs at the vendor; one a part. */
  jobs(): string[] {
    return this.vendor
      .left()
      .jobs.map((job) => job.label.slice(-2))
      .sort();
  }

  /** Half-written files that nobody cleared away; a lock's claim is one file of a dead process. */
  leftovers(): string[] {
    return Object.keys(this.sandbox.files('.')).filter((name) => name.endsWith('.tmp') || name.includes('/locks/'));
  }

  async close(): Promise<void> {
    await this.vendor.stop();
    this.sandbox.remove();
  }
}
