import type {
  PartPlan,
  PartsPlanned,
  PartUnfound,
  RecordsTaken,
  RetryAsked,
  RoundJudged,
  RunEvent,
  RunStarted,
} from '../domain/run.js';
import type {ActionState, PartState, RoundState, RunState} from '../domain/run-state.js';

/** Folds one event into the state. Pure; throws on an event that cannot follow, since the journal is then damaged. */
export function apply(state: RunState | undefined, event: RunEvent): RunState {
  if (event.type === 'run-started') return started(event);
  if (state === undefined) throw new Error(`A journal cannot begin with ${event.type}.`);
  switch (event.type) {
    case 'records-taken':
      return taken(state, event);
    case 'lane-probed': {
      const {connection, instead} = event;
      return {...state, lanes: [...state.lanes, {connection, ...(instead && {instead})}]};
    }
    case 'parts-planned':
      return planned(state, event);
    case 'part-sending':
      return onPart(state, event.part, {phase: 'sending', sendingAt: event.at});
    case 'part-step':
      return onPart(state, event.part, {step: event.step});
    case 'part-sent': {
      const {receipt, adopted} = event;
      return onPart(state, event.part, {phase: 'sent', sentAt: event.at, receipt, adopted, message: undefined});
    }
    case 'part-not-sent':
      return onPart(state, event.part, {phase: 'planned', message: event.message});
    case 'part-uncertain':
      return onPart(state, event.part, {phase: 'uncertain', sendingAt: event.at, message: event.message});
    case 'part-unfound':
      return unfound(state, event);
    case 'part-stopping':
      return onPart(state, event.part, {stopping: true});
    case 'part-ended': {
      const {end, word, counts, message, usage} = event;
      return onPart(state, event.part, {phase: 'ended', endedAt: event.at, end, word, counts, message, usage});
    }
    case 'part-fetched':
      return onPart(state, event.part, {phase: 'fetched', lines: event.lines, tally: event.tally});
    case 'round-judged':
      return judged(state, event);
    case 'retry-asked':
      return retryAsked(state, event);
    case 'action-written':
      return onAction(state, event.action, (action) => ({
        ...action,
        written: event.rounds,
        outputs: event.outputs,
        rejected: event.rejected,
      }));
  }
}

/** The state after all events, or undefined where there are none. */
export function fold(events: Iterable<RunEvent>): RunState | undefined {
  let state: RunState | undefined;
  for (const event of events) state = apply(state, event);
  return state;
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
function taken(state: RunState, {type, action: name, intake, ...counts}: RecordsTaken): RunState {
  const {count, filtered = 0, skipped = 0} = counts;
  const round: RoundState = {intake, kind: 'first', records: count - filtered - skipped};
  return onAction(state, name, (action) => ({
    ...action,
    intakes: [...action.intakes, counts],
    rounds: [...action.rounds, ...(count === 0 ? [] : [round])],
  }));
}

function planned(state: RunState, event: PartsPlanned): RunState {
  let next: RunState = {
    ...state,
    parts: [...state.parts, ...event.parts.map((plan) => newPart(plan, event.batch))],
  };
  for (const {action, round, refused, simulated, weight, reuse} of event.rounds) {
    const holds = (part: PartPlan) => part.rounds.some((ref) => ref.action === action && ref.round === round);
    const parts = event.parts.filter(holds).map((part) => part.part);
    const told = {...(simulated && {simulated}), ...(weight && {weight}), ...(reuse && {reuse})};
    next = onRound(next, {action, round}, {parts, refused, ...told});
  }
  if (event.batch === undefined) return next;
  const batch = {
    id: event.batch,
    plannedAt: event.at,
    parts: event.parts.filter(({mode}) => mode === 'batch').map((part) => part.part),
    actions: [...new Set(event.rounds.map((round) => round.action))],
    requests: event.rounds.reduce((sum, round) => sum + round.requests, 0),
    refused: event.rounds.reduce((sum, round) => sum + round.refused, 0),
  };
  return {...next, batches: [...next.batches, batch]};
}

function newPart(plan: PartPlan, batch: string | undefined): PartState {
  // What is used again is on disk with its answers.
  if (plan.mode === 'reused') return {...plan, phase: 'fetched', lines: plan.count};
  return {...plan, phase: 'planned', ...(batch === undefined ? {} : {batch})};
}

/** What a foreign job said of itself is forgotten with it. */
function unfound(state: RunState, {part, message, foreign}: PartUnfound): RunState {
  const told = message === undefined ? {} : {message};
  if (foreign === undefined) return onPart(state, part, {phase: 'unfound', ...told});
  const nothing = {receipt: undefined, adopted: undefined, stopping: undefined, sentAt: undefined};
  const noEnd = {end: undefined, endedAt: undefined, word: undefined, counts: undefined, usage: undefined};
  const before = state.parts[part]?.foreign ?? [];
  return onPart(state, part, {phase: 'unfound', ...nothing, ...noEnd, ...told, foreign: [...before, foreign]});
}

function judged(state: RunState, {action, round, counts}: RoundJudged): RunState {
  return onAction(onRound(state, {action, round}, {judged: counts}), action, (found) => {
    if (counts.again === 0) return found;
    const intake = found.rounds[round]!.intake;
    return {...found, rounds: [...found.rounds, {intake, kind: 'follow-up', records: counts.again}]};
  });
}

function retryAsked(state: RunState, {action, intake, count}: RetryAsked): RunState {
  return onAction(state, action, (found) => ({
    ...found,
    rounds: [...found.rounds, {intake, kind: 'follow-up', records: count}],
  }));
}

function onAction(state: RunState, name: string, change: (action: ActionState) => ActionState): RunState {
  if (!state.actions.some((action) => action.name === name)) throw new Error(`The run has no action ${name}.`);
  return {...state, actions: state.actions.map((action) => (action.name === name ? change(action) : action))};
}

function onRound(state: RunState, at: {action: string; round: number}, change: Partial<RoundState>): RunState {
  return onAction(state, at.action, (action) => {
    if (action.rounds[at.round] === undefined) throw new Error(`${at.action} has no round ${at.round}.`);
    return {...action, rounds: action.rounds.map((round, i) => (i === at.round ? {...round, ...change} : round))};
  });
}

function onPart(state: RunState, number: number, change: Partial<PartState>): RunState {
  if (state.parts[number] === undefined) throw new Error(`The run has no part ${number}.`);
  return {...state, parts: state.parts.map((part) => (part.part === number ? {...part, ...change} : part))};
}
