import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {BatchRate, Usage} from '@agac/provider';
import {expect} from 'chai';
import {costOf} from '../../src/cost/cost-of.js';
import {LIST} from '../../src/cost/price-list.js';
import {priceOf} from '../../src/cost/price-of.js';
import type {ModelPrice, Priced} from '../../src/domain/cost.js';

const AT = new Date('2026-11-23T00:00:00Z');
const HALF = {share: 0.5, source: 'https://acme.invalid/batch', asOf: '2026-01-01'} as const;
const PRICE = {
  inputPerMillion: 3,
  outputPerMillion: 15,
  cachedInputPerMillion: 0.3,
  cacheWriteInputPerMillion: 3.75,
  source: 'https://acme.invalid/prices',
  asOf: '2026-01-02',
};

function known(priced: Priced): ModelPrice {
  if ('unknown' in priced) throw new Error(priced.unknown);
  return priced;
}

describe('cost/price', () => {
  const card = (cached: BatchRate['cached']) => ({model: 'm', price: PRICE, batchRate: {...HALF, cached}});
  const batch = {mode: 'batch', at: AT} as const;
  const online = {mode: 'online', at: AT} as const;
  const usage: Usage = {inputTokens: 1000, outputTokens: 100, cachedInputTokens: 400, cacheWriteInputTokens: 200};

  it('halves what a vendor halves in its batch lane, and cached tokens as it says', async () => {
    const cached = {share: 0.15, price: 0.3, input: 1.5};
    for (const way of ['share', 'price', 'input'] as const) {
      const price = known(await priceOf(card(way), undefined, batch));
      expect(price.rates).to.deep.equal({input: 1.5, output: 7.5, cachedInput: cached[way], cacheWrite: 1.875});
      const usd = (400 * 1.5 + 100 * 7.5 + 400 * cached[way] + 200 * 1.875) / 1e6;
      expect(costOf(usage, price)).to.be.closeTo(usd, 1e-12);
    }
    const standard = known(await priceOf(card('share'), undefined, online));
    expect(standard.rates).to.deep.equal({input: 3, output: 15, cachedInput: 0.3, cacheWrite: 3.75});
    expect(standard.basis).to.deep.equal({source: PRICE.source, asOf: PRICE.asOf});
  });

  it('has no tail of binary fractions', async () => {
    const price = {...PRICE, inputPerMillion: 0.2, outputPerMillion: 1.1};
    const rate = {...HALF, share: 0.8, cached: 'share'} as const;
    const {rates} = known(await priceOf({model: 'm', price, batchRate: rate}, undefined, batch));
    expect([rates.input, rates.output]).to.deep.equal([0.16, 0.88]);
  });

  it('takes the word of the project before that of the card, and of the card before the list', async () => {
    const listed = {provider: 'mistral', model: 'mistral-large-2512'};
    const own = {rates: {input: 7, output: 8}};
    const all = {...card('share'), listed};
    expect(known(await priceOf(all, own, online)).rates).to.deep.equal(own.rates);
    expect(known(await priceOf(all, {...own, batchShare: 0.1}, batch)).rates).to.deep.equal({input: 0.7, output: 0.8});
    expect(known(await priceOf(all, undefined, online)).rates.input).to.equal(3);
    const byList = known(await priceOf({model: 'm', listed}, undefined, online));
    expect(byList.rates).to.deep.equal({input: 0.5, output: 1.5, cachedInput: 0.05});
    expect(byList.basis).to.deep.equal({
      source: `genai-prices ${LIST.version}, mistral/mistral-large-2512`,
      asOf: LIST.asOf,
    });
  });

  it('bills a long prompt by the price for long prompts, and an hour in a cache by its own', async () => {
    const gemini = {
      model: 'g',
      listed: {provider: 'google', model: 'gemini-2.5-pro'},
      batchRate: {...HALF, cached: 'price'},
    };
    const price = known(await priceOf(gemini as Parameters<typeof priceOf>[0], undefined, batch));
    expect(costOf({inputTokens: 200_000, outputTokens: 1000}, price)).to.be.closeTo(0.125 + 0.005, 1e-9);
    expect(costOf({inputTokens: 200_001, outputTokens: 1000}, price)).to.be.closeTo(0.25000125 + 0.0075, 1e-9);
    const claude = (longCache?: true) =>
      priceOf(
        {model: 'c', listed: {provider: 'anthropic', model: 'claude-haiku-4-5', ...(longCache && {longCache})}},
        undefined,
        online,
      );
    expect(known(await claude()).rates.cacheWrite).to.equal(1.25);
    expect(known(await claude(true)).rates.cacheWrite).to.equal(2);
  });

  it('is not known where a list has nothing, or a vendor does not say what its batch lane costs', async () => {
    const nothing = await priceOf({model: 'm', listed: {provider: 'openai', model: 'nope'}}, undefined, batch);
    expect(nothing).to.deep.equal({unknown: 'No price is known for the model m.'});
    const noRate = await priceOf({model: 'm', price: PRICE}, undefined, batch);
    expect(noRate).to.deep.equal({unknown: 'It is not known what m costs in batch mode.'});
  });

  it('makes a cost of numbers that are known, and of no others', async () => {
    const {cachedInputPerMillion: _, ...noCache} = PRICE;
    const price = known(await priceOf({model: 'm', price: noCache}, undefined, online));
    expect(costOf(undefined, price)).to.equal(undefined);
    expect(costOf({inputTokens: 5}, price)).to.equal(undefined);
    expect(costOf({inputTokens: 5, outputTokens: 0, cachedInputTokens: 1}, price)).to.equal(undefined);
    expect(costOf({inputTokens: 1_000_000, outputTokens: 0}, price)).to.equal(3);
  });

  it('comes from the list that is installed', () => {
    const root = join(import.meta.dirname, '..', '..');
    const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));
    expect(read('package.json').dependencies['@pydantic/genai-prices']).to.equal(LIST.version);
    expect(read('node_modules/@pydantic/genai-prices/package.json').version).to.equal(LIST.version);
  });
});
