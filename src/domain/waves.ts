/**
 * Names in waves: each stands in the first wave after all that it depends on. Takes the actions in an order in which
 * every one comes after what it depends on.
 */
export function wavesOf(
  actions: readonly {readonly name: string; readonly dependencies: readonly string[]}[],
): readonly (readonly string[])[] {
  const places = new Map<string, number>();
  const waves: string[][] = [];
  for (const {name, dependencies} of actions) {
    const place = Math.max(0, ...dependencies.map((each) => (places.get(each) ?? 0) + 1));
    places.set(name, place);
    waves[place] = [...(waves[place] ?? []), name];
  }
  return waves;
}
