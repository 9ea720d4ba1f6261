import {closest, distance} from 'fastest-levenshtein';

/** The candidate spelt most like `word`, if one is like it at all. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const found = closest(
    word.toLowerCase(),
    candidates.map((each) => each.toLowerCase()),
  );
  const candidate = candidates.find((each) => each.toLowerCase() === found);
  return distance(word.toLowerCase(), found) <= Math.round(word.length * 0.4) ? candidate : undefined;
}
