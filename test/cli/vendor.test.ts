import {expect} from 'chai';
import {AcmeVendor} from '../../plugins/_template/src/vendor.js';
import type {Output, Rejection} from '../../src/domain/record.js';
import {type Outcome, Sandbox} from '../sandbox.js';
import {expectValid} from '../schemas.js';

const TARGET = 'agent_workflow/w/agent_io/target';

interface Setting {
  readonly action?: string;
  readonly actions?: string;
  readonly records?: number;
  readonly auto?: boolean;
}

/** A project with one action (or several) on the make-believe vendor. */
class Place {
  readonly sandbox = new Sandbox();
  readonly vendor: AcmeVendor;

  private constructor(vendor: AcmeVendor, {action = '', actions, records = 12}: Setting) {
    this.vendor = vendor;
    const rows = Array.from({length: records}, (_, id) => ({id, text: `message ${id}`}));
    this.sandbox.write({
      'agent_actions.yml': 'project_name: p\nschema_path: schema\n',
      'agent_workflow/w/agent_config/w.yml': `name: w\ndescription: d\nactions:\n${actions ?? oneAction(action)}`,
      'agent_workflow/w/agent_io/staging/in.json': JSON.stringify(rows),
    });
    this.sandbox.linkAcme(vendor.url, vendor.key);
  }

  static async open(setting: Setting = {}): Promise<Place> {
    const vendor = new AcmeVendor({auto: setting.auto ?? true});
    await vendor.start();
    vendor.answer(() => [{kind: 'text', text: '{"label": "ok"}'}]);
    return new Place(vendor, setting);
  }

  agac(...args: string[]): Promise<Outcome> {
    return this.sandbox.agac(args);
  }

  outputs(action = 'label'): Output[] {
    return this.sandbox.json<Output[]>(`${TARGET}/${action}/in.json`);
  }

  rejections(action = 'label'): Rejection[] {
    const lines = this.sandbox.read(`${TARGET}/${action}/rejected.jsonl`).trim().split('\n');
    return lines.map((line) => JSON.parse(line) as Rejection);
  }

  creates(): number {
    return this.vendor.seen().filter((request) => request.on === 'create').length;
  }

  async close(): Promise<void> {
    await this.vendor.stop();
    this.sandbox.remove();
  }
}

function oneAction(more: string): string {
  return `  - name: label
    intent: Label it.
    model_vendor: acme
    model_name: acme-tiny
    run_mode: batch
    prompt: "Label {{ source.text }}."
    schema: {label: string!}
    context_scope: {observe: [source.text], passthrough: [source.id]}
${more}`;
}

const numberOf = (body: unknown) => Number(/message (\d+)/.exec(JSON.stringify(body))?.[1]);

describe('a batch at a vendor', function () {
  this.timeout(60_000);
  let place: Place;
  const open = async (setting?: Setting) => {
    place = await Place.open(setting);
    return place;
  };
  afterEach(() => place.close());

  it('is one id for three parts; asked too early it is pending, exit 69, and nothing is written', async () => {
    const {agac, vendor} = bound(await open({auto: false}));
    const run = await agac('run', '-a', 'w');
    expect(run.code, run.stderr).to.equal(0);
    expect(run.stdout.match(/Batch submitted: batch_/g)).to.have.length(1);
    expect(place.creates()).to.equal(3);
    await vendor.advance('all', 'running');
    expect((await agac('batch', 'status')).stdout.split('\n')[0]).to.equal('Batch job status: in_progress');
    const early = await agac('batch', 'retrieve', '--json');
    expect(early.code).to.equal(69);
    const document = JSON.parse(early.stdout);
    expectValid('batch retrieve', document);
    expect(document.code).to.equal('BATCH_PENDING');
    expect(place.sandbox.files('agent_workflow/w/agent_io')).to.have.keys('staging/in.json');
    const again = await agac('run', '-a', 'w', '--json');
    expect(again.code).to.equal(69);
    expectValid('run', JSON.parse(again.stdout));
    expect((await agac('batch', 'status', '--exit-status')).code).to.equal(69);
    const fresh = await agac('run', '-a', 'w', '--fresh');
    expect(fresh.code).to.equal(69);
    expect(place.creates()).to.equal(3);
    for (const command of [
      ['run', '-a', 'w'],
      ['batch', 'retrieve'],
      ['batch', 'wait'],
    ]) {
      const waited = await agac(
        ...command,
        ...(command.includes('wait') ? [] : ['--wait']),
        '--timeout',
        '0',
        '--json',
      );
      expect(waited.code, command.join(' ')).to.equal(69);
      expect(JSON.parse(waited.stdout)).to.include({status: 69, code: 'BATCH_PENDING'});
    }
    await vendor.advance('all', 'completed');
    const done = await agac('batch', 'retrieve');
    expect(done.code, done.stderr).to.equal(0);
    expect(place.outputs()).to.have.length(12);
  });

  it('prints each word of a vendor as one of the nine', async () => {
    const {agac, vendor} = bound(await open({auto: false}));
    await agac('run', '-a', 'w');
    const words = {
      validating: 'validating',
      queued: 'queued',
      running: 'in_progress',
      finalizing: 'finalizing',
      stopping: 'cancelling',
    } as const;
    for (const [stage, word] of Object.entries(words)) {
      await vendor.advance('all', stage as keyof typeof words);
      expect((await agac('batch', 'status')).stdout.split('\n')[0]).to.equal(`Batch job status: ${word}`);
    }
    for (const end of ['expired', 'cancelled', 'failed'] as const) {
      await vendor.advance('all', end);
      expect((await agac('batch', 'status')).stdout.split('\n')[0]).to.equal(`Batch job status: ${end}`);
    }
    expect((await agac('batch', 'wait')).code).to.equal(1);
  });

  it('keeps the good half of an expired batch, and retry asks for the rest alone', async () => {
    const {agac, vendor} = bound(await open({auto: false, records: 4}));
    await agac('run', '-a', 'w');
    await vendor.advance('all', 'expired', {done: 3});
    const half = await agac('batch', 'retrieve', '--json');
    expect(half.code, half.stderr).to.equal(68);
    expectValid('batch retrieve', JSON.parse(half.stdout));
    expect(place.outputs()).to.have.length(3);
    expect(place.rejections()).to.have.length(1);
    expect(place.rejections()[0]).to.include({reason: 'expired', retry: 'agac batch retry -a w'});
    const retry = await agac('batch', 'retry', '--json');
    expect(retry.code, retry.stderr).to.equal(0);
    expectValid('batch retry', JSON.parse(retry.stdout));
    expect(JSON.parse(retry.stdout).result.asked).to.deep.equal({label: 1});
    const last = vendor.left().jobs.find((job) => job.label.endsWith('p1'))?.id;
    await vendor.advance('all', 'completed');
    expect(await vendor.received(last!)).to.have.length(1);
    const all = await agac('batch', 'retrieve');
    expect(all.code, all.stderr).to.equal(0);
    expect(place.outputs().map(({content}) => content['id'])).to.deep.equal([0, 1, 2, 3]);
    expect(Object.keys(place.sandbox.files(TARGET))).to.deep.equal(['label/in.json']);
  });

  it('that ends with nothing usable is a failure: exit 1', async () => {
    const {agac, vendor} = bound(await open({auto: false, records: 3}));
    await agac('run', '-a', 'w');
    await vendor.advance('all', 'failed', {message: 'line 1 is bad'});
    const {code, stdout} = await agac('batch', 'retrieve', '--json');
    expect(code).to.equal(1);
    expectValid('batch retrieve', JSON.parse(stdout));
    expect(place.rejections()).to.have.length(3);
  });

  it('can be cancelled; what was answered is kept, and nothing is asked again unasked', async () => {
    const {agac, vendor} = bound(await open({auto: false, records: 5, action: '    retry: {max_attempts: 3}\n'}));
    await agac('run', '-a', 'w');
    await vendor.advance('all', 'running');
    const cancel = await agac('batch', 'cancel', '--json');
    expect(cancel.code, cancel.stderr).to.equal(0);
    expectValid('batch cancel', JSON.parse(cancel.stdout));
    await vendor.advance('all', 'cancelled', {done: 2});
    const {code} = await agac('batch', 'retrieve');
    expect(code).to.equal(68);
    expect(place.outputs()).to.have.length(2);
    expect(place.rejections().map(({reason}) => reason)).to.deep.equal(['cancelled', 'cancelled', 'cancelled']);
    const before = place.creates();
    await agac('run', '-a', 'w');
    expect(place.creates()).to.equal(before);
  });

  it('asks again what is missing, faulted or invalid: one follow-up a round, and no record twice', async () => {
    const {agac, vendor} = bound(
      await open({records: 5, action: '    retry: {max_attempts: 2}\n    reprompt: {max_attempts: 2}\n'}),
    );
    vendor.answer(({id, body}) => {
      const number = numberOf(body);
      const times = 1 + Number.parseInt(id.slice(-2), 36);
      if (number === 1 && times === 1) return [];
      if (number === 2 && times <= 2) return [{kind: 'fault', status: 500}];
      if (number === 3) return [{kind: 'text', text: times === 1 ? 'no JSON at all' : '{"label": "at last"}'}];
      if (number === 4) return [{kind: 'text', text: '{"label": 4}'}];
      return [{kind: 'text', text: '{"label": "ok"}'}];
    });
    const {code, stderr} = await agac('run', '-a', 'w', '--wait');
    expect(code, stderr).to.equal(68);
    expect(place.creates()).to.equal(3);
    expect(place.outputs().map(({content, _recovery}) => [content['id'], content['label'], _recovery])).to.deep.equal([
      [0, 'ok', undefined],
      [1, 'ok', {retries: 1}],
      [2, 'ok', {retries: 2}],
      [3, 'at last', {reprompts: 1}],
    ]);
    const [rejected] = place.rejections();
    expect(rejected).to.include({reason: 'invalid', attempts: 3, raw: '{"label": 4}'});
    const bodies = await Promise.all(vendor.left().jobs.map((job) => vendor.received(job.id)));
    const asked = bodies.flat().map(({body}) => numberOf(body));
    expect(asked.sort()).to.deep.equal([0, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4]);
    const repair = bodies.flat().find(({body}) => JSON.stringify(body).includes('no JSON at all'));
    expect(JSON.stringify(repair)).to.contain('could not be accepted');
  });

  it('writes what there is so far with --partial, and the whole later', async () => {
    const {agac, vendor} = bound(await open({auto: false}));
    await agac('run', '-a', 'w');
    await vendor.advance(vendor.left().jobs[0]!.id, 'completed');
    const part = await agac('batch', 'retrieve', '--partial', '--json');
    expect(part.code).to.equal(69);
    expectValid('batch retrieve', JSON.parse(part.stdout));
    expect(place.outputs().length).to.be.oneOf([2, 5]);
    await vendor.advance('all', 'completed');
    expect((await agac('batch', 'retrieve')).code).to.equal(0);
    expect(place.outputs()).to.have.length(12);
  });

  it('whose create was answered by nothing is looked up and adopted: one job, one payment', async () => {
    const {agac, vendor} = bound(await open({records: 3}));
    vendor.fail({on: 'create', when: 'after', how: 'reset'});
    const {code, stdout, stderr} = await agac('run', '-a', 'w');
    expect(code, stderr).to.equal(0);
    expect(stdout).to.match(/^Batch submitted/);
    expect(vendor.left().jobs).to.have.length(1);
    expect(place.creates()).to.equal(1);
  });

  it('that the vendor does not know either is left to the user: exit 7, and not sent again', async () => {
    const {agac, vendor} = bound(await open({records: 3}));
    vendor.fail({on: 'create', when: 'before', how: 'reset'});
    const {code, stdout} = await agac('run', '-a', 'w', '--json');
    expect(code).to.equal(7);
    const document = JSON.parse(stdout);
    expectValid('run', document);
    expect(document.code).to.equal('SUBMIT_UNCERTAIN');
    expect((await agac('run', '-a', 'w')).code).to.equal(7);
    expect(place.creates()).to.equal(1);
    const word = await agac('batch', 'resolve', '--part', '0', '--not-sent', '--json');
    expect(word.code, word.stderr).to.equal(0);
    expectValid('batch resolve', JSON.parse(word.stdout));
    const sent = await agac('run', '-a', 'w');
    expect(sent.code, sent.stderr).to.equal(0);
    expect(vendor.left().jobs).to.have.length(1);
  });

  it('whose results the vendor has no more does not block its run for ever', async () => {
    const {agac, vendor} = bound(await open({auto: false}));
    await agac('run', '-a', 'w');
    await vendor.advance('all', 'completed');
    await vendor.lose(vendor.left().jobs.find((job) => job.label.endsWith('p1'))!.id);
    const stuck = await agac('batch', 'retrieve', '--json');
    expect(stuck.code).to.equal(5);
    expect(stuck.stdout).to.contain('--part 1 --gone');
    expect((await agac('batch', 'resolve', '--part', '1', '--not-sent')).code).to.equal(2);
    const word = await agac('batch', 'resolve', '--part', '1', '--gone', '--json');
    expect(word.code, word.stderr).to.equal(0);
    expectValid('batch resolve', JSON.parse(word.stdout));
    expect((await agac('batch', 'retrieve')).code).to.equal(68);
    expect(place.outputs()).to.have.length(7);
    expect(place.rejections().map(({reason}) => reason)).to.deep.equal(Array(5).fill('failed'));
    expect((await agac('batch', 'retry')).code).to.equal(0);
    await vendor.advance('all', 'completed');
    expect((await agac('batch', 'retrieve')).code).to.equal(0);
    expect(place.outputs()).to.have.length(12);
  });

  it('at a vendor that answers is brought home, although another is out of reach', async () => {
    const two = `${oneAction('')}  - name: far
    intent: i
    model_vendor: acme
    base_url: URL
    model_name: acme-1
    run_mode: batch
    prompt: p
    schema: {label: string!}
`;
    const {agac, vendor} = bound(await open({auto: false, actions: two}));
    const far = new AcmeVendor({auto: false, key: vendor.key});
    await far.start();
    const file = 'agent_workflow/w/agent_config/w.yml';
    place.sandbox.write({[file]: place.sandbox.read(file).replace('base_url: URL', `base_url: ${far.url}`)});
    const run = await agac('run', '-a', 'w');
    expect(run.code, run.stderr).to.equal(0);
    await vendor.advance('all', 'completed');
    await far.stop();
    const half = await agac('batch', 'retrieve');
    expect(half.code, half.stderr).to.equal(5);
    expect(place.outputs()).to.have.length(12);
  });

  it('is refused without a key, by the name of the variable and before any work', async () => {
    await open();
    const {code, stdout} = await place.sandbox.agac(['run', '-a', 'w', '--json'], {env: {ACME_API_KEY: undefined}});
    expect(code).to.equal(4);
    expect(JSON.parse(stdout)).to.include({code: 'KEY_MISSING'});
    expect(stdout).to.contain('ACME_API_KEY');
    expect(place.vendor.seen()).to.have.length(0);
    const wrong = await place.sandbox.agac(['run', '-a', 'w'], {env: {ACME_API_KEY: 'wrong-key-9876543210'}});
    expect(wrong.code).to.equal(4);
    expect(wrong.stderr).to.not.contain('wrong-key-9876543210');
    place.sandbox.write({'.env': `ACME_API_KEY=${place.vendor.key}\n`});
    const found = await place.sandbox.agac(['run', '-a', 'w'], {env: {ACME_API_KEY: undefined}});
    expect(found.code, found.stderr).to.equal(0);
    const state = JSON.stringify(place.sandbox.files('.agac'));
    expect(state).to.not.contain(place.vendor.key).and.to.not.contain('wrong-key-9876543210');
  });

  it('of a workflow that was edited meanwhile goes on as it began', async () => {
    const {agac, vendor} = bound(await open({auto: false, records: 3}));
    await agac('run', '-a', 'w');
    place.sandbox.write({
      'agent_workflow/w/agent_config/w.yml': `name: w\ndescription: d\nactions:\n${oneAction('').replace('label: string!', 'other: string!')}`,
      'agent_workflow/w/agent_io/staging/in.json': '[]',
    });
    await vendor.advance('all', 'completed');
    const {code, stderr} = await agac('batch', 'retrieve');
    expect(code, stderr).to.equal(0);
    expect(place.outputs().map(({content}) => content)).to.deep.equal([
      {label: 'ok', id: 0},
      {label: 'ok', id: 1},
      {label: 'ok', id: 2},
    ]);
  });

  it('runs online and in batch, action by action, and a failed tool is a rejection', async () => {
    const actions = `${oneAction('')}  - name: second
    intent: Again, now.
    model_vendor: acme
    model_name: acme-1
    run_mode: online
    dependencies: label
    json_mode: false
    output_field: words
    prompt: "Say {{ label.label }}."
    context_scope: {observe: [label.label], passthrough: [label.id]}
  - name: third
    kind: tool
    impl: odd
    intent: Fails for odd ones.
    dependencies: [second]
    context_scope: {observe: [second.words, second.id]}
`;
    const {agac} = bound(await open({actions, records: 6}));
    place.sandbox.write({
      'tools/odd.js':
        "export default ({second}) => { if (second.id % 2) throw new Error('odd'); return [second, second]; };",
    });
    const {code, stdout, stderr} = await agac('run', '-a', 'w', '--wait', '--concurrency-limit', '3');
    expect(code, stderr).to.equal(68);
    expect(stdout).to.contain('Batch submitted');
    expect(place.outputs('second')[5]!.content).to.have.keys('words', 'id');
    expect(place.outputs('third').map(({content}) => content['id'])).to.deep.equal([0, 0, 2, 2, 4, 4]);
    expect(new Set(place.outputs('third').map(({target_id}) => target_id)).size).to.equal(6);
    expect(place.rejections('third').map(({reason}) => reason)).to.deep.equal(Array(3).fill('tool-error'));
  });
});

function bound(place: Place): {agac: Place['agac']; vendor: AcmeVendor} {
  return {agac: (...args) => place.agac(...args), vendor: place.vendor};
}
