import {distance} from 'fastest-levenshtein';

/** Longer words are no slips of the pen, and slow to compare. */
const LONGEST = 100;

/** The candidate that was probably meant by a misspelt word, if one is near enough. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  return allNear(word, candidates)[0];
}

/** All candidates that may have been meant, the nearest first. */
export function allNear(word: string, candidates: Iterable<string>): readonly string[] {
  if (word.length > LONGEST) return [];
  const wanted = word.toLowerCase();
  return [...candidates]
    .map((candidate) => ({candidate, far: distance(wanted, candidate.toLowerCase())}))
    .filter(({candidate, far}) => far <= allowance(Math.min(candidate.length, word.length)))
    .sort((a, b) => a.far - b.far)
    .map(({candidate}) => candidate);
}

/** How many letters may be wrong in a word of this length: never all of them. */
function allowance(length: number): number {
  return length < 2 ? 0 : Math.max(1, Math.round(length * 0.4));
}

/** A sentence for a suggestion: the near spelling or, where there is none, all there are. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const all = [...candidates];
  const near = nearest(word, all);
  if (near !== undefined) return `Did you mean "${near}"?`;
  return all.length === 0 ? undefined : `There are: ${all.slice(0, 20).join(', ')}${all.length > 20 ? ', …' : '.'}`;
}
