import type {BatchRate, ModelCard, Price} from '@agac/provider';
import type {ModelPrice, Priced, Rates} from '../domain/cost.js';
import {isFree} from './free.js';
import {rounded} from './money.js';
import type {OwnPrice} from './own-price.js';
import {listedPrice} from './price-list.js';

export interface Lane {
  readonly mode: 'batch' | 'online';
  /** When the requests are paid. */
  readonly at: Date;
}

type Card = Pick<ModelCard, 'model' | 'price' | 'listed' | 'batchRate'>;

/**
 * What a model costs in a lane: by the project's own price, else by the adapter's, else by the public list; in batch mode
 * times the vendor's rate. Never throws: what keeps it from being known is the sentence in `unknown`.
 */
export async function priceOf(card: Card, own: OwnPrice | undefined, {mode, at}: Lane): Promise<Priced> {
  const standard = await standardPrice(card, own, at);
  if ('unknown' in standard || mode === 'online' || isFree(standard)) return standard;
  const rate = own?.batchShare === undefined ? card.batchRate : ownRate(own.batchShare);
  if (rate === undefined) return {unknown: `It is not known what ${card.model} costs in batch mode.`};
  return inBatch(standard, rate);
}

async function standardPrice({model, price, listed}: Card, own: OwnPrice | undefined, at: Date): Promise<Priced> {
  if (own !== undefined) return {rates: own.rates, basis: {source: 'the option price'}};
  if (price !== undefined) return byCard(price);
  const unknown = `No price is known for the model ${model}.`;
  if (listed === undefined) return {unknown};
  try {
    return (await listedPrice(listed, at)) ?? {unknown};
  } catch (error) {
    return {unknown: `${unknown} The price list failed: ${(error as Error).message}`};
  }
}

function byCard({source, asOf, ...price}: Price): ModelPrice {
  const {cachedInputPerMillion: cachedInput, cacheWriteInputPerMillion: cacheWrite} = price;
  const rates: Rates = {
    input: price.inputPerMillion,
    output: price.outputPerMillion,
    ...(cachedInput !== undefined && {cachedInput}),
    ...(cacheWrite !== undefined && {cacheWrite}),
  };
  return {rates, basis: {source, asOf}};
}

type Rate = Pick<BatchRate, 'share' | 'cached' | 'source'> & {readonly asOf?: string};

function ownRate(share: number): Rate {
  return {share, cached: 'share', source: 'the option price'};
}

function inBatch({rates, longer, basis}: ModelPrice, rate: Rate): ModelPrice {
  const {share, source, asOf} = rate;
  return {
    rates: batchRates(rates, rate),
    ...(longer && {longer: longer.map((each) => ({...each, rates: batchRates(each.rates, rate)}))}),
    basis: {...basis, batch: {share, source, ...(asOf !== undefined && {asOf})}},
  };
}

function batchRates({input, output, cachedInput, cacheWrite}: Rates, {share, cached}: Rate): Rates {
  const read = cachedRate({share, cached}, {input, cachedInput});
  return {
    input: rounded(share * input),
    output: rounded(share * output),
    ...(read !== undefined && {cachedInput: rounded(read)}),
    ...(cacheWrite !== undefined && {cacheWrite: rounded(share * cacheWrite)}),
  };
}

function cachedRate(
  {share, cached}: Pick<Rate, 'share' | 'cached'>,
  {input, cachedInput}: {readonly input: number; readonly cachedInput: number | undefined},
): number | undefined {
  if (cached === 'input') return share * input;
  if (cachedInput === undefined || cached === 'price') return cachedInput;
  return share * cachedInput;
}
