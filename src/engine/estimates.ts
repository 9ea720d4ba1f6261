import {type Estimate, estimateOf} from '../cost/estimate.js';
import type {RoundRef} from '../domain/run.js';
import type {PartState} from '../domain/run-state.js';
import {connectionOf} from './connection.js';
import type {Ports} from './ports.js';
import {priceFor, pricePart} from './price-part.js';
import {roundOf} from './round-records.js';

/** What a planned round may come to; undefined where it has no requests, or none to a model. */
export async function estimateRound(ports: Ports, ref: RoundRef): Promise<Estimate | undefined> {
  const {records, refused = 0, weight} = roundOf(ports.store.state, ref);
  const action = ports.plan.actions.find((each) => each.name === ref.action);
  if (weight === undefined || action?.kind !== 'llm') return undefined;
  const connection = connectionOf(action);
  const card = (await ports.provider(connection)).describe(action.model);
  const priced = await priceFor(card, connection, {mode: action.runMode, at: ports.now()});
  return estimateOf(records - refused, weight, {priced, model: action.model});
}

/** What a planned part may come to. */
export async function estimatePart(ports: Ports, part: PartState): Promise<Estimate> {
  const {model = '', count, weight} = part;
  if (weight !== undefined) return estimateOf(count, weight, {priced: await pricePart(ports, part), model});
  const why = `Part ${part.part} was planned by an agac that did not weigh requests.`;
  return {requests: count, inputTokens: {usual: 0, most: 0}, why};
}
