import {expect} from 'chai';
import {AcmeVendor} from '../../plugins/_template/src/vendor.js';
import {type Outcome, Sandbox} from '../sandbox.js';
import {expectValid} from '../schemas.js';

interface Setting {
  readonly records?: number;
  /** More lines of the action. */
  readonly action?: string;
  readonly model?: string;
  readonly mode?: 'batch' | 'online';
  /** More actions. */
  readonly more?: string;
}

/** What acme-1 costs: 1 and 4 dollars a million tokens, half of it in batch mode. */
const PER_INPUT = 1e-6;
const PER_OUTPUT = 4e-6;

class Place {
  readonly sandbox = new Sandbox();
  readonly vendor: AcmeVendor;

  private constructor(vendor: AcmeVendor, setting: Setting) {
    this.vendor = vendor;
    const {records = 4} = setting;
    const rows = Array.from({length: records}, (_, id) => ({id, text: `message ${id}`}));
    this.sandbox.write({
      'agent_actions.yml': 'project_name: p\nschema_path: schema\n',
      'agent_workflow/w/agent_config/w.yml': workflow(setting),
      'agent_workflow/w/agent_io/staging/in.json': JSON.stringify(rows),
    });
    this.sandbox.linkAcme(vendor.url, vendor.key);
  }

  static async open(setting: Setting = {}): Promise<Place> {
    const vendor = new AcmeVendor({auto: true});
    await vendor.start();
    vendor.answer(() => [{kind: 'text', text: '{"label": "ok"}', usage: {inputTokens: 1000, outputTokens: 100}}]);
    return new Place(vendor, setting);
  }

  rewrite(setting: Setting): void {
    this.sandbox.write({'agent_workflow/w/agent_config/w.yml': workflow(setting)});
  }

  agac = (...args: string[]): Promise<Outcome> => this.sandbox.agac(args);

  async json(command: string, ...args: string[]) {
    const {stdout, stderr} = await this.agac(...command.split(' '), ...args, '--json');
    expect(stdout, stderr).to.not.equal('');
    const document = JSON.parse(stdout);
    expectValid(command, document);
    return document;
  }

  async close(): Promise<void> {
    await this.vendor.stop();
    this.sandbox.remove();
  }
}

function workflow({action = '', model = 'acme-1', mode = 'batch', more = ''}: Setting): string {
  return `name: w
description: d
actions:
  - name: label
    intent: Label it.
    model_vendor: acme
    model_name: ${model}
    run_mode: ${mode}
    prompt: "Label {{ source.text }}."
    schema: {label: string!}
    context_scope: {observe: [source.text], passthrough: [source.id]}
${action}${more}`;
}

const SECOND = `  - name: second
    intent: Again.
    model_vendor: acme
    model_name: acme-1
    run_mode: batch
    max_tokens: 1000
    dependencies: label
    json_mode: false
    output_field: words
    prompt: "Say {{ label.label }}."
    context_scope: {observe: [label.label]}
`;

const numberOf = (body: unknown) => Number(/message (\d+)/.exec(JSON.stringify(body))?.[1]);
const one = {kind: 'text', text: '{"label": "ok"}', usage: {inputTokens: 1000, outputTokens: 100}} as const;

describe('tokens and cost', function () {
  this.timeout(60_000);
  let place: Place;
  const open = async (setting?: Setting) => {
    place = await Place.open(setting);
    return place;
  };
  afterEach(() => place.close());

  it('of a batch are told by retrieve and status, and what is not known of a request is no zero', async () => {
    const {vendor, agac, json, sandbox} = bound(await open());
    vendor.answer(({body}) => {
      const number = numberOf(body);
      if (number === 1) return [{...one, usage: 'none'}];
      if (number === 2) return [{...one, usage: {inputTokens: 1000, outputTokens: 100, cachedInputTokens: 400}}];
      return number === 3 ? [{kind: 'fault', status: 400}] : [one];
    });
    await agac('run', '-a', 'w');
    const retrieved = await json('batch retrieve');
    const {batch, look} = retrieved.data;
    const [part] = batch.parts;
    expect(part.tally).to.deep.equal({
      sent: 4,
      answered: 3,
      faulted: 1,
      unprocessed: 0,
      missing: 0,
      unreadable: 0,
      duplicates: 0,
      unknownIds: 0,
      unmetered: 1,
    });
    expect(part.usage).to.deep.equal({inputTokens: 2000, outputTokens: 200, cachedInputTokens: 400});
    // Acme has no price for cached tokens, and one answer has no tokens: only that of the first is known.
    expect(part.cost).to.deep.include({usd: (1000 * PER_INPUT + 100 * PER_OUTPUT) / 2, unknown: 3});
    expect(part.cost.price).to.deep.equal({
      rates: {input: 0.5, output: 2},
      basis: {
        source: 'https://acme.invalid/prices',
        asOf: '2026-01-01',
        batch: {share: 0.5, source: 'https://acme.invalid/prices', asOf: '2026-01-01'},
      },
    });
    expect(look.cost).to.deep.include({usd: 0.0007, unknown: 3});
    const before = sandbox.files('.agac');
    const {stdout} = await agac('batch', 'status');
    expect(stdout).to.contain(
      'tokens: 2,000 in (400 cached), 200 out; cost: at least $0.0007; unknown of 3 requests: ',
    );
    expect((await json('batch status')).result.cost).to.deep.equal(look.cost);
    expect(sandbox.files('.agac')).to.deep.equal(before);
  });

  it('are reckoned by a price of the project, which no vendor is sent', async () => {
    const {vendor, agac, json, sandbox} = bound(await open({records: 2}));
    const price = '{acme-1: {input: 2, output: 8, cached_input: 1, batch_share: 0.25}, other: {input: 1, output: 1}}';
    sandbox.write({'agent_actions.yml': `project_name: p\nproviders:\n  acme: {effort: low, price: ${price}}\n`});
    vendor.answer(() => [{...one, usage: {inputTokens: 1000, outputTokens: 100, cachedInputTokens: 400}}]);
    await agac('run', '-a', 'w', '--wait');
    const {cost} = (await json('batch status')).result;
    expect(cost).to.deep.equal({usd: (2 * 0.25 * (600 * 2 + 400 * 1 + 100 * 8)) / 1e6});
    const [job] = vendor.left().jobs;
    for (const {body} of await vendor.received(job!.id)) {
      expect(body).to.include({effort: 'low'}).and.to.not.have.property('price');
    }
  });

  it('are unknown without a price, and a price that is none is a problem of the workflow', async () => {
    const {agac, json} = bound(await open({model: 'acme-tiny', records: 2}));
    await agac('run', '-a', 'w');
    const {code, stderr} = await agac('batch', 'retrieve');
    expect(code, stderr).to.equal(0);
    expect(stderr).to.contain('2,000 in, 200 out; cost: unknown: No price is known for the model acme-tiny.');
    expect((await json('batch status')).result.cost).to.deep.equal({
      unknown: 2,
      why: ['No price is known for the model acme-tiny.'],
    });
    for (const price of ['{input: 1}', '{input: 1, output: -1}', '{input: 1, output: 2, cheap: 1}', '3']) {
      place.rewrite({action: `    vendor_options: {price: ${price}}\n`});
      const refused = JSON.parse((await agac('run', '-a', 'w', '--fresh', '--json')).stdout);
      expect(refused, price).to.include({status: 3, code: 'WORKFLOW_INVALID'});
      expect(refused.data.problems[0].message).to.contain('price');
    }
  });

  it('online are told at the end', async () => {
    const {vendor, agac, json} = bound(await open({mode: 'online', records: 3}));
    vendor.answer(() => [one]);
    const document = await json('run', '-a', 'w');
    expect(document.result.look.cost).to.deep.equal({usd: 3 * (1000 * PER_INPUT + 100 * PER_OUTPUT)});
    expect(document.result.look.usage).to.deep.equal({inputTokens: 3000, outputTokens: 300});
    expect((await agac('run', '-a', 'w')).stderr).to.contain('3,000 in, 300 out; cost: $0.0042');
  });

  it('do not add up in silence: what is missing, doubled or strange is told, now and later', async () => {
    const {vendor, agac, json} = bound(await open({records: 5}));
    vendor.answer(({body}) => {
      const number = numberOf(body);
      if (number === 0) return [];
      if (number === 1) return [one, one];
      if (number === 2) return [one, {...one, id: 'stranger'}];
      return number === 3 ? [{kind: 'raw', line: '{"broken": '}] : [one];
    });
    await agac('run', '-a', 'w');
    const document = await json('batch retrieve');
    expect(document.status).to.equal(68);
    const [part] = document.data.batch.parts;
    expect(part.tally).to.include({sent: 5, answered: 3, missing: 2, unreadable: 1, duplicates: 1, unknownIds: 1});
    expect(part.cost).to.include({usd: 3 * 0.0007, unknown: 2});
    expect(part.disagreements).to.include('2 of 5 requests have no result.');
    expect(part.disagreements).to.have.length.of.at.least(4);
    for (const sentence of part.disagreements) expect(document.warnings).to.include(`Part 0: ${sentence}`);
    const {stdout} = await agac('batch', 'status');
    for (const sentence of part.disagreements) expect(stdout).to.contain(sentence);
  });

  it("are not those of a job that was only taken for ours: the part is the user's to resolve", async () => {
    const {vendor, agac, json, sandbox} = bound(await open({records: 3}));
    vendor.fail({on: 'create', when: 'after', how: 'reset'});
    vendor.answer(({ordinal}) => [{...one, id: `stranger${ordinal}`}]);
    expect((await agac('run', '-a', 'w')).code).to.equal(0);
    const [foreign] = vendor.left().jobs;
    const retrieved = await json('batch retrieve');
    expect(retrieved).to.include({status: 7, code: 'SUBMIT_UNCERTAIN'});
    const [part] = retrieved.data.batch.parts;
    expect(part).to.include({uncertain: true});
    expect(part).to.not.have.any.keys('id', 'tally', 'fetched');
    expect(part.message).to.contain(foreign!.id);
    expect(sandbox.files('agent_workflow/w/agent_io')).to.have.keys('staging/in.json');
    // It is not found a second time.
    expect((await agac('run', '-a', 'w')).code).to.equal(7);
    vendor.answer(() => [one]);
    expect((await agac('batch', 'resolve', '--part', '0', '--not-sent')).code).to.equal(0);
    expect((await agac('run', '-a', 'w', '--wait')).code).to.equal(0);
    expect(vendor.left().jobs).to.have.length(2);
  });
});

describe('agac run --dry-run and --max-cost', function () {
  this.timeout(60_000);
  let place: Place;
  const open = async (setting?: Setting) => {
    place = await Place.open(setting);
    return place;
  };
  afterEach(() => place.close());

  it('estimate tokens and cost, and say which limit makes more jobs needed', async () => {
    const {agac, json} = bound(await open({records: 12, model: 'acme-tiny', action: '    max_tokens: 50\n'}));
    const tiny = (await json('run', '-a', 'w', '--dry-run')).result;
    expect(tiny.parts.map(({closedBy}: {closedBy?: unknown}) => closedBy)).to.deep.equal([
      {limit: 'requests', most: 5},
      {limit: 'requests', most: 5},
      undefined,
    ]);
    expect(tiny.estimate).to.include({requests: 12, mostOutputTokens: 600});
    expect(tiny.estimate).to.not.have.property('cost');
    expect(tiny.estimate.why).to.equal('No price is known for the model acme-tiny.');

    place.rewrite({action: '    max_tokens: 50\n'});
    const {actions, estimate, parts} = (await json('run', '-a', 'w', '--dry-run')).result;
    const {usual, most} = estimate.inputTokens;
    // Without the ids, which no model is shown: 64 bytes a request at least.
    expect(usual).to.be.within(parts[0].bytes / 4 - 12 * 30, parts[0].bytes / 4 - 12 * 10);
    expect(most).to.be.within(2 * usual - 1, 2 * usual);
    expect(estimate.cost.least).to.be.closeTo((usual * PER_INPUT) / 2, 1e-9);
    expect(estimate.cost.most).to.be.closeTo((most * PER_INPUT + 600 * PER_OUTPUT) / 2, 1e-9);
    expect(actions[0].estimate).to.deep.equal(estimate);
    const {stdout} = await agac('run', '-a', 'w', '--dry-run');
    expect(stdout).to.match(
      /An estimate: about [\d,]+ tokens in \([\d,]+ at most\), 0 to 600 out; cost: \$0\.\d+ to \$0\.\d+\./,
    );
  });

  it('refuse before anything is sent, keep nothing of it, and say how a price or a limit is given', async () => {
    const {vendor, agac, json, sandbox} = bound(await open({action: '    max_tokens: 1000\n'}));
    const dear = await json('run', '-a', 'w', '--max-cost', '0.001');
    expect(dear).to.include({status: 2, code: 'COST_EXCEEDED'});
    expect(dear.data.most).to.be.greaterThan(0.008);
    place.rewrite({});
    const endless = await json('run', '-a', 'w', '--max-cost', '100');
    expect(endless).to.include({status: 2, code: 'COST_EXCEEDED'});
    expect(endless.data).to.deep.equal({maxCost: 100});
    expect(endless.actions.join()).to.contain('max_tokens').and.to.not.contain('price');
    place.rewrite({model: 'acme-tiny', action: '    max_tokens: 10\n'});
    const unknown = await json('run', '-a', 'w', '--max-cost', '100');
    expect(unknown.message).to.contain('acme-tiny');
    expect(unknown.actions.join()).to.contain('price: {input:');
    expect((await agac('run', '-a', 'w', '--max-cost', 'much')).code).to.equal(2);
    expect(vendor.seen()).to.have.length(0);
    expect(Object.keys(sandbox.files('.agac')).filter((file) => file.startsWith('runs/'))).to.deep.equal([]);
    place.rewrite({action: '    max_tokens: 1000\n'});
    expect((await agac('run', '-a', 'w', '--max-cost', '0.02', '--wait')).code).to.equal(0);
  });

  it('hold every further wave to the amount as well, with what was spent before', async () => {
    const {vendor, agac, json} = bound(await open({action: '    max_tokens: 1000\n', more: SECOND}));
    const first = await json('run', '-a', 'w', '--wait', '--max-cost', '0.01');
    expect(first).to.include({status: 2, code: 'COST_EXCEEDED'});
    expect(vendor.left().jobs).to.have.length(1);
    const spent = 4 * 0.0007;
    expect(first.data.most).to.be.greaterThan(spent + (4 * 1000 * PER_OUTPUT) / 2);
    const {code, stderr} = await agac('run', '-a', 'w', '--wait', '--max-cost', '0.02');
    expect(code, stderr).to.equal(0);
    expect(vendor.left().jobs).to.have.length(2);
  });
});

function bound(place: Place) {
  const json: Place['json'] = (command, ...args) => place.json(command, ...args);
  return {agac: place.agac, json, vendor: place.vendor, sandbox: place.sandbox};
}
