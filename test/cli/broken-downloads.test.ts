import {setTimeout as delay} from 'node:timers/promises';
import {expect} from 'chai';
import {AcmeVendor} from '../../plugins/_template/src/vendor.js';
import {Sandbox} from '../sandbox.js';
import {Road, type Weather} from './road.js';

const MEGABYTE = 1024 * 1024;
const RECORDS = 24;
/** A checkpoint is due after 16 MiB, or earlier on a slow machine. */
const KILLED_AFTER = 20 * MEGABYTE;
const TARGET = 'agent_workflow/w/agent_io/target';

const WORKFLOW = `name: w
description: d
actions:
  - name: label
    intent: Label it.
    model_vendor: acme
    model_name: acme-1
    run_mode: batch
    prompt: "Label {{ source.text }}."
    schema: {label: string!}
    context_scope: {observe: [source.text], passthrough: [source.id]}
`;

describe('a download that breaks off', function () {
  this.timeout(120_000);
  let sandbox: Sandbox;
  let vendor: AcmeVendor;
  let road: Road;
  let whole: {outputs: Record<string, string>; results: string};

  /** A batch that has been submitted, with results of one megabyte each. */
  async function submit(): Promise<void> {
    sandbox = new Sandbox();
    vendor = new AcmeVendor();
    await vendor.start();
    vendor.answer(({ordinal}) => {
      const label = `é${String.fromCharCode(97 + ordinal)}`.repeat(MEGABYTE / 3);
      return [{kind: 'text', text: JSON.stringify({label})}];
    });
    road = new Road(vendor.url);
    sandbox.linkAcme(await road.open(), vendor.key);
    const rows = Array.from({length: RECORDS}, (_, id) => ({id, text: `message ${id}`}));
    sandbox.write({
      'agent_actions.yml': 'project_name: p\nschema_path: schema\n',
      'agent_workflow/w/agent_config/w.yml': WORKFLOW,
      'agent_workflow/w/agent_io/staging/in.json': JSON.stringify(rows),
    });
    const run = await sandbox.agac(['run', '-a', 'w']);
    expect(run.code, run.stderr).to.equal(0);
  }

  async function clearAway(): Promise<void> {
    await road.close();
    await vendor.stop();
    sandbox.remove();
  }

  const parts = () => Object.keys(sandbox.files('.agac/runs')).filter((name) => name.includes('/parts/0.results'));
  const kept = (end: string) => parts().filter((name) => name.endsWith(end)).length;
  const found = () => ({
    outputs: sandbox.files(TARGET),
    results: sandbox.read(`.agac/runs/${parts().find((name) => name.endsWith('.jsonl'))}`),
  });

  before(async () => {
    await submit();
    expect((await sandbox.agac(['batch', 'retrieve'])).code).to.equal(0);
    whole = found();
    // Named after its run, which is another one each time.
    await clearAway();
  });

  beforeEach(submit);
  afterEach(clearAway);

  /** Retrieves in this weather, and kills the command when the download stands still and a checkpoint is there. */
  async function killed(weather: Weather): Promise<{from: number}> {
    road.weather = [weather, 'fair'];
    let pid = 0;
    const spawned = (child: number) => {
      pid = child;
    };
    const dying = sandbox.agac(['batch', 'retrieve'], {spawned});
    while (kept('.checkpoint') === 0) await delay(50);
    process.kill(pid, 'SIGKILL');
    expect((await dying).signal).to.equal('SIGKILL');
    const [checkpoint] = parts().filter((name) => name.endsWith('.checkpoint'));
    const {cursor} = sandbox.json<{cursor: string}>(`.agac/runs/${checkpoint}`);
    return {from: Number(cursor.split(':')[1]) - 1}; // the line end
  }

  async function expectWhole(): Promise<void> {
    const done = await sandbox.agac(['batch', 'retrieve']);
    expect(done.code, done.stderr).to.equal(0);
    const {outputs, results} = found();
    expect(outputs).to.deep.equal(whole.outputs);
    expect(withoutIds(results) === withoutIds(whole.results)).to.equal(true);
    expect(parts()).to.have.length(1);
  }

  for (const ranges of [true, false]) {
    const title = ranges ? 'asks for the rest alone' : 'is read from its beginning, where the vendor takes no ranges';
    it(`because its process was killed ${title}; the outputs are the same to the byte`, async () => {
      road.ranges = ranges;
      const {from} = await killed({stallAfter: KILLED_AFTER});
      await expectWhole();
      const [first, second, ...more] = road.downloads;
      expect([first?.range, more]).to.deep.equal([undefined, []]);
      expect(from).to.be.within(1, KILLED_AFTER);
      expect(second?.range).to.equal(`bytes=${from}-`);
      expect(second?.bytes).to.equal(
        ranges ? Buffer.byteLength(whole.results) - from : Buffer.byteLength(whole.results),
      );
    });
  }

  it('keeps what has come through failures of every kind, until the vendor can go on', async () => {
    road.weather = [{cutAfter: 5 * MEGABYTE}, {refuse: 403}];
    expect((await sandbox.agac(['batch', 'retrieve'])).code).to.equal(4);
    expect((await sandbox.agac(['batch', 'retrieve'])).code).to.equal(4);
    expect([kept('.part'), kept('.checkpoint'), kept('.jsonl')]).to.deep.equal([1, 1, 0]);
    const before = road.downloads.length;
    road.weather = ['fair'];
    await expectWhole();
    expect(road.downloads.slice(before)).to.have.length(1);
    expect(Number(/=(\d+)-/.exec(road.downloads.at(-1)?.range ?? '')?.[1])).to.be.within(4 * MEGABYTE, 5 * MEGABYTE);
  });

  it('is forgotten with its results, when the user gives them up', async () => {
    await killed({stallAfter: KILLED_AFTER});
    const word = await sandbox.agac(['batch', 'resolve', '--part', '0', '--gone']);
    expect(word.code, word.stderr).to.equal(0);
    expect(parts()).to.deep.equal([]);
  });
});

/** Ids of requests begin with their run's. */
function withoutIds(results: string): string {
  return results.replaceAll(/"id":"[^"]*"/g, '');
}
