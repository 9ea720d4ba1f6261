import {expect} from 'chai';
import fc from 'fast-check';
import type {ActionOutline, RunEvent} from '../../src/domain/run.js';
import type {RunState} from '../../src/domain/run-state.js';
import {apply, fold} from '../../src/engine/apply.js';
import {decide, type Effect, isInFlight, isSettled, judgedRounds} from '../../src/engine/decide.js';

const AT = '2026-11-23T00:00:00.000Z';

/** A whole vendor, store and set of tools in twenty lines: what could come of each effect. */
function outcomes(state: RunState, effect: Effect, chance: () => number): RunEvent[] {
  switch (effect.kind) {
    case 'take': {
      const action = state.actions.find((each) => each.name === effect.action)!;
      const upTo = Object.fromEntries(
        action.dependencies.map((name) => [name, judgedRounds(state.actions.find((each) => each.name === name)!)]),
      );
      const intake = action.intakes.length;
      const count = intake === 0 && action.dependencies.length === 0 ? 3 : Math.floor(chance() * 3);
      const taken = {type: 'records-taken', action: effect.action, first: 0, count, upTo} as const;
      // Sometimes the process dies between two intakes that were taken together.
      if (chance() > 0.3) return [{...taken, intake}];
      return chance() < 0.5
        ? [{...taken, intake, more: true}]
        : [
            {...taken, intake, more: true},
            {...taken, intake: intake + 1},
          ];
    }
    case 'plan': {
      const {mode} = state.actions.find((each) => each.name === effect.rounds[0]!.action)!;
      const part = state.parts.length;
      const batch = effect.batch ? {batch: `batch_${part}`} : {};
      const rounds = effect.rounds.map((round) => ({...round, requests: 3, refused: 0}));
      const parts = [{part, mode, key: `k${part}`, count: 3, bytes: 30, rounds: effect.rounds}];
      return [{type: 'parts-planned', at: AT, ...batch, rounds, parts}];
    }
    case 'send': {
      const sending: RunEvent = {type: 'part-sending', part: effect.part, at: AT};
      const dies = chance() < 0.3;
      return dies ? [sending] : [sending, {type: 'part-sent', part: effect.part, at: AT, receipt: {id: 'job'}}];
    }
    case 'look-up':
      return chance() < 0.5
        ? [{type: 'part-not-sent', part: effect.part, message: ''}]
        : [{type: 'part-sent', part: effect.part, at: AT, receipt: {id: 'job'}, adopted: true}];
    case 'ask':
      return effect.parts.map((part) => ({type: 'part-ended', part, at: AT, end: 'completed', word: 'done'}));
    case 'fetch':
    case 'answer':
    case 'call-tool':
    case 'review':
      return [{type: 'part-fetched', part: effect.part, lines: 3, bytes: 30}];
    case 'judge': {
      const again = chance() < 0.3 ? 1 : 0;
      const counts = {accepted: 3 - again, outputs: 3 - again, again, rejected: 0, strays: 0};
      return [{type: 'round-judged', at: AT, action: effect.action, round: effect.round, counts}];
    }
    case 'write': {
      const {rounds} = state.actions.find((each) => each.name === effect.action)!;
      const judged = rounds.filter((round) => round.judged !== undefined).length;
      return [{type: 'action-written', action: effect.action, rounds: judged, outputs: 3, rejected: 0, files: 1}];
    }
  }
}

function started(actions: readonly ActionOutline[]): RunEvent {
  return {type: 'run-started', at: AT, run: 'run_x', workflow: 'w', digest: 'd', actions};
}

/** Bad luck is drawn; it runs out, as it would. */
const luck = fc.array(fc.double({min: 0, max: 0.999, noNaN: true}), {minLength: 60, maxLength: 60}).map((dice) => {
  let roll = 0;
  return () => dice[roll++] ?? 0.99;
});

const workflows = fc
  .array(fc.record({mode: fc.constantFrom('batch' as const, 'online' as const, 'tool' as const), back: fc.nat(3)}), {
    minLength: 1,
    maxLength: 5,
  })
  .map((shapes) =>
    shapes.map(
      ({mode, back}, i): ActionOutline => ({
        name: `a${i}`,
        mode,
        dependencies: back > 0 && i - back >= 0 ? [`a${i - back}`] : [],
        raise: false,
        ...(i % 2 === 0 && {early: true}),
      }),
    ),
  );

describe('engine/decide', () => {
  it('brings every workflow to its end, whatever comes of its steps', () => {
    fc.assert(
      fc.property(workflows, luck, (actions, chance) => {
        let state = apply(undefined, started(actions));
        for (let step = 0; ; step += 1) {
          expect(step).to.be.lessThan(400);
          const [effect] = decide(state, {send: true, parallel: false, ...(chance() < 0.5 && {early: true})});
          if (effect === undefined) break;
          for (const event of outcomes(state, effect, chance)) state = apply(state, event);
        }
        for (const action of state.actions) {
          expect(action.intakes, action.name).not.to.be.empty;
          expect(action.rounds.every((round) => round.judged !== undefined)).to.equal(true);
          expect(action.written).to.equal(action.rounds.length);
          expect(isSettled(state, action), action.name).to.equal(true);
        }
      }),
      {numRuns: 200},
    );
  });

  it('asks again only when nothing of the action is away, and never plans or sends when that is not the goal', () => {
    fc.assert(
      fc.property(workflows, luck, (actions, chance) => {
        let state = apply(undefined, started(actions));
        for (let step = 0; step < 400; step += 1) {
          const free = decide(state, {send: false, parallel: true});
          expect(free.some((each) => each.kind === 'send' || each.kind === 'answer')).to.equal(false);
          const planned = free.filter((each) => each.kind === 'plan').flatMap((each) => each.rounds);
          expect(planned.every(({action}) => actions.find((a) => a.name === action)!.mode === 'tool')).to.equal(true);
          const away = state.parts.filter(isInFlight).flatMap(({rounds}) => rounds.map(({action}) => action));
          const again = decide(state, {send: true, parallel: true})
            .flatMap((each) => (each.kind === 'plan' ? each.rounds : []))
            .filter(({action, round}) => state.actions.find((a) => a.name === action)!.rounds[round]!.kind !== 'first');
          expect(again.filter(({action}) => away.includes(action))).to.deep.equal([]);
          const [effect] = decide(state, {send: true, parallel: false, ...(chance() < 0.5 && {early: true})});
          if (effect === undefined) return;
          for (const event of outcomes(state, effect, chance)) state = apply(state, event);
        }
      }),
      {numRuns: 200},
    );
  });

  it('looks a part up that was being sent when the process died, before anything else', () => {
    const state = fold([
      started([{name: 'a', mode: 'batch', dependencies: [], raise: false}]),
      {type: 'records-taken', action: 'a', intake: 0, first: 0, count: 1, upTo: {}},
      ...plannedPart('a'),
      {type: 'part-sending', part: 0, at: AT},
    ])!;
    expect(decide(state, {send: true, parallel: true})).to.deep.equal([{kind: 'look-up', part: 0}]);
  });

  it('leaves a part alone that the vendor does not know, and sends nothing beside it', () => {
    const state = fold([
      started([{name: 'a', mode: 'batch', dependencies: [], raise: false}]),
      {type: 'records-taken', action: 'a', intake: 0, first: 0, count: 1, upTo: {}},
      ...plannedPart('a'),
      {type: 'part-sending', part: 0, at: AT},
      {type: 'part-uncertain', part: 0, at: AT, message: 'reset'},
      {type: 'part-unfound', part: 0},
    ])!;
    expect(decide(state, {send: true, parallel: true})).to.deep.equal([]);
  });

  it('stops before what depends on an action that raises', () => {
    const state = fold([
      started([
        {name: 'a', mode: 'tool', dependencies: [], raise: true},
        {name: 'b', mode: 'tool', dependencies: ['a'], raise: false},
      ]),
      {type: 'records-taken', action: 'a', intake: 0, first: 0, count: 1, upTo: {}},
      {
        type: 'parts-planned',
        at: AT,
        rounds: [{action: 'a', round: 0, requests: 1, refused: 0}],
        parts: [{part: 0, mode: 'tool', key: 'k', count: 1, bytes: 0, rounds: [{action: 'a', round: 0}]}],
      },
      {type: 'part-fetched', part: 0, lines: 1, bytes: 1},
      {
        type: 'round-judged',
        at: AT,
        action: 'a',
        round: 0,
        counts: {accepted: 0, outputs: 0, again: 0, rejected: 1, strays: 0},
      },
      {type: 'action-written', action: 'a', rounds: 1, outputs: 0, rejected: 1, files: 1},
    ])!;
    expect(decide(state, {send: true, parallel: true})).to.deep.equal([]);
  });
});

function plannedPart(action: string): RunEvent[] {
  return [
    {
      type: 'parts-planned',
      at: AT,
      batch: 'batch_1',
      rounds: [{action, round: 0, requests: 1, refused: 0}],
      parts: [{part: 0, mode: 'batch', key: 'k', count: 1, bytes: 1, rounds: [{action, round: 0}]}],
    },
  ];
}
