import type {PartState} from '../domain/run-state.js';

/**
 * Where a fetched part does not add up: requests without a result, lines that answer nothing, and numbers of the
 * vendor's own that its results do not come to. A sentence each; empty where all is well. Pure.
 */
export function disagreements({tally, counts, usage}: PartState): string[] {
  if (tally === undefined) return [];
  const {sent, missing, unreadable, duplicates, unknownIds} = tally;
  return [
    ...(missing > 0 ? [`${missing} of ${sent} requests have no result.`] : []),
    ...(unreadable > 0 ? [`${unreadable} of the result lines could not be read.`] : []),
    ...(duplicates > 0 ? [`${duplicates} of the result lines are for requests that had one already.`] : []),
    ...(unknownIds > 0 ? [`${unknownIds} of the result lines are for requests that are not in the part.`] : []),
    ...countsThatDiffer(tally, counts),
    ...tokensThatDiffer(tally, usage),
  ];
}

function countsThatDiffer(
  {sent, answered, faulted, unreadable}: NonNullable<PartState['tally']>,
  counts: PartState['counts'],
): string[] {
  if (counts === undefined) return [];
  const {total, succeeded} = counts;
  if (total !== sent) return [`The vendor counts ${total} requests; ${sent} were sent.`];
  // What a vendor counts as a success can hold no text: a call of a tool, say. That is a fault here.
  if (succeeded >= answered && succeeded <= answered + faulted + unreadable) return [];
  return [`The vendor counts ${succeeded} answers; its results hold ${answered}.`];
}

function tokensThatDiffer({usage, unmetered}: NonNullable<PartState['tally']>, ofJob: PartState['usage']): string[] {
  if (unmetered > 0 || ofJob === undefined) return [];
  return (['inputTokens', 'outputTokens'] as const).flatMap((field) => {
    const [said, summed] = [ofJob[field], usage[field]];
    if (said === undefined || summed === undefined || said === summed) return [];
    const word = field === 'inputTokens' ? 'input' : 'output';
    return [`The vendor counts ${said} ${word} tokens; its results add up to ${summed}.`];
  });
}
