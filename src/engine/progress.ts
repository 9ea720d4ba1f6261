import type {Reuse} from '../domain/run.js';
import type {ActionState, RoundState, RunState} from '../domain/run-state.js';
import {decide, type Effect, isHalted, isInFlight, isSettled, isUndecided} from './decide.js';
import {type Spent, spentOn} from './spent.js';

/** One action of a run, in numbers. */
export interface ActionLook {
  readonly action: string;
  readonly mode: ActionState['mode'];
  readonly state: 'waiting' | 'in_progress' | 'done' | 'halted';
  readonly records: number;
  /** Those of skipped records are among them. */
  readonly outputs: number;
  readonly rejected: number;
  /** Records that left without an output, as the guard did not match or they are beyond the limit. */
  readonly filtered: number;
  /** Of the filtered: those beyond the limit. Absent: none. */
  readonly leftOut?: number;
  /** Records that left with nothing of the action's own, as the guard did not match. */
  readonly skipped: number;
  /** Records that never enter, as a dependency filtered them. */
  readonly keptOut: number;
  /** Records that are asked, or wait to be asked, again. */
  readonly again: number;
  /** Result lines that matched no request. */
  readonly strays: number;
  readonly simulated?: true;
  /** There where an earlier run was looked into for answers. */
  readonly reuse?: Reuse;
}

/** With what its parts have taken so far. */
export interface RunLook extends Spent {
  readonly run: string;
  readonly workflow: string;
  readonly startedAt: string;
  /**
   * - `pending`: a vendor is working
   * - `review`: records wait for a person to decide on them, and nothing else can be done
   * - `uncertain`: nobody knows whether a part was sent
   * - `ready`: the next `agac run` sends something
   * - `halted`: an action with `on_exhausted: raise` has rejected records
   * - `finished`: nothing is left to do
   */
  readonly state: 'pending' | 'review' | 'uncertain' | 'ready' | 'halted' | 'finished';
  readonly actions: readonly ActionLook[];
  /** Actions that the next `agac run` would send requests of. */
  readonly next: readonly string[];
  /** Actions on whose records a person has yet to decide. */
  readonly reviews: readonly string[];
}

/** A run in numbers, as its journal tells it. Pure. */
export function lookAtRun(state: RunState): RunLook {
  const effects = decide(state, {send: true, parallel: true});
  const next = effects.flatMap((effect) => (effect.kind === 'plan' ? effect.rounds.map((round) => round.action) : []));
  const {run, workflow, startedAt, actions} = state;
  return {
    run,
    workflow,
    startedAt,
    state: stateOf(state, effects),
    actions: actions.map((action) => lookAtAction(state, action)),
    ...spentOn(state.parts),
    next,
    reviews: reviewsOf(state),
  };
}

function reviewsOf({parts}: RunState): readonly string[] {
  return parts.filter(isUndecided).flatMap((part) => part.rounds.map((round) => round.action));
}

function stateOf(state: RunState, effects: readonly Effect[]): RunLook['state'] {
  if (state.parts.some((part) => part.phase === 'unfound' || part.phase === 'uncertain')) return 'uncertain';
  if (state.parts.some(isInFlight)) return 'pending';
  if (effects[0]?.kind === 'review') return 'review';
  if (effects.length > 0) return 'ready';
  return state.actions.some((action) => isHalted(state, action)) ? 'halted' : 'finished';
}

function lookAtAction(run: RunState, action: ActionState): ActionLook {
  const {name, mode, outputs, rejected, intakes, rounds} = action;
  const reuse = sumOfReuse(rounds);
  const leftOut = intakes.reduce((total, intake) => total + (intake.leftOut ?? 0), 0);
  const open = rounds.filter((round) => round.judged === undefined && round.kind === 'follow-up');
  return {
    action: name,
    mode,
    state: lifeOf(run, action),
    records: intakes.reduce((total, intake) => total + intake.count, 0),
    outputs,
    rejected,
    filtered: intakes.reduce((total, intake) => total + (intake.filtered ?? 0), 0),
    skipped: intakes.reduce((total, intake) => total + (intake.skipped ?? 0), 0),
    ...(leftOut > 0 && {leftOut}),
    keptOut: intakes.at(-1)?.keptOut ?? 0,
    again: open.reduce((total, round) => total + round.records, 0),
    strays: rounds.reduce((total, round) => total + (round.judged?.strays ?? 0), 0),
    ...(rounds.some((round) => round.simulated) && {simulated: true}),
    ...(reuse && {reuse}),
  };
}

/** Of the records of an action, by what its first rounds came to; undefined where no earlier run was looked into. */
export function sumOfReuse(rounds: readonly RoundState[]): Reuse | undefined {
  const all = rounds.flatMap(({kind, reuse}) => (kind === 'first' && reuse !== undefined ? [reuse] : []));
  if (all.length === 0) return undefined;
  const total = (key: keyof Reuse) => all.reduce((sum, reuse) => sum + reuse[key], 0);
  return {reused: total('reused'), isNew: total('isNew'), changed: total('changed')};
}

function lifeOf(run: RunState, action: ActionState): ActionLook['state'] {
  if (isHalted(run, action)) return 'halted';
  if (isSettled(run, action)) return 'done';
  return action.intakes.length > 0 ? 'in_progress' : 'waiting';
}
