import type {Usage} from '@agac/provider';
import {sumCosts, sumUsage} from '../cost/sum.js';
import type {Cost} from '../domain/cost.js';
import type {PartState} from '../domain/run-state.js';

/** What parts have taken so far: those that are fetched, and of the others what their vendors say. */
export interface Spent {
  /** Undefined: nothing was told. */
  readonly usage?: Usage;
  /** Undefined: nothing is fetched yet. */
  readonly cost?: Cost;
}

/** Whether a part asks a model: not a tool's, and not one whose answers an earlier run paid. */
export function isAsked({mode}: PartState): boolean {
  return mode === 'batch' || mode === 'online';
}

/** The parts of a run or a batch, added up. Pure. */
export function spentOn(parts: readonly PartState[]): Spent {
  return sumSpent(parts.filter(isAsked).map((part) => spentOnPart(part)));
}

export function sumSpent(all: readonly Spent[]): Spent {
  const usages = all.flatMap(({usage}) => usage ?? []);
  const costs = all.flatMap(({cost}) => cost ?? []);
  return {
    ...(usages.length > 0 && {usage: sumUsage(usages)}),
    ...(costs.length > 0 && {cost: sumCosts(costs)}),
  };
}

/** `now`: what the vendor says of a job that is not fetched. */
export function spentOnPart({phase, receipt, tally, usage, count}: PartState, now?: Usage): Spent {
  if (tally !== undefined) {
    const isTold = Object.keys(tally.usage).length > 0;
    return {...(isTold && {usage: tally.usage}), cost: tally.cost};
  }
  const said = usage ?? now;
  const told = said === undefined ? {} : {usage: said};
  if (phase !== 'fetched') return told;
  // A part that was never sent took nothing; one without a tally was fetched before there were tallies, or given up.
  if (receipt === undefined) return {...told, cost: {usd: 0}};
  return {
    ...told,
    cost: {unknown: count, why: ['Some parts were given up, or fetched by an agac that did not count.']},
  };
}
