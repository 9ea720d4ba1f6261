import {distance} from 'fastest-levenshtein';

/** The candidate that was probably meant by a misspelt word, if one is near enough. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > 100) return undefined;
  const wanted = word.toLowerCase();
  const near = [...candidates]
    .map((candidate) => ({candidate, far: distance(wanted, candidate.toLowerCase())}))
    .filter(({candidate, far}) => far <= allowance(Math.min(candidate.length, word.length)))
    .sort((a, b) => a.far - b.far);
  return near[0]?.candidate;
}

/** How many letters may be wrong in a word of this length: never all of them. */
function allowance(length: number): number {
  return length < 2 ? 0 : Math.max(1, Math.floor(length / 3));
}

/** A sentence for a suggestion: the near spelling or, where there is none, all there are. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const all = [...candidates];
  const near = nearest(word, all);
  if (near !== undefined) return `Did you mean "${near}"?`;
  return all.length === 0 ? undefined : `There are: ${all.slice(0, 20).join(', ')}${all.length > 20 ? ', …' : '.'}`;
}
