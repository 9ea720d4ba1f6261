import {type Estimate, estimateOf} from '../cost/estimate.js';
import type {RoundRef} from '../domain/run.js';
import type {PartState, RoundState} from '../domain/run-state.js';
import type {Ports} from './ports.js';
import {pricePart} from './price-part.js';
import {roundOf} from './round-records.js';

/** What a planned round may come to; undefined where nothing of it is to be sent to a model. */
export async function estimateRound(ports: Ports, ref: RoundRef): Promise<Estimate | undefined> {
  const round = roundOf(ports.store.state, ref);
  const parts = (round.parts ?? []).map((number) => ports.store.state.parts[number]!);
  // All parts of a round have one model and one connection: its own, or the one in place of a lacking batch lane.
  const part = parts.find(({mode}) => mode === 'batch' || mode === 'online');
  if (round.weight === undefined || part === undefined) return undefined;
  const priced = await pricePart(ports, part);
  return estimateOf(requestsIn(round), round.weight, {priced, model: part.model ?? ''});
}

/** Requests of a planned round that are to be sent. */
export function requestsIn({records, refused = 0, reuse}: RoundState): number {
  return records - refused - (reuse?.reused ?? 0);
}

/** What a planned part may come to. */
export async function estimatePart(ports: Ports, part: PartState): Promise<Estimate> {
  const {model = '', count, weight} = part;
  if (weight !== undefined) return estimateOf(count, weight, {priced: await pricePart(ports, part), model});
  const why = `Part ${part.part} was planned by an agac that did not weigh requests.`;
  return {requests: count, inputTokens: {usual: 0, most: 0}, why};
}
