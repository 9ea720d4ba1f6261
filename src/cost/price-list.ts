import type {Listed} from '@agac/provider';
import type {LongerRates, ModelPrice, Rates} from '../domain/cost.js';

/** The list and the day it was released; the version that package.json asks for. */
export const LIST = {name: 'genai-prices', version: '0.1.8', asOf: '2026-09-23'} as const;

type ListEntry = Readonly<Record<string, number | {base: number; tiers: {start: number; price: number}[]} | undefined>>;

const KEYS = {
  input: 'input_mtok',
  output: 'output_mtok',
  cachedInput: 'cache_read_mtok',
  cacheWrite: 'cache_write_mtok',
} as const satisfies Record<keyof Rates, string>;

const LONG_CACHE = 'cache_write_1h_mtok';

/** Models with these are billed for more than tokens that go in and come out. */
const OTHER_FEES = ['requests_kcount', 'output_reasoning_mtok'];

/**
 * The standard price of a model by the public list that comes with agac; nothing is fetched. Undefined: the list does
 * not have it, or not by tokens alone. Some prices change on a day, so it is asked for a moment.
 */
export async function listedPrice({provider, model, longCache}: Listed, at: Date): Promise<ModelPrice | undefined> {
  // 2 MB of prices, for which most commands have no use.
  const {calcPrice} = await import('@pydantic/genai-prices');
  const found = calcPrice({input_tokens: 0, output_tokens: 0}, model, {providerId: provider, timestamp: at});
  if (found === null) return undefined;
  const prices = found.model_price as ListEntry;
  const entry = longCache ? {...prices, [KEYS.cacheWrite]: prices[LONG_CACHE]} : prices;
  const rates = ratesAt(entry, 0);
  if (rates === undefined || OTHER_FEES.some((key) => entry[key] !== undefined)) return undefined;
  const longer = longerRates(entry);
  const source = `${LIST.name} ${LIST.version}, ${found.provider.id}/${found.model.id}`;
  return {rates, ...(longer.length > 0 && {longer}), basis: {source, asOf: LIST.asOf}};
}

/** The list begins a tier with the first token above its start, and bills the whole request by it. */
function longerRates(entry: ListEntry): LongerRates[] {
  const starts = Object.values(KEYS).flatMap((key) => {
    const price = entry[key];
    return typeof price === 'object' ? price.tiers.map((tier) => tier.start) : [];
  });
  const ascending = [...new Set(starts)].sort((a, b) => a - b);
  return ascending.map((above) => ({above, rates: ratesAt(entry, above + 1)!}));
}

function ratesAt(entry: ListEntry, inputTokens: number): Rates | undefined {
  const at = (key: string): number | undefined => {
    const price = entry[key];
    if (typeof price !== 'object') return price;
    return price.tiers.findLast((tier) => inputTokens > tier.start)?.price ?? price.base;
  };
  const [input, output, cachedInput, cacheWrite] = Object.values(KEYS).map(at);
  if (input === undefined || output === undefined) return undefined;
  return {
    input,
    output,
    ...(cachedInput !== undefined && {cachedInput}),
    ...(cacheWrite !== undefined && {cacheWrite}),
  };
}
