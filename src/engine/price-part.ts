import type {ModelCard} from '@agac/provider';
import {ownPrice} from '../cost/own-price.js';
import {priceOf} from '../cost/price-of.js';
import type {Priced} from '../domain/cost.js';
import type {Connection} from '../domain/run.js';
import type {PartState} from '../domain/run-state.js';
import type {Ports} from './ports.js';

/** What the model of a part costs now. Never throws for want of a price. */
export async function pricePart(ports: Ports, {connection, model, mode}: PartState): Promise<Priced> {
  const card = (await ports.provider(connection!)).describe(model!);
  return priceFor(card, connection!, {mode: mode === 'online' ? mode : 'batch', at: ports.now()});
}

/** What a model costs by the options of a connection, else by its card, else by the public list. */
export async function priceFor(
  card: ModelCard,
  {options}: Connection,
  lane: {readonly mode: 'batch' | 'online'; readonly at: Date},
): Promise<Priced> {
  const own = ownPrice(options, card.model);
  return typeof own === 'string' ? {unknown: own} : priceOf(card, own, lane);
}
