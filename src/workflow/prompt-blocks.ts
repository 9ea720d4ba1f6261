import {lineFinder} from '../domain/line-finder.js';
import type {Problems} from '../project/problems.js';

/** One `{prompt Name} … {end_prompt}` of a prompt file. */
export interface PromptBlock {
  readonly name: string;
  /** Without white space around it. */
  readonly text: string;
  /** Where its text begins. */
  readonly line: number;
}

/** A `{prompt Name}` and what follows it up to the next mark. */
interface Opening {
  readonly name: string;
  readonly line: number;
  readonly isClosed: boolean;
  readonly block: PromptBlock;
}

const MARK = /\{\s*prompt\s+([\w.-]+)\s*\}|\{\s*end_prompt\s*\}/g;

/**
 * The blocks of a prompt file by name. Text outside of them is for people. Reports what is not closed or there twice;
 * a block that is not closed is there all the same, so that it is not reported as missing, too.
 */
export function parsePromptBlocks(text: string, file: string, problems: Problems): ReadonlyMap<string, PromptBlock> {
  const blocks = new Map<string, Opening>();
  for (const opening of findOpenings(text, file, problems)) {
    const {name, line, isClosed} = opening;
    const first = blocks.get(name);
    if (!isClosed) {
      problems.error({file, line}, `The prompt "${name}" is never closed.`, 'Write {end_prompt} after its text.');
    }
    if (first !== undefined) {
      const message = `The prompt "${name}" is written a second time (first on line ${first.line}).`;
      problems.error({file, line}, message, 'Give one of them another name.');
    } else blocks.set(name, opening);
  }
  return new Map([...blocks].map(([name, {block}]) => [name, block]));
}

function findOpenings(text: string, file: string, problems: Problems): readonly Opening[] {
  const lineAt = lineFinder(text);
  const marks = [...text.matchAll(MARK)];
  return marks.flatMap((mark, index) => {
    const [written, name] = mark;
    const next = marks[index + 1];
    const line = lineAt(mark.index);
    if (name !== undefined) {
      const begin = mark.index + written.length;
      const inner = text.slice(begin, next?.index);
      const textLine = lineAt(begin + inner.length - inner.trimStart().length);
      const isClosed = next !== undefined && next[1] === undefined;
      return [{name, line, isClosed, block: {name, text: inner.trim(), line: textLine}}];
    }
    if (marks[index - 1]?.[1] === undefined) {
      problems.error({file, line}, 'This {end_prompt} closes nothing.', 'Write {prompt Name} above it, or remove it.');
    }
    return [];
  });
}
