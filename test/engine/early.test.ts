import {readFileSync, writeFileSync} from 'node:fs';
import {expect} from 'chai';
import {lookAtRun} from '../../src/engine/progress.js';
import {JOURNAL_FILE} from '../../src/store/run-files.js';
import {RunStore} from '../../src/store/run-store.js';
import {temporaryFolder} from '../store/temporary-folder.js';
import {llm, ref, tool} from './actions.js';
import type {Question} from './scripted-vendor.js';
import {numbered, ONCE, TO_THE_END, Workbench} from './workbench.js';

const DONE = {phase: 'ended', end: 'completed', word: 'DONE'} as const;
const RUNNING = {phase: 'running', word: 'RUN'} as const;
const ALL = ['g0', 'g1', 'g2', 'g3', 'g4'];

describe('what comes after a batch', () => {
  let bench: Workbench;

  // Before the folder is removed.
  afterEach(() => {
    expect(JSON.parse(JSON.stringify(bench.store.state))).to.deep.equal(JSON.parse(JSON.stringify(bench.stateOnDisk)));
    bench.store.close();
  });

  const folder = temporaryFolder();

  const following = (name: string, ...dependencies: string[]) =>
    llm(name, {
      dependencies,
      scope: {
        observe: [ref('source.n'), ...dependencies.map((each) => ref(`${each}.label`))],
        drop: [],
        passthrough: [],
        seed: {},
      },
    });
  const numbersIn = (job: number) =>
    bench.vendor.jobs[job]?.entries.map(({body}) => JSON.parse((body['messages'] as unknown as string[])[1]!).source.n);
  const sourcesOf = (action: string) => bench.outputs(action).map(({source_guid}) => source_guid);
  const boughtOnce = () => expect(new Set(bench.vendor.bought).size).to.equal(bench.vendor.bought.length);

  /** A bench whose jobs run until they are let go. */
  function slowly(...actions: ConstructorParameters<typeof Workbench>[1]): Set<string> {
    bench = new Workbench(folder(), actions, numbered(5));
    bench.vendor.traits.limits = {requests: 2};
    const running = new Set<string>();
    bench.vendor.status = async ({id}) => (running.has(id) ? RUNNING : DONE);
    return running;
  }

  it('begins with the parts that are there, and does not wait for the slowest', async () => {
    const running = slowly(llm('label'), following('check', 'label'));
    running.add('job-1');
    await bench.loop(ONCE);
    expect([0, 1, 2].map(numbersIn)).to.deep.equal([[0, 1], [2, 3], [4]]);
    expect(await bench.loop(ONCE)).to.equal('pending');
    expect([3, 4].map(numbersIn)).to.deep.equal([[0, 1], [4]]);
    expect(lookAtRun(bench.store.state)).to.include({state: 'pending'});
    running.clear();
    expect(await bench.loop()).to.equal('idle');
    expect(numbersIn(5)).to.deep.equal([2, 3]);
    expect([sourcesOf('label'), sourcesOf('check')]).to.deep.equal([ALL, ALL]);
    expect(lookAtRun(bench.store.state).state).to.equal('finished');
    boughtOnce();
  });

  it('begins although an action that it does not need is still at work', async () => {
    const running = slowly(
      llm('label'),
      llm('other', {model: 'm-2'}),
      following('check', 'label'),
      following('both', 'other', 'check'),
    );
    for (const job of [3, 4, 5]) running.add(`job-${job}`);
    await bench.loop(ONCE);
    await bench.loop(ONCE);
    expect(bench.store.state.batches.map(({actions}) => actions)).to.deep.equal([['label', 'other'], ['check']]);
    await bench.loop(ONCE);
    expect(sourcesOf('check')).to.deep.equal(ALL);
    expect(bench.store.state.batches).to.have.length(2);
    running.clear();
    expect(await bench.loop()).to.equal('idle');
    expect(sourcesOf('both')).to.deep.equal(ALL);
    boughtOnce();
  });

  it('asks again what failed of an action when all of it is back, and goes on with the rest meanwhile', async () => {
    const label = llm('label', {retry: {maxAttempts: 1, onExhausted: 'return_last'}});
    const running = slowly(label, following('check', 'label'));
    bench.vendor.answer = ({shown, before}: Question) =>
      before === 0 && !('label' in shown) && (shown['source'] as {n: number}).n === 0 ? undefined : '{"label":"ok"}';
    running.add('job-2');
    await bench.loop(ONCE);
    await bench.loop(ONCE);
    expect([3, 4].map(numbersIn)).to.deep.equal([[1, 2], [3]]);
    expect(bench.vendor.jobs).to.have.length(5);
    running.clear();
    expect(await bench.loop()).to.equal('idle');
    expect([sourcesOf('label'), sourcesOf('check')]).to.deep.equal([ALL, ALL]);
    boughtOnce();
  });

  it('waits for all where it needs all: a tool of whole files, or after on_exhausted: raise', async () => {
    const raising = llm('label', {retry: {maxAttempts: 0, onExhausted: 'raise'}});
    const running = slowly(
      raising,
      llm('other', {model: 'm-2'}),
      following('check', 'label'),
      tool('all', {dependencies: ['other'], granularity: 'file'}),
    );
    let calls = 0;
    bench.tools['all'] = (rows) => {
      calls += 1;
      return rows as never;
    };
    for (const job of [2, 5]) running.add(`job-${job}`);
    await bench.loop(ONCE);
    await bench.loop(ONCE);
    expect([bench.vendor.jobs.length, calls]).to.deep.equal([6, 0]);
    running.clear();
    expect(await bench.loop()).to.equal('idle');
    expect([calls, sourcesOf('check')]).to.deep.equal([1, ALL]);
  });

  it('waits for all also behind an action that has begun early and has nothing to do at the moment', async () => {
    const each = tool('each', {dependencies: ['label']});
    const running = slowly(llm('label'), each, tool('all', {dependencies: ['each'], granularity: 'file'}));
    let calls = 0;
    bench.tools['each'] = () => ({seen: true});
    bench.tools['all'] = (rows) => {
      calls += 1;
      return rows as never;
    };
    running.add('job-1');
    await bench.loop(ONCE);
    await bench.loop(ONCE);
    expect([sourcesOf('each'), calls]).to.deep.equal([['g0', 'g1', 'g4'], 0]);
    running.clear();
    expect(await bench.loop()).to.equal('idle');
    expect([calls, sourcesOf('each')]).to.deep.equal([1, ALL]);
  });

  it('begins nothing early when nothing may be sent', async () => {
    const running = slowly(llm('label'), following('check', 'label'));
    running.add('job-1');
    await bench.loop(ONCE);
    await bench.loop({...TO_THE_END, send: false, wait: {until: bench.clock}});
    expect(bench.store.state.actions[1]?.intakes).to.deep.equal([]);
  });

  it('takes the rest when the process died between two intakes', async () => {
    slowly(llm('label'), following('check', 'label'));
    await bench.loop({...ONCE, send: false});
    const journal = bench.store.path(JOURNAL_FILE);
    const lines = readFileSync(journal, 'utf8').trim().split('\n');
    expect(lines).to.have.length(4);
    bench.store.close();
    writeFileSync(journal, `${lines.slice(0, 2).join('\n')}\n`);
    bench.store = RunStore.open(bench.store.folder);
    expect(await bench.loop()).to.equal('idle');
    expect([sourcesOf('label'), sourcesOf('check')]).to.deep.equal([ALL, ALL]);
    boughtOnce();
  });

  it('never has more rounds than an id can name, however small the parts are', async () => {
    bench = new Workbench(folder(), [llm('label')], numbered(2_000));
    bench.vendor.traits.limits = {requests: 1};
    await bench.loop({...ONCE, send: false});
    const [label] = bench.store.state.actions;
    expect(label?.intakes.reduce((sum, {count}) => sum + count, 0)).to.equal(2_000);
    expect(label?.intakes.slice(31, 34).map(({count}) => count)).to.deep.equal([1, 2, 2]);
    expect(label?.rounds).to.have.length.below(200);
  });
});
