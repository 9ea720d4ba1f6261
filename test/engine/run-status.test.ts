import {expect} from 'chai';
import type {RunState} from '../../src/domain/run-state.js';
import {statusOf} from '../../src/engine/run-status.js';
import {temporaryFolder} from '../store/temporary-folder.js';
import {llm} from './actions.js';
import {numbered, ONCE, Workbench} from './workbench.js';

const RUNNING = {phase: 'running', word: 'RUN'} as const;
const DONE = {phase: 'ended', end: 'completed', word: 'DONE'} as const;

describe('engine/run-status', () => {
  const folder = temporaryFolder();
  let bench: Workbench;

  /** Two actions with three records each, in jobs of four: the first job has all of one and one of the other. */
  beforeEach(async () => {
    bench = new Workbench(folder(), [llm('a'), llm('b')], numbered(3));
    bench.vendor.traits.limits = {requests: 4};
    bench.vendor.status = async ({id}) => (id === 'job-0' ? DONE : RUNNING);
    await bench.loop(ONCE);
  });

  afterEach(() => bench.store.close());

  const requests = (state: RunState = bench.stateOnDisk) => statusOf(state).requests;

  it('counts of each action what is back, though other requests of its round are in another job', async () => {
    expect(requests().map(({asked, answered}) => [asked, answered])).to.deep.equal([
      [3, 0],
      [3, 0],
    ]);
    await bench.loop(ONCE);
    expect(requests()).to.deep.equal([
      {action: 'a', asked: 3, answered: 3, accepted: 3},
      {action: 'b', asked: 3, answered: 1, accepted: 0},
    ]);
    bench.vendor.status = async () => DONE;
    await bench.loop(ONCE);
    expect(requests().map(({answered, accepted}) => [answered, accepted])).to.deep.equal([
      [3, 3],
      [3, 3],
    ]);
  });

  it('does not guess how many of a shared job are whose, where an older journal does not say', async () => {
    await bench.loop(ONCE);
    const {parts, ...state} = bench.stateOnDisk;
    const older = parts.map((part) => ({...part, rounds: part.rounds.map(({action, round}) => ({action, round}))}));
    const [a, b] = requests({...state, parts: older});
    expect(a).to.include({asked: 3, answered: 3});
    expect(b).to.include({asked: 3}).and.not.to.have.property('answered');
  });

  it('does not take for answered what an earlier run has the answers of', async () => {
    await bench.loop(ONCE);
    const {parts, ...state} = bench.stateOnDisk;
    const reused = parts.map((part) => (part.part === 0 ? {...part, mode: 'reused' as const} : part));
    expect(requests({...state, parts: reused})[1]).to.include({answered: 0});
  });
});
