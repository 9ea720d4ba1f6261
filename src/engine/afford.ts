import {type Estimate, sumEstimates} from '../cost/estimate.js';
import {PRICE_EXAMPLE} from '../cost/own-price.js';
import {AgacError} from '../domain/errors.js';
import type {PartState} from '../domain/run-state.js';
import {estimatePart} from './estimates.js';
import type {Ports} from './ports.js';
import {isAsked} from './spent.js';

/**
 * Holds all parts of a run, those that are planned among them, to an amount of US dollars: what was fetched counts by what
 * it cost, the rest by the most it can be expected to. Throws COST_EXCEEDED, also where that cannot be known.
 */
export async function requireAffordable(ports: Ports, maxCost: number): Promise<void> {
  const parts = ports.store.state.parts.filter(isAsked);
  const estimates = await Promise.all(parts.map((part) => expected(ports, part)));
  const {cost, why} = sumEstimates(estimates);
  const most = cost?.most;
  if (most !== undefined && most <= maxCost) return;
  const data = {maxCost, ...(most !== undefined && {most})};
  if (most === undefined) {
    const message = `What this can cost is not known, so --max-cost ${maxCost} cannot be kept. Nothing was sent. ${why}`;
    throw new AgacError('COST_EXCEEDED', message, {actions: wantedFor(estimates), data});
  }
  throw new AgacError(
    'COST_EXCEEDED',
    `This can cost up to $${most}, which is more than --max-cost ${maxCost}. Nothing was sent.`,
    {
      actions: [
        `agac run -a ${ports.plan.name} --max-cost ${atLeast(most)}`,
        `agac run -a ${ports.plan.name} --dry-run    (shows what it is made of)`,
        `agac run -a ${ports.plan.name} --record-limit 10    (asks fewer records)`,
      ],
      data,
    },
  );
}

/** A fetched part costs what it did; requests of it whose cost is not known, their share of the most. */
async function expected(ports: Ports, part: PartState): Promise<Estimate> {
  const {tally, receipt, phase} = part;
  const nothing = {requests: 0, inputTokens: {usual: 0, most: 0}, cost: {least: 0, most: 0}};
  if (phase === 'fetched' && receipt === undefined && part.mode === 'batch') return nothing;
  if (tally === undefined) return estimatePart(ports, part);
  const {usd = 0, unknown = 0} = tally.cost;
  if (unknown === 0) return {...nothing, cost: {least: usd, most: usd}};
  const estimate = await estimatePart(ports, part);
  if (estimate.cost?.most === undefined) return estimate;
  const most = usd + (estimate.cost.most * unknown) / tally.sent;
  return {...estimate, cost: {least: usd, most}};
}

function wantedFor(estimates: readonly Estimate[]): string[] {
  const lacksPrice = estimates.some((each) => each.cost === undefined);
  const lacksLimit = estimates.some((each) => each.cost !== undefined && each.cost.most === undefined);
  return [
    ...(lacksPrice
      ? [
          `${PRICE_EXAMPLE}    (under vendor_options of the action, or of its vendor under providers: US dollars a million tokens)`,
        ]
      : []),
    ...(lacksLimit ? ['max_tokens: 1000    (in the action: answers end there)'] : []),
  ];
}

/** An amount that would do, in whole cents. */
function atLeast(usd: number): number {
  return Math.ceil(usd * 100) / 100;
}
