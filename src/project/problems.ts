import type {Problem} from '../domain/errors.js';
import type {Place} from './located.js';

/** A place in a file, or a whole file. */
type At = Pick<Place, 'file'> & Partial<Place>;

/** Collects what is wrong in the user's files, so that all of it can be told at once. */
export class Problems {
  readonly #found = new Map<string, Problem>();
  #alike: ReadonlyMap<string, string> = new Map();

  /** What to write instead, or what to type, is the suggestion. */
  error(at: At, message: string, suggestion?: string): void {
    this.add({severity: 'error', ...describe(at, message, suggestion)});
  }

  warn(at: At, message: string, suggestion?: string): void {
    this.add({severity: 'warning', ...describe(at, message, suggestion)});
  }

  /** Takes a problem that is already there only once: what several actions inherit is one mistake. */
  add(problem: Problem): void {
    const message = problem.message.replace(/[A-Za-z_]\w*/g, (word) => this.#alike.get(word) ?? word);
    const key = JSON.stringify([problem.severity, problem.file, problem.line, message]);
    if (!this.#found.has(key)) this.#found.set(key, problem);
  }

  /** From now on these words count as the ones they lead to: what is wrong with all versions of an action is one mistake. */
  takeAsOne(words: ReadonlyMap<string, string>): void {
    this.#alike = words;
  }

  get hasErrors(): boolean {
    return [...this.#found.values()].some(({severity}) => severity === 'error');
  }

  /** Sorted by file and line. */
  all(): readonly Problem[] {
    return [...this.#found.values()].sort((a, b) => compare(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0));
  }
}

function describe({file, line}: At, message: string, suggestion?: string): Omit<Problem, 'severity'> {
  return {file, ...(line === undefined ? {} : {line}), message, ...(suggestion === undefined ? {} : {suggestion})};
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
