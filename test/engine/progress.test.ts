import {expect} from 'chai';
import type {ActionState, PartPhase, PartState, RoundState, RunState} from '../../src/domain/run-state.js';
import {lookAtRun} from '../../src/engine/progress.js';
import {AT} from '../store/events.js';

const DONE: RoundState = {
  intake: 0,
  kind: 'first',
  records: 3,
  parts: [],
  judged: {accepted: 3, outputs: 3, again: 0, rejected: 0, strays: 0},
};

function action(change: Partial<ActionState> = {}): ActionState {
  const outline = {name: 'a', mode: 'batch', dependencies: [], raise: false} as const;
  return {...outline, intakes: [], rounds: [], outputs: 0, rejected: 0, ...change};
}

/** All of its three records judged, and written. */
function finished(change: Partial<ActionState> = {}): ActionState {
  const intakes = [{first: 0, count: 3, upTo: {}}];
  return action({intakes, rounds: [DONE], written: 1, outputs: 3, ...change});
}

function part(phase: PartPhase, change: Partial<PartState> = {}): PartState {
  const rounds = [{action: 'a', round: 0}];
  return {part: 0, mode: 'batch', key: 'k', count: 3, bytes: 9, rounds, phase, ...change};
}

function asked(...parts: readonly PartState[]): RunState {
  const rounds: RoundState[] = [{intake: 0, kind: 'first', records: 3, parts: parts.map((each) => each.part)}];
  return run([action({intakes: [{first: 0, count: 3, upTo: {}}], rounds})], parts);
}

function run(actions: readonly ActionState[], parts: readonly PartState[] = []): RunState {
  return {run: 'run_1', workflow: 'wf', startedAt: AT, digest: 'd', actions, parts, batches: [], lanes: []};
}

describe('engine/progress of a run', () => {
  for (const [phase, state] of [
    ['planned', 'ready'],
    ['sending', 'pending'],
    ['uncertain', 'uncertain'],
    ['unfound', 'uncertain'],
    ['sent', 'pending'],
    ['ended', 'pending'],
    ['fetched', 'ready'],
  ] as const) {
    it(`is ${state} while a part is ${phase}`, () => {
      expect(lookAtRun(asked(part(phase))).state).to.equal(state);
    });
  }

  it('is uncertain before it is pending, and pending before there is more to send', () => {
    expect(lookAtRun(asked(part('sent'), part('unfound', {part: 1}))).state).to.equal('uncertain');
    expect(lookAtRun(asked(part('sent'), part('planned', {part: 1}))).state).to.equal('pending');
  });

  it('is ready at its beginning', () => {
    expect(lookAtRun(run([action()])).state).to.equal('ready');
  });

  it('is ready when there are requests to be made, and names their actions', () => {
    const intakes = [{first: 0, count: 3, upTo: {}}];
    const open = (name: string) =>
      action({name, intakes, rounds: [{intake: 0, kind: 'first', records: 3} satisfies RoundState]});
    const look = lookAtRun(run([open('a'), finished({name: 'b'}), open('c')]));
    expect([look.state, look.next]).to.deep.equal(['ready', ['a', 'c']]);
  });

  it('is finished when nothing is left to do, rejected records or not', () => {
    expect(lookAtRun(run([finished()])).state).to.equal('finished');
    expect(lookAtRun(run([finished({rejected: 1})])).state).to.equal('finished');
    expect(lookAtRun(run([finished()])).next).to.deep.equal([]);
  });

  it('is halted when an action that raises has rejected records, and only then', () => {
    const waiting = action({name: 'b', dependencies: ['a']});
    expect(lookAtRun(run([finished({raise: true, rejected: 1}), waiting])).state).to.equal('halted');
    expect(lookAtRun(run([finished({raise: true}), waiting])).state).to.equal('ready');
    expect(lookAtRun(run([finished({rejected: 1}), waiting])).state).to.equal('ready');
  });
});

describe('engine/progress of an action', () => {
  const look = (state: ActionState) => lookAtRun(run([state])).actions[0]!;

  it('waits, is in progress, done, or halted', () => {
    const intakes = [{first: 0, count: 3, upTo: {}}];
    const open: RoundState = {intake: 0, kind: 'first', records: 3};
    expect(look(action()).state).to.equal('waiting');
    expect(look(action({intakes, rounds: [open]})).state).to.equal('in_progress');
    expect(look(finished()).state).to.equal('done');
    expect(look(finished({raise: true, rejected: 1})).state).to.equal('halted');
  });

  it('counts the records of all intakes, those asked again, and the strays of all rounds', () => {
    const again: RoundState = {intake: 0, kind: 'follow-up', records: 2};
    const strays = {...DONE, judged: {...DONE.judged!, strays: 2}};
    const intakes = [
      {first: 0, count: 3, upTo: {}},
      {first: 3, count: 4, upTo: {}},
    ];
    const open: RoundState = {intake: 1, kind: 'first', records: 4};
    const found = look(finished({intakes, rounds: [strays, strays, again, open], rejected: 1}));
    expect(found).to.deep.equal({
      action: 'a',
      mode: 'batch',
      state: 'in_progress',
      records: 7,
      outputs: 3,
      rejected: 1,
      filtered: 0,
      skipped: 0,
      keptOut: 0,
      again: 2,
      strays: 4,
    });
  });

  it('counts what the guard kept back, of all intakes, and what is kept out by now', () => {
    const intakes = [
      {first: 0, count: 3, upTo: {}, filtered: 2, keptOut: 5},
      {first: 3, count: 4, upTo: {}, filtered: 1, skipped: 2, keptOut: 6},
      {first: 7, count: 1, upTo: {}, keptOut: 4},
    ];
    expect(look(finished({intakes}))).to.include({records: 8, filtered: 3, skipped: 2, keptOut: 4});
  });

  it('says when answers are made up', () => {
    expect(look(finished({rounds: [{...DONE, simulated: true}]}))).to.have.property('simulated', true);
    expect(look(finished())).not.to.have.property('simulated');
  });
});
