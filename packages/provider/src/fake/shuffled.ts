/** All the items in another order; the same seed gives the same order. */
export async function shuffled<Item>(items: AsyncIterable<Item>, seed: number): Promise<Item[]> {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const ranked: {item: Item; rank: number}[] = [];
  for await (const item of items) ranked.push({item, rank: next()});
  return ranked.sort((a, b) => a.rank - b.rank).map(({item}) => item);
}
