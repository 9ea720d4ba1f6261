import type {RoundRef} from '../domain/run.js';
import type {ActionState, PartState, RoundState, RunState} from '../domain/run-state.js';

/** How far a command wants to go. */
export interface Goal {
  /** New requests may be planned and sent: this costs money. */
  readonly send: boolean;
  /** Actions that can go on side by side do. */
  readonly parallel: boolean;
  /** Parts of which whoever decides has left some for later. */
  readonly putOff?: ReadonlySet<number>;
  /** Actions begin with what is there, although a vendor is still at work on the rest. */
  readonly early?: true;
}

/** One step. Effects that stand in one list do not depend on each other. */
export type Effect =
  | {readonly kind: 'look-up'; readonly part: number}
  | {readonly kind: 'send'; readonly part: number}
  | {readonly kind: 'fetch'; readonly part: number}
  | {readonly kind: 'answer'; readonly part: number}
  | {readonly kind: 'call-tool'; readonly part: number}
  | {readonly kind: 'review'; readonly part: number}
  | {readonly kind: 'judge'; readonly action: string; readonly round: number}
  | {readonly kind: 'write'; readonly action: string}
  | {readonly kind: 'take'; readonly action: string}
  | {readonly kind: 'plan'; readonly rounds: readonly RoundRef[]; readonly batch: boolean}
  | {readonly kind: 'ask'; readonly parts: readonly number[]};

/**
 * What to do next; an empty list means that there is nothing more for this goal. Pure.
 *
 * The order is the policy: what was begun is finished first, what is free comes before what is paid, a person is asked
 * when nothing can be done without, and a vendor only when nothing else is left. All batch-mode rounds that are ready join
 * one batch. An action begins when all that it depends on is settled; before a vendor is waited for, also with what is
 * there by then.
 */
export function decide(state: RunState, goal: Goal): readonly Effect[] {
  const steps = [
    lostSends,
    fetches,
    inHouse,
    judgements,
    writes,
    intakes,
    freeRounds,
    sends,
    rounds,
    earlyIntakes,
    reviews,
    questions,
  ];
  for (const step of steps) {
    const effects = step(state, goal);
    if (effects.length > 0) return effects;
  }
  return [];
}

/** Whether every record that the action will ever have has been judged for good. */
export function isSettled(state: RunState, action: ActionState): boolean {
  const last = action.intakes.at(-1);
  if (last === undefined || last.more || judgedRounds(action) < action.rounds.length) return false;
  return dependenciesOf(state, action).every((each) => isSettled(state, each) && !hasNews(each, last.upTo));
}

/** Whether `on_exhausted: raise` stops all that depends on this action. */
export function isHalted(state: RunState, action: ActionState): boolean {
  return action.raise && action.rejected > 0 && isSettled(state, action);
}

/** How many of its rounds have been judged: as only judged rounds are taken from, this says what was there to take. */
export function judgedRounds({rounds}: ActionState): number {
  return rounds.filter((round) => round.judged !== undefined).length;
}

/** Whether the vendor has the part or may have it, and its results are not here yet. */
export function isInFlight(part: PartState): boolean {
  return part.mode === 'batch' && ['sending', 'uncertain', 'unfound', 'sent', 'ended'].includes(part.phase);
}

/** Whether a person has yet to decide on records of the part. */
export function isUndecided({mode, phase}: PartState): boolean {
  return mode === 'hitl' && phase === 'planned';
}

function lostSends({parts}: RunState): Effect[] {
  const lost = parts.find((part) => part.phase === 'sending' || part.phase === 'uncertain');
  return lost === undefined ? [] : [{kind: 'look-up', part: lost.part}];
}

function fetches({parts}: RunState): Effect[] {
  const ended = parts.find((part) => part.phase === 'ended');
  return ended === undefined ? [] : [{kind: 'fetch', part: ended.part}];
}

function inHouse({parts}: RunState, goal: Goal): Effect[] {
  const waiting = parts.filter((part) => part.phase === 'planned' && (part.mode === 'tool' || part.mode === 'online'));
  const allowed = waiting.filter((part) => part.mode === 'tool' || goal.send);
  const now = goal.parallel ? allowed : allowed.slice(0, 1);
  return now.map(({part, mode}) => ({kind: mode === 'tool' ? 'call-tool' : 'answer', part}));
}

function judgements(state: RunState): Effect[] {
  for (const action of state.actions) {
    const round = action.rounds.findIndex((each) => isAnswered(each, state));
    if (round !== -1) return [{kind: 'judge', action: action.name, round}];
  }
  return [];
}

function isAnswered(round: RoundState, {parts}: RunState): boolean {
  if (round.judged !== undefined || round.parts === undefined) return false;
  return round.parts.every((number) => parts[number]?.phase === 'fetched');
}

function writes(state: RunState): Effect[] {
  const action = state.actions.find((each) => {
    const judged = judgedRounds(each);
    if (each.written !== undefined) return judged > each.written;
    return judged > 0 || isSettled(state, each);
  });
  return action === undefined ? [] : [{kind: 'write', action: action.name}];
}

function intakes(state: RunState): Effect[] {
  const ready = state.actions.find((action) => {
    const last = action.intakes.at(-1);
    if (last?.more) return true;
    const dependencies = dependenciesOf(state, action);
    if (dependencies.some((each) => !isSettled(state, each) || isHalted(state, each))) return false;
    return last === undefined || dependencies.some((each) => hasNews(each, last.upTo));
  });
  return ready === undefined ? [] : [{kind: 'take', action: ready.name}];
}

/** What is there although more is to come. Not where a rejected record would stop all, or a part waits for the user. */
function earlyIntakes(state: RunState, goal: Goal): Effect[] {
  if (!goal.send || !goal.early || hasUnfound(state)) return [];
  const ready = state.actions.find((action) => {
    const dependencies = dependenciesOf(state, action);
    if (!action.early || dependencies.some((each) => each.raise || judgedRounds(each) === 0)) return false;
    return dependencies.some((each) => hasNews(each, action.intakes.at(-1)?.upTo ?? {}));
  });
  return ready === undefined ? [] : [{kind: 'take', action: ready.name}];
}

function dependenciesOf(state: RunState, action: ActionState): readonly ActionState[] {
  return action.dependencies.map((name) => state.actions.find((each) => each.name === name)!);
}

function hasNews(dependency: ActionState, upTo: Readonly<Record<string, number>>): boolean {
  return judgedRounds(dependency) > (upTo[dependency.name] ?? 0);
}

/** Of tools and persons, and those of which the guard leaves nothing to ask. */
function freeRounds(state: RunState): Effect[] {
  const rounds = unplanned(state, ({mode}, {records}) => mode === 'tool' || mode === 'hitl' || records === 0);
  return rounds.length === 0 ? [] : [{kind: 'plan', rounds, batch: false}];
}

function sends({parts}: RunState, goal: Goal): Effect[] {
  if (!goal.send) return [];
  const next = parts.find((part) => part.phase === 'planned' && part.mode === 'batch');
  return next === undefined ? [] : [{kind: 'send', part: next.part}];
}

function rounds(state: RunState, goal: Goal): Effect[] {
  if (!goal.send) return [];
  const online = unplanned(state, ({mode}) => mode === 'online');
  if (online.length > 0) return [{kind: 'plan', rounds: goal.parallel ? online : online.slice(0, 1), batch: false}];
  if (hasUnfound(state)) return [];
  // What is asked again of an action goes together, when all of it that is under way has come back.
  const away = actionsAway(state);
  const batch = unplanned(state, ({mode, name}, {kind}) => mode === 'batch' && (kind === 'first' || !away.has(name)));
  return batch.length === 0 ? [] : [{kind: 'plan', rounds: batch, batch: true}];
}

function hasUnfound({parts}: RunState): boolean {
  return parts.some((part) => part.phase === 'unfound');
}

function actionsAway({parts}: RunState): ReadonlySet<string> {
  return new Set(parts.filter(isInFlight).flatMap((part) => part.rounds.map((round) => round.action)));
}

function unplanned({actions}: RunState, isWanted: (action: ActionState, round: RoundState) => boolean): RoundRef[] {
  return actions.flatMap((action) =>
    action.rounds.flatMap((round, i) =>
      round.parts === undefined && isWanted(action, round) ? [{action: action.name, round: i}] : [],
    ),
  );
}

/** One after the other: there is one person. */
function reviews({parts}: RunState, {putOff}: Goal): Effect[] {
  const open = parts.find((part) => isUndecided(part) && !putOff?.has(part.part));
  return open === undefined ? [] : [{kind: 'review', part: open.part}];
}

function questions({parts}: RunState): Effect[] {
  const open = parts.filter((part) => part.phase === 'sent').map((part) => part.part);
  return open.length === 0 ? [] : [{kind: 'ask', parts: open}];
}
