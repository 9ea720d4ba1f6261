import type {
  PartPlan,
  PartsPlanned,
  PartUnfound,
  RecordsTaken,
  RetryAsked,
  RoundJudged,
  RoundRef,
  RunEvent,
  RunStarted,
} from '../domain/run.js';
import type {ActionState, PartState, RoundState, RunState} from '../domain/run-state.js';
import {COPIES, IN_PLACE, type Lists} from './lists.js';

/** Folds one event into the state. Pure; throws on an event that cannot follow, since the journal is then damaged. */
export function apply(state: RunState | undefined, event: RunEvent): RunState {
  return next(state, event, COPIES);
}

/** The state after all events, as `apply` makes it of one after the other; undefined where there are none. */
export function fold(events: Iterable<RunEvent>): RunState | undefined {
  let state: RunState | undefined;
  // Nobody sees a state in between: copied at every event, the lists of a run would cost the square of its parts.
  for (const event of events) state = next(state, event, IN_PLACE);
  return state;
}

function next(state: RunState | undefined, event: RunEvent, lists: Lists): RunState {
  if (event.type === 'run-started') return started(event);
  if (state === undefined) throw new Error(`A journal cannot begin with ${event.type}.`);
  const to = (part: number, change: Partial<PartState>) => onPart(state, part, change, lists);
  switch (event.type) {
    case 'records-taken':
      return taken(state, event, lists);
    case 'lane-probed': {
      const {connection, instead} = event;
      return {...state, lanes: lists.add(state.lanes, [{connection, ...(instead && {instead})}])};
    }
    case 'parts-planned':
      return planned(state, event, lists);
    case 'part-sending':
      return to(event.part, {phase: 'sending', sendingAt: event.at});
    case 'part-step':
      return to(event.part, {step: event.step});
    case 'part-sent': {
      const {receipt, adopted} = event;
      return to(event.part, {phase: 'sent', sentAt: event.at, receipt, adopted, message: undefined});
    }
    case 'part-not-sent':
      return to(event.part, {phase: 'planned', message: event.message});
    case 'part-uncertain':
      return to(event.part, {phase: 'uncertain', sendingAt: event.at, message: event.message});
    case 'part-unfound':
      return to(event.part, unfound(state, event));
    case 'part-stopping':
      return to(event.part, {stopping: true});
    case 'part-ended': {
      const {end, word, counts, message, usage} = event;
      return to(event.part, {phase: 'ended', endedAt: event.at, end, word, counts, message, usage});
    }
    case 'part-fetched':
      return to(event.part, {phase: 'fetched', lines: event.lines, tally: event.tally});
    case 'round-judged':
      return judged(state, event, lists);
    case 'retry-asked':
      return retryAsked(state, event, lists);
    case 'action-written': {
      const {rounds: written, outputs, rejected} = event;
      return onAction(state, event.action, (action) => ({...action, written, outputs, rejected}), lists);
    }
    default:
      return unknown(event);
  }
}

/** Passed over, a fact of a later agac could be a job that is then paid twice. */
function unknown({type}: never): never {
  throw new Error(`This agac knows no ${type}.`);
}

function started({run, workflow, at, digest, actions, toolFiles, after}: RunStarted): RunState {
  return {
    run,
    workflow,
    startedAt: at,
    digest,
    ...(toolFiles && {toolFiles}),
    ...(after !== undefined && {after}),
    actions: actions.map((outline) => ({...outline, intakes: [], rounds: [], outputs: 0, rejected: 0})),
    parts: [],
    batches: [],
    lanes: [],
  };
}

/** Opens a round also when the guard leaves nothing to ask, as its records have yet to leave. */
function taken(state: RunState, {type, action: name, intake, ...counts}: RecordsTaken, lists: Lists): RunState {
  const {count, filtered = 0, skipped = 0} = counts;
  const round: RoundState = {intake, kind: 'first', records: count - filtered - skipped};
  const change = (action: ActionState) => ({
    ...action,
    intakes: lists.add(action.intakes, [counts]),
    rounds: lists.add(action.rounds, count === 0 ? [] : [round]),
  });
  return onAction(state, name, change, lists);
}

function planned(state: RunState, event: PartsPlanned, lists: Lists): RunState {
  const parts = event.parts.map((plan) => newPart(plan, event.batch));
  const holding = partsByRound(event.parts);
  let after: RunState = {...state, parts: lists.add(state.parts, parts)};
  for (const {action, round, refused, simulated, weight, reuse} of event.rounds) {
    const told = {...(simulated && {simulated}), ...(weight && {weight}), ...(reuse && {reuse})};
    const change = {parts: holding.get(nameOf({action, round})) ?? [], refused, ...told};
    after = onRound(after, {action, round}, change, lists);
  }
  if (event.batch === undefined) return after;
  const batch = {
    id: event.batch,
    plannedAt: event.at,
    parts: event.parts.filter(({mode}) => mode === 'batch').map((part) => part.part),
    actions: [...new Set(event.rounds.map((round) => round.action))],
    requests: event.rounds.reduce((sum, round) => sum + round.requests, 0),
    refused: event.rounds.reduce((sum, round) => sum + round.refused, 0),
  };
  return {...after, batches: lists.add(after.batches, [batch])};
}

/** The numbers of the parts that hold requests of each round, by its name. */
function partsByRound(parts: readonly PartPlan[]): ReadonlyMap<string, readonly number[]> {
  const holding = new Map<string, number[]>();
  for (const {part, rounds} of parts) {
    for (const name of rounds.map(nameOf))
      holding
        .set(name, holding.get(name) ?? [])
        .get(name)!
        .push(part);
  }
  return holding;
}

function nameOf({action, round}: RoundRef): string {
  return JSON.stringify([action, round]);
}

function newPart(plan: PartPlan, batch: string | undefined): PartState {
  // What is used again is on disk with its answers.
  if (plan.mode === 'reused') return {...plan, phase: 'fetched', lines: plan.count};
  return {...plan, phase: 'planned', ...(batch === undefined ? {} : {batch})};
}

/** What a foreign job said of itself is forgotten with it. */
function unfound({parts}: RunState, {part, message, foreign}: PartUnfound): Partial<PartState> {
  const told = message === undefined ? {} : {message};
  if (foreign === undefined) return {phase: 'unfound', ...told};
  const nothing = {receipt: undefined, adopted: undefined, stopping: undefined, sentAt: undefined};
  const noEnd = {end: undefined, endedAt: undefined, word: undefined, counts: undefined, usage: undefined};
  const before = parts[part]?.foreign ?? [];
  return {phase: 'unfound', ...nothing, ...noEnd, ...told, foreign: [...before, foreign]};
}

function judged(state: RunState, {action, round, counts}: RoundJudged, lists: Lists): RunState {
  const change = (found: ActionState) => {
    const {intake} = found.rounds[round]!;
    return counts.again === 0 ? found : withFollowUp(found, {intake, records: counts.again}, lists);
  };
  return onAction(onRound(state, {action, round}, {judged: counts}, lists), action, change, lists);
}

function retryAsked(state: RunState, {action, intake, count}: RetryAsked, lists: Lists): RunState {
  return onAction(state, action, (found) => withFollowUp(found, {intake, records: count}, lists), lists);
}

function withFollowUp(action: ActionState, of: Pick<RoundState, 'intake' | 'records'>, lists: Lists): ActionState {
  return {...action, rounds: lists.add(action.rounds, [{...of, kind: 'follow-up'}])};
}

function onAction(state: RunState, name: string, change: (action: ActionState) => ActionState, lists: Lists): RunState {
  const place = state.actions.findIndex((action) => action.name === name);
  if (place === -1) throw new Error(`The run has no action ${name}.`);
  return {...state, actions: lists.set(state.actions, place, change(state.actions[place]!))};
}

function onRound(state: RunState, at: RoundRef, change: Partial<RoundState>, lists: Lists): RunState {
  const changed = (action: ActionState) => {
    const round = action.rounds[at.round];
    if (round === undefined) throw new Error(`${at.action} has no round ${at.round}.`);
    return {...action, rounds: lists.set(action.rounds, at.round, {...round, ...change})};
  };
  return onAction(state, at.action, changed, lists);
}

function onPart(state: RunState, number: number, change: Partial<PartState>, lists: Lists): RunState {
  const part = state.parts[number];
  if (part === undefined) throw new Error(`The run has no part ${number}.`);
  return {...state, parts: lists.set(state.parts, number, {...part, ...change})};
}
