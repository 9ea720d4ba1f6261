import {type Estimate, sumEstimates} from '../cost/estimate.js';
import type {ActionMode, Reuse} from '../domain/run.js';
import type {ActionState, PartState, RoundState} from '../domain/run-state.js';
import {estimateRound, requestsIn} from '../engine/estimates.js';
import type {Ports} from '../engine/ports.js';
import {sumOfReuse} from '../engine/progress.js';

/** What would be sent first, counted and weighed. */
export interface Planned {
  readonly actions: readonly PlannedAction[];
  readonly parts: readonly PlannedPart[];
  /** Actions whose requests depend on answers that are not there yet. */
  readonly later: readonly string[];
  /** Of all that would be sent first; undefined: nothing would be. */
  readonly estimate?: Estimate;
}

export interface PlannedAction {
  readonly action: string;
  readonly mode: ActionMode;
  readonly requests: number;
  /** Records for which no request can be made, or that are too long for the vendor. */
  readonly refused: number;
  /** Records that the guard keeps from being asked. */
  readonly filtered: number;
  readonly skipped: number;
  /** Of the filtered: those beyond the action's limit. Absent: none. */
  readonly leftOut?: number;
  /** Undefined for tools, and where nothing is asked. */
  readonly estimate?: Estimate;
  /** There where an earlier run has answers. */
  readonly reuse?: Reuse;
}

export interface PlannedPart {
  readonly provider: string;
  readonly model: string;
  readonly mode: 'batch' | 'online';
  readonly requests: number;
  /** Of the file or body that is sent; undefined online, where requests go one by one. */
  readonly bytes?: number;
  /** The vendor's limit that closed the part: the next request went into another one. */
  readonly closedBy?: {readonly limit: 'requests' | 'bytes'; readonly most: number};
}

function reuseIn(rounds: readonly RoundState[]): {readonly reuse?: Reuse} {
  const reuse = sumOfReuse(rounds);
  return reuse === undefined ? {} : {reuse};
}

/** The actions and parts of a run that have been planned, and nothing of which was sent. */
export async function plannedOf(ports: Ports): Promise<Planned> {
  const {actions, parts} = ports.store.state;
  const sent = parts.filter(({mode}) => mode === 'batch' || mode === 'online');
  const planned = actions.filter((action) => action.rounds.some((round) => round.parts !== undefined));
  const counted = await Promise.all(planned.map((action) => plannedAction(ports, action)));
  const estimates = counted.flatMap((action) => action.estimate ?? []);
  return {
    actions: counted,
    parts: await Promise.all(sent.map((part) => plannedPart(ports, part))),
    later: actions.filter((action) => !planned.includes(action)).map((action) => action.name),
    ...(estimates.length > 0 && {estimate: sumEstimates(estimates)}),
  };
}

async function plannedAction(ports: Ports, {name, mode, rounds, intakes}: ActionState): Promise<PlannedAction> {
  const estimates = await Promise.all(rounds.map((_, round) => estimateRound(ports, {action: name, round})));
  const known = estimates.flatMap((estimate) => estimate ?? []);
  const leftOut = intakes.reduce((sum, intake) => sum + (intake.leftOut ?? 0), 0);
  return {
    action: name,
    mode,
    requests: rounds.reduce((sum, round) => sum + requestsIn(round), 0),
    refused: rounds.reduce((sum, round) => sum + (round.refused ?? 0), 0),
    filtered: intakes.reduce((sum, intake) => sum + (intake.filtered ?? 0), 0),
    skipped: intakes.reduce((sum, intake) => sum + (intake.skipped ?? 0), 0),
    ...(leftOut > 0 && {leftOut}),
    ...(known.length > 0 && {estimate: sumEstimates(known)}),
    ...reuseIn(rounds),
  };
}

async function plannedPart(ports: Ports, part: PartState): Promise<PlannedPart> {
  const {connection, model = '', mode, count, bytes} = part;
  const planned = {provider: connection?.vendor ?? '', model, requests: count};
  if (mode !== 'batch') return {...planned, mode: 'online'};
  const closedBy = await closedByOf(ports, part);
  return {...planned, mode, bytes, ...(closedBy && {closedBy})};
}

/** Why a part is not the last of its kind. */
async function closedByOf(ports: Ports, part: PartState): Promise<PlannedPart['closedBy']> {
  const kind = ({connection, model, lane}: PartState) => JSON.stringify([connection, model, lane]);
  const hasNext = ports.store.state.parts.some((other) => other.part > part.part && kind(other) === kind(part));
  if (!hasNext) return undefined;
  const {requests, bytes} = (await ports.provider(part.connection!)).describe(part.model!).limits;
  if (part.count === requests) return {limit: 'requests', most: requests};
  return bytes === undefined ? undefined : {limit: 'bytes', most: bytes};
}
