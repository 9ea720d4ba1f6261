import {expect} from 'chai';
import type {InputRecord, SourceRecord} from '../../src/domain/record.js';
import {loop} from '../../src/engine/loop.js';
import {type ActionLook, lookAtRun} from '../../src/engine/progress.js';
import {intakeFile} from '../../src/store/run-files.js';
import {collect} from '../store/collect.js';
import {temporaryFolder} from '../store/temporary-folder.js';
import {guard} from '../workflow/guards/conditions.js';
import {llm, ref, tool} from './actions.js';
import {numbered, ONCE, TO_THE_END, Workbench} from './workbench.js';

const DONE = {phase: 'ended', end: 'completed', word: 'DONE'} as const;
const RUNNING = {phase: 'running', word: 'RUN'} as const;

describe('a limit of an action', () => {
  let bench: Workbench;

  // Before the folder is removed.
  afterEach(() => {
    expect(JSON.parse(JSON.stringify(bench.store.state))).to.deep.equal(JSON.parse(JSON.stringify(bench.stateOnDisk)));
    for (const action of lookAtRun(bench.store.state).actions) everyRecordLeavesOnce(action);
    bench.store.close();
  });

  const folder = temporaryFolder();

  /** One output a record here, so that they can be counted. */
  function everyRecordLeavesOnce({action, records, outputs, rejected, filtered}: ActionLook): void {
    expect(outputs + rejected + filtered, action).to.equal(records);
  }

  const look = (action: string) => lookAtRun(bench.store.state).actions.find((each) => each.action === action)!;
  const sourcesOf = (action: string) => bench.outputs(action).map((output) => output.source_guid);
  const following = (...dependencies: string[]) => ({
    dependencies,
    scope: {observe: [ref('source.n')], drop: [], passthrough: [ref('source.n')], seed: {}},
  });
  /** Tools that make nothing, but for the records that are to fail. */
  function letTools(failing: Readonly<Record<string, readonly number[]>>, ...names: string[]): void {
    for (const name of names) {
      bench.tools[name] = (input) => {
        const {n} = (input as {source: {n: number}}).source;
        if (failing[name]?.includes(n)) throw new Error('not this one');
        return {};
      };
    }
  }

  /** So many records in each of these files. */
  async function runOver(files: Readonly<Record<string, number>>): Promise<void> {
    async function* sources(): AsyncGenerator<SourceRecord> {
      let n = 0;
      for (const [file, count] of Object.entries(files)) {
        for (let ordinal = 0; ordinal < count; ordinal += 1, n += 1) {
          yield {file, ordinal, guid: `g${n}`, value: {n}};
        }
      }
    }
    await loop({...bench.ports, sources}, TO_THE_END);
  }

  async function askAgain(action: string, ...ordinals: number[]): Promise<void> {
    const round = bench.store.state.actions.find(({name}) => name === action)!.rounds.length;
    const file = bench.store.create(`actions/${action}/asks-${round}.jsonl`);
    for (const ordinal of ordinals) file.write(`${JSON.stringify({ordinal, retries: 0, reprompts: 0})}\n`);
    file.commit();
    bench.store.append({type: 'retry-asked', action, intake: 0, round, count: ordinals.length});
    await bench.loop();
  }

  it('takes the first records of each file, and the rest leave it without an output and are counted', async () => {
    bench = new Workbench(folder(), [llm('label'), tool('few', {...following('label'), limit: {records: 2}})], []);
    letTools({}, 'few');
    await runOver({'a.json': 3, 'b.json': 1, 'c.json': 4});
    expect(sourcesOf('label')).to.have.length(8);
    expect(sourcesOf('few')).to.deep.equal(['g0', 'g1', 'g3', 'g4', 'g5']);
    expect(look('few')).to.include({records: 8, outputs: 5, rejected: 0, filtered: 3, leftOut: 3, state: 'done'});
    expect(look('label')).not.to.have.property('leftOut');
    const taken = bench.notes.filter((note) => note.kind === 'taken' && note.action === 'few');
    expect(taken[0]).to.include({records: 8, filtered: 3, leftOut: 3});
    expect(bench.events).to.deep.include({
      ...bench.events.find((event) => event.type === 'round-judged' && event.action === 'few'),
      counts: {accepted: 5, outputs: 5, again: 0, rejected: 0, strays: 0, filtered: 3, leftOut: 3},
    });
  });

  it('takes the first files', async () => {
    bench = new Workbench(folder(), [tool('few', {limit: {records: 2, files: 2}})], []);
    letTools({}, 'few');
    await runOver({'a.json': 3, 'b.json': 1, 'c.json': 4});
    expect(sourcesOf('few')).to.deep.equal(['g0', 'g1', 'g3']);
    expect(look('few')).to.include({filtered: 5, leftOut: 5});
  });

  it('comes before the guard: what that keeps back has been one of the first', async () => {
    const few = tool('few', {limit: {records: 3}, guard: guard('source.n != 1')});
    bench = new Workbench(folder(), [few], numbered(5));
    letTools({}, 'few');
    await bench.loop();
    expect(sourcesOf('few')).to.deep.equal(['g0', 'g2']);
    expect(look('few')).to.include({records: 5, filtered: 3, leftOut: 2});
    const [beyond] = (await collect(bench.store.read<InputRecord>(intakeFile('few', 0)))).slice(3);
    expect(beyond).to.deep.equal({
      ordinal: 3,
      seq: [3],
      file: 'a.json',
      guid: 'g3',
      lineage: [],
      context: {},
      byGuard: 'filtered',
      leftOut: true,
    });
  });

  it('keeps what is left out from all that depends on the action, and from nothing else', async () => {
    const actions = [
      tool('first'),
      tool('few', {...following('first'), limit: {records: 1}}),
      tool('aside', following('first')),
      tool('both', following('few', 'aside')),
      tool('beside', {...following('aside', 'few'), beside: ['few']}),
    ];
    bench = new Workbench(folder(), actions, numbered(3));
    letTools({}, 'first', 'few', 'aside', 'both', 'beside');
    await bench.loop();
    expect([sourcesOf('aside').length, sourcesOf('both'), sourcesOf('beside').length]).to.deep.equal([3, ['g0'], 3]);
    expect(look('both')).to.include({records: 1, keptOut: 2, state: 'done'});
  });

  it('waits until all are there, however they come in: the first are the first', async () => {
    bench = new Workbench(
      folder(),
      [llm('label'), llm('few', {...following('label'), limit: {records: 3}})],
      numbered(5),
    );
    bench.vendor.traits.limits = {requests: 2};
    const running = new Set(['job-1']);
    bench.vendor.status = async ({id}) => (running.has(id) ? RUNNING : DONE);
    await bench.loop(ONCE);
    expect(await bench.loop(ONCE)).to.equal('pending');
    expect(look('few')).to.include({state: 'waiting', records: 0});
    running.clear();
    await bench.loop();
    expect(sourcesOf('few')).to.deep.equal(['g0', 'g1', 'g2']);
    // Two intakes have what one job takes; what is beyond is in the last of them.
    expect(look('few')).to.include({records: 5, filtered: 2, leftOut: 2, state: 'done'});
  });

  it('is filled up by what is retried upstream, and takes no more than it says', async () => {
    bench = new Workbench(
      folder(),
      [tool('first'), tool('few', {...following('first'), limit: {records: 2}})],
      numbered(4),
    );
    letTools({first: [0, 1, 3]}, 'first', 'few');
    await bench.loop();
    expect([sourcesOf('few'), look('few').leftOut]).to.deep.equal([['g2'], undefined]);
    letTools({first: [1]}, 'first');
    await askAgain('first', 0, 1, 3);
    expect([sourcesOf('few'), look('few').leftOut]).to.deep.equal([['g0', 'g2'], 1]);
    letTools({}, 'first');
    await askAgain('first', 1);
    expect([sourcesOf('few'), look('few').leftOut]).to.deep.equal([['g0', 'g2'], 2]);
    expect(look('few')).to.include({records: 4, state: 'done'});
  });

  it('of files is filled up in the same way', async () => {
    bench = new Workbench(folder(), [tool('first'), tool('few', {...following('first'), limit: {files: 2}})], []);
    letTools({first: [0, 3]}, 'first', 'few');
    await runOver({'a.json': 1, 'b.json': 2, 'c.json': 2});
    expect([sourcesOf('few'), look('few').leftOut]).to.deep.equal([['g1', 'g2', 'g4'], undefined]);
    letTools({}, 'first');
    await askAgain('first', 0, 3);
    expect(sourcesOf('few')).to.deep.equal(['g1', 'g2', 'g3', 'g4']);
    expect(look('few')).to.include({records: 5, leftOut: 1});
  });
});
