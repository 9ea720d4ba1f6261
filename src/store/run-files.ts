/** The names of a run's files, relative to its folder. */
export const PLAN_FILE = 'plan.json';
export const JOURNAL_FILE = 'journal.jsonl';

/** The records that came from an address, as they came. */
export const FETCHED_FILE = 'fetched.jsonl';

/** The records that entered an action together. */
export function intakeFile(action: string, intake: number): string {
  return `actions/${action}/intake-${intake}.jsonl`;
}

/** Who is asked again in a follow-up round, and why. */
export function asksFile(action: string, round: number): string {
  return `actions/${action}/asks-${round}.jsonl`;
}

/** Records for which no request could be made in a round. */
export function refusedFile(action: string, round: number): string {
  return `actions/${action}/refused-${round}.jsonl`;
}

/** What a round settled: outputs and rejections, in input order. */
export function judgedFile(action: string, round: number): string {
  return `actions/${action}/judged-${round}.jsonl`;
}

/** Result lines that match no request of their part. */
export function straysFile(action: string, round: number): string {
  return `actions/${action}/strays-${round}.jsonl`;
}

export function requestsFile(part: number): string {
  return `parts/${part}.requests.jsonl`;
}

export function resultsFile(part: number): string {
  return `parts/${part}.results.jsonl`;
}

/** What a person said of a part's records, one line each time. */
export function decisionsFile(part: number): string {
  return `parts/${part}.decisions.jsonl`;
}

/** Results of a part that had not ended when they were fetched. */
export function partialFile(part: number): string {
  return `parts/${part}.partial.jsonl`;
}
