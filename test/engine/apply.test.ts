import {expect} from 'chai';
import fc from 'fast-check';
import type {ActionOutline, JudgedCounts, PartPlan, RunEvent} from '../../src/domain/run.js';
import type {PartState, RunState} from '../../src/domain/run-state.js';
import {apply, fold} from '../../src/engine/apply.js';
import {AT} from '../store/events.js';

const ACTIONS: readonly ActionOutline[] = [
  {name: 'a', mode: 'batch', dependencies: [], raise: false},
  {name: 'b', mode: 'batch', dependencies: ['a'], raise: true},
];
const STARTED: RunEvent = {type: 'run-started', at: AT, run: 'run_1', workflow: 'wf', digest: 'd', actions: ACTIONS};
const LATER = '2026-11-24T00:00:00.000Z';

function taken(action: string, count: number, intake = 0): RunEvent {
  return {type: 'records-taken', action, intake, first: 0, count, upTo: {}};
}

function partPlan(part: number, ...rounds: PartPlan['rounds']): PartPlan {
  return {part, mode: 'batch', key: `k${part}`, count: 2, bytes: 9, rounds};
}

function judged(action: string, round: number, counts: Partial<JudgedCounts>): RunEvent {
  const none = {accepted: 0, outputs: 0, again: 0, rejected: 0, strays: 0};
  return {type: 'round-judged', at: AT, action, round, counts: {...none, ...counts}};
}

/** Both actions with a first round in flight: part 0 holds requests of both, part 1 of b alone. */
const PLANNED: readonly RunEvent[] = [
  STARTED,
  taken('a', 3),
  taken('b', 2),
  {
    type: 'parts-planned',
    at: AT,
    batch: 'batch_1',
    rounds: [
      {action: 'a', round: 0, requests: 2, refused: 1},
      {action: 'b', round: 0, requests: 2, refused: 0},
    ],
    parts: [partPlan(0, {action: 'a', round: 0}, {action: 'b', round: 0}), partPlan(1, {action: 'b', round: 0})],
  },
];

function told(...events: readonly RunEvent[]): RunState {
  return fold([...PLANNED, ...events])!;
}

function part0(...events: readonly RunEvent[]): PartState {
  return told(...events).parts[0]!;
}

/** Each can follow any of the others, behind {@link PLANNED}. */
const FOLLOWING: readonly RunEvent[] = [
  taken('a', 1, 1),
  taken('b', 0, 1),
  {type: 'lane-probed', at: AT, connection: {vendor: 'acme', options: {}}},
  {
    type: 'parts-planned',
    at: AT,
    batch: 'batch_2',
    rounds: [{action: 'a', round: 0, requests: 1, refused: 0}],
    parts: [partPlan(2, {action: 'a', round: 0})],
  },
  {type: 'part-sending', part: 0, at: AT},
  {type: 'part-step', part: 1, step: {file: 'f'}},
  {type: 'part-sent', part: 0, at: LATER, receipt: {id: 'job'}, adopted: true},
  {type: 'part-not-sent', part: 1, message: 'busy'},
  {type: 'part-uncertain', part: 1, at: LATER, message: 'reset'},
  {type: 'part-unfound', part: 0, message: 'not ours', foreign: 'job'},
  {type: 'part-stopping', part: 0, at: LATER},
  {type: 'part-ended', part: 1, at: LATER, end: 'expired', word: 'timed_out'},
  {type: 'part-fetched', part: 1, lines: 2, bytes: 20},
  judged('a', 0, {accepted: 1, again: 2}),
  {type: 'retry-asked', action: 'b', intake: 0, round: 1, count: 1},
  {type: 'action-written', action: 'a', rounds: 1, outputs: 1, rejected: 0, files: 1},
];

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFrozen);
  return value;
}

describe('engine/apply', () => {
  it('knows of nothing before the run began', () => {
    expect(fold([])).to.equal(undefined);
    expect(() => apply(undefined, taken('a', 1))).to.throw('cannot begin');
  });

  it('opens a round for records that were taken, and none where there are none', () => {
    const state = fold([STARTED, taken('a', 3), taken('b', 0)])!;
    const [a, b] = state.actions;
    expect(a?.rounds).to.deep.equal([{intake: 0, kind: 'first', records: 3}]);
    expect(b?.rounds).to.deep.equal([]);
    expect(b?.intakes).to.have.length(1);
  });

  it('asks only of those that the guard lets through, and has a round for the others, too', () => {
    const event = taken('a', 5) as Extract<RunEvent, {type: 'records-taken'}>;
    const some = fold([STARTED, {...event, filtered: 2, skipped: 1, keptOut: 7}])!.actions[0]!;
    expect(some.rounds).to.deep.equal([{intake: 0, kind: 'first', records: 2}]);
    expect(some.intakes).to.deep.equal([{first: 0, count: 5, upTo: {}, filtered: 2, skipped: 1, keptOut: 7}]);
    const none = fold([STARTED, {...event, filtered: 5}])!.actions[0]!;
    expect(none.rounds).to.deep.equal([{intake: 0, kind: 'first', records: 0}]);
  });

  it('knows which parts hold the requests of a round, and what a batch came to', () => {
    const {actions, parts, batches} = told();
    expect(actions.map((action) => action.rounds[0]?.parts)).to.deep.equal([[0], [0, 1]]);
    expect(actions[0]?.rounds[0]?.refused).to.equal(1);
    expect(parts.map(({phase, batch}) => ({phase, batch}))).to.deep.equal(
      Array(2).fill({phase: 'planned', batch: 'batch_1'}),
    );
    expect(batches).to.deep.equal([
      {id: 'batch_1', plannedAt: AT, parts: [0, 1], actions: ['a', 'b'], requests: 4, refused: 1},
    ]);
  });

  it('makes no batch of what the user is not told as one', () => {
    const plan = PLANNED[3] as Extract<RunEvent, {type: 'parts-planned'}>;
    const {batch: _, ...online} = plan;
    const state = fold([...PLANNED.slice(0, 3), online])!;
    expect(state.batches).to.deep.equal([]);
    expect(state.parts.some((part) => 'batch' in part)).to.equal(false);
  });

  it('follows a part to the vendor and back', () => {
    const sending: RunEvent = {type: 'part-sending', part: 0, at: AT};
    const step: RunEvent = {type: 'part-step', part: 0, step: {file: 'f'}};
    const sent: RunEvent = {type: 'part-sent', part: 0, at: LATER, receipt: {id: 'job'}};
    const counts = {total: 2, succeeded: 1, failed: 1};
    const ended: RunEvent = {type: 'part-ended', part: 0, at: LATER, end: 'expired', word: 'timed_out', counts};
    expect(part0(sending)).to.include({phase: 'sending', sendingAt: AT});
    expect(part0(sending, step)).to.deep.include({phase: 'sending', step: {file: 'f'}});
    expect(part0(sending, sent)).to.deep.include({phase: 'sent', sentAt: LATER, receipt: {id: 'job'}});
    expect(part0(sending, sent, {type: 'part-stopping', part: 0, at: LATER})).to.include({
      phase: 'sent',
      stopping: true,
    });
    expect(part0(sending, sent, ended)).to.deep.include({phase: 'ended', end: 'expired', word: 'timed_out', counts});
    const fetched = part0(sending, sent, ended, {type: 'part-fetched', part: 0, lines: 7, bytes: 70});
    expect(fetched).to.include({phase: 'fetched', end: 'expired', lines: 7});
  });

  it('keeps the step of an attempt that failed, for the next one', () => {
    const events: RunEvent[] = [
      {type: 'part-sending', part: 0, at: AT},
      {type: 'part-step', part: 0, step: {file: 'f'}},
      {type: 'part-not-sent', part: 0, message: 'busy'},
    ];
    expect(part0(...events)).to.deep.include({phase: 'planned', step: {file: 'f'}, message: 'busy'});
  });

  it('knows when an answer was lost, and that the vendor did not know the part', () => {
    const uncertain: RunEvent = {type: 'part-uncertain', part: 0, at: LATER, message: 'reset'};
    expect(part0({type: 'part-sending', part: 0, at: AT}, uncertain)).to.include({
      phase: 'uncertain',
      sendingAt: LATER,
      message: 'reset',
    });
    const unfound = part0(uncertain, {type: 'part-unfound', part: 0});
    expect(unfound).to.include({phase: 'unfound', sendingAt: LATER, message: 'reset'});
    const adopted = part0(uncertain, {type: 'part-sent', part: 0, at: AT, receipt: {id: 'j'}, adopted: true});
    expect(adopted).to.include({phase: 'sent', adopted: true, message: undefined});
  });

  it('forgets a job that was only taken for the part, but for its id', () => {
    const unfound = part0(
      {type: 'part-sending', part: 0, at: AT},
      {type: 'part-step', part: 0, step: {file: 'f'}},
      {type: 'part-sent', part: 0, at: AT, receipt: {id: 'j'}, adopted: true},
      {
        type: 'part-ended',
        part: 0,
        at: LATER,
        end: 'completed',
        word: 'DONE',
        counts: {total: 9, succeeded: 9, failed: 0},
      },
      {type: 'part-unfound', part: 0, message: 'not ours', foreign: 'j'},
    );
    expect(unfound).to.deep.include({phase: 'unfound', message: 'not ours', foreign: ['j'], step: {file: 'f'}});
    for (const name of ['receipt', 'adopted', 'end', 'word', 'counts'] as const) {
      expect(unfound?.[name], name).to.equal(undefined);
    }
  });

  it('opens a follow-up round for what is asked again, by the action or by the user', () => {
    const [a] = told(judged('a', 0, {accepted: 1, outputs: 1, again: 2})).actions;
    expect(a?.rounds[0]?.judged).to.include({accepted: 1, again: 2});
    expect(a?.rounds[1]).to.deep.equal({intake: 0, kind: 'follow-up', records: 2});
    expect(told(judged('a', 0, {accepted: 3})).actions[0]?.rounds).to.have.length(1);
    const asked = told({type: 'retry-asked', action: 'a', intake: 0, round: 1, count: 4}).actions[0];
    expect(asked?.rounds[1]).to.deep.equal({intake: 0, kind: 'follow-up', records: 4});
  });

  it('knows what was written', () => {
    const written: RunEvent = {type: 'action-written', action: 'b', rounds: 1, outputs: 5, rejected: 2, files: 1};
    expect(told(written).actions[1]).to.include({written: 1, outputs: 5, rejected: 2});
    expect(told(written).actions[0]).not.to.have.property('written');
  });

  it('refuses what cannot follow: an action, a round or a part that there is not', () => {
    for (const [event, said] of [
      [taken('c', 1), 'no action c'],
      [judged('a', 1, {}), 'no round 1'],
      [{type: 'part-sending', part: 2, at: AT}, 'no part 2'],
      [{type: 'part-fetched', part: -1, lines: 0, bytes: 0}, 'no part -1'],
      [{type: 'retry-asked', action: 'c', intake: 0, round: 0, count: 1}, 'no action c'],
    ] as const satisfies readonly (readonly [RunEvent, string])[]) {
      expect(() => told(event)).to.throw(said);
    }
  });

  it('refuses a fact that it does not know: a later agac may have written it', () => {
    const later = {type: 'part-moved', part: 0} as unknown as RunEvent;
    expect(() => told(later)).to.throw('no part-moved');
    expect(() => apply(told(), later)).to.throw('no part-moved');
  });

  it('folds many events to what it makes of one after the other, and changes none of them', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...FOLLOWING), {maxLength: 12}), (following) => {
        const events = deepFrozen([...PLANNED, ...following]);
        const oneByOne = events.reduce<RunState | undefined>((state, event) => apply(state, event), undefined);
        expect(fold(events)).to.deep.equal(oneByOne);
      }),
    );
  });

  it('changes no state that it was given', () => {
    let state: RunState | undefined;
    for (const event of [...PLANNED, judged('a', 0, {again: 1}), taken('b', 1, 1)]) {
      state = deepFrozen(apply(state, deepFrozen(structuredClone(event))));
    }
    expect(state?.actions[0]?.rounds).to.have.length(2);
  });
});
