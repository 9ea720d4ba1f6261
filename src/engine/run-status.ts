import type {RoundRef} from '../domain/run.js';
import type {ActionState, PartState, RoundState, RunState} from '../domain/run-state.js';
import {wavesOf} from '../domain/waves.js';
import {isInFlight} from './decide.js';
import {lookAtRun, type RunLook} from './progress.js';
import {lookAtPart, type PartLook} from './status.js';

/** The requests of one action. */
export interface RequestCounts {
  readonly action: string;
  /** Requests that were made, or calls of a tool; with those asked again, without those that an earlier run answered. */
  readonly asked: number;
  /** Of those: whose part has its results on this disk, whatever they say. Absent: an older journal does not tell. */
  readonly answered?: number;
  /** Records with an answer that was judged good, be it an earlier run's. */
  readonly accepted: number;
}

/** A part that a vendor has or may have, and whose results are not here. */
export interface PartInFlight {
  readonly batch: string;
  /** Whose requests are in it. */
  readonly actions: readonly string[];
  readonly part: PartLook;
  /** When it was sent; where that is not known, when the last attempt began or its answer was lost. */
  readonly since?: string;
  /**
   * - `vendor`: it works on the part, as far as is known
   * - `look-up`: the answer to its submission was lost, and the next command asks the vendor for it
   * - `your-word`: the vendor does not know it, or cannot tell
   * - `fetching`: it has ended, and its results are at the vendor
   */
  readonly waitsFor: 'vendor' | 'look-up' | 'your-word' | 'fetching';
}

export interface RunStatus {
  readonly look: RunLook;
  /** Names of the actions, each wave after what it depends on. */
  readonly waves: readonly (readonly string[])[];
  readonly requests: readonly RequestCounts[];
  readonly inFlight: readonly PartInFlight[];
  /** The batch that a command would be about; absent where none is in flight. */
  readonly batch?: string;
  /** When a vendor last told something that is on record; absent: none has. */
  readonly asOf?: string;
}

/** Where a run stands, as its journal tells it: no vendor is asked. Pure. */
export function statusOf(state: RunState): RunStatus {
  const inFlight = state.parts.filter(isInFlight).map(lookAtPartInFlight);
  const lost = inFlight.find(({waitsFor}) => waitsFor === 'your-word' || waitsFor === 'look-up');
  const batch = (lost ?? inFlight.at(-1))?.batch;
  const asOf = state.parts.flatMap(({endedAt, sentAt}) => endedAt ?? sentAt ?? []).sort();
  return {
    look: lookAtRun(state),
    waves: wavesOf(state.actions),
    requests: state.actions.map((action) => countRequests(state, action)),
    inFlight,
    ...(batch !== undefined && {batch}),
    ...(asOf.length > 0 && {asOf: asOf.at(-1)!}),
  };
}

function countRequests({parts}: RunState, {name, rounds}: ActionState): RequestCounts {
  const planned = rounds.filter((round) => round.parts !== undefined);
  const answered = sumKnown(rounds.map((round, number) => requestsBack(parts, round, {action: name, round: number})));
  return {
    action: name,
    asked: sum(planned.map(requestsOf)),
    ...(answered !== undefined && {answered}),
    accepted: sum(rounds.map((round) => round.judged?.accepted ?? 0)),
  };
}

function requestsOf({records, refused = 0, reuse}: RoundState): number {
  return records - refused - (reuse?.reused ?? 0);
}

/** Those of a round whose results are here; undefined where it shares a part, and nobody wrote down how. */
function requestsBack(parts: readonly PartState[], round: RoundState, ref: RoundRef): number | undefined {
  if (round.parts === undefined) return 0;
  const back = round.parts.map((number) => parts[number]!).filter(({phase}) => phase === 'fetched');
  if (back.length === round.parts.length) return requestsOf(round);
  return sumKnown(back.filter(({mode}) => mode !== 'reused').map((part) => requestsIn(part, ref)));
}

function requestsIn({rounds, count}: PartState, {action, round}: RoundRef): number | undefined {
  if (rounds.length === 1) return count;
  return rounds.find((each) => each.action === action && each.round === round)?.requests;
}

function lookAtPartInFlight(part: PartState): PartInFlight {
  const since = part.sentAt ?? part.sendingAt;
  return {
    batch: part.batch ?? '',
    actions: [...new Set(part.rounds.map((round) => round.action))],
    part: lookAtPart(part),
    ...(since !== undefined && {since}),
    waitsFor: WAITS_FOR[part.phase] ?? 'vendor',
  };
}

const WAITS_FOR: Readonly<Partial<Record<PartState['phase'], PartInFlight['waitsFor']>>> = {
  sending: 'look-up',
  uncertain: 'look-up',
  unfound: 'your-word',
  ended: 'fetching',
};

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function sumKnown(numbers: readonly (number | undefined)[]): number | undefined {
  return numbers.every((number) => number !== undefined) ? sum(numbers) : undefined;
}
