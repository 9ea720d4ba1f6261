import {join} from 'node:path';
import {expect} from 'chai';
import type {LoopbackVendor} from '../../packages/provider/src/fake/index.js';
import {CompatibleVendor, TogetherVendor} from '../../plugins/openai-compatible/test/vendor.js';
import type {Output} from '../../src/domain/record.js';
import {ROOT, Sandbox} from '../sandbox.js';

const CUT = {on: 'create', when: 'after', how: 'reset'} as const;

describe('a batch at a compatible server', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;
  let vendor: LoopbackVendor;

  afterEach(async () => {
    await vendor.stop();
    sandbox.remove();
  });

  async function open(server: LoopbackVendor, options: string): Promise<void> {
    vendor = server;
    await vendor.start();
    vendor.answer(({ordinal}) => [{kind: 'text', text: `{"label": "label ${ordinal}"}`}]);
    sandbox = new Sandbox();
    sandbox.link('@agac/provider-openai-compatible', join(ROOT, 'plugins', 'openai-compatible'));
    sandbox.env['THEIR_KEY'] = vendor.key;
    sandbox.write({
      'agent_actions.yml': 'project_name: p\n',
      'agent_workflow/w/agent_config/w.yml': `name: w
actions:
  - name: label
    model_vendor: openai-compatible
    model_name: some-model
    run_mode: batch
    base_url: ${vendor.url}
    api_key: THEIR_KEY
    vendor_options: ${options}
    prompt: Label it.
    schema: {label: string!}
    context_scope: {observe: [source.text]}
`,
      'agent_workflow/w/agent_io/staging/in.json': '[{"text": "a"}, {"text": "b"}]',
    });
  }

  const creates = () => vendor.seen().filter(({on}) => on === 'create').length;
  const labels = () =>
    sandbox.json<Output[]>('agent_workflow/w/agent_io/target/label/in.json').map(({content}) => content['label']);

  it('goes through, and is found by its file where the answer to its create is lost and nothing else is kept', async () => {
    await open(new TogetherVendor(), '{preset: together, settleMs: 1}');
    vendor.fail(CUT);
    const {code, stderr} = await sandbox.agac(['run', '-a', 'w', '--wait']);
    expect(code, stderr).to.equal(0);
    expect(labels()).to.deep.equal(['label 0', 'label 1']);
    expect(creates()).to.equal(1);
  });

  it('is not sent again where the answer is lost and there is no list to look in', async () => {
    await open(new CompatibleVendor(), '{batch_lane: true, settleMs: 1}');
    vendor.fail(CUT);
    vendor.fail({on: 'list', when: 'before', how: {status: 405}, times: 100});
    for (const _ of [1, 2]) {
      const {code, stderr} = await sandbox.agac(['run', '-a', 'w', '--wait']);
      expect(code, stderr).to.equal(7);
      expect(stderr).to.contain('agac batch resolve');
    }
    expect(creates()).to.equal(1);
  });

  it('is refused with all that is wrong with its options', async () => {
    await open(new CompatibleVendor(), '{completion_window: 24, line: short}');
    const {code, stderr} = await sandbox.agac(['run', '-a', 'w']);
    expect(code).to.equal(3);
    expect(stderr).to.contain('The option completion_window is a text such as 24h');
    expect(stderr).to.contain('The option line is one of openai, bare, not "short"');
    expect(vendor.seen()).to.deep.equal([]);
  });
});
