import {stripVTControlCharacters, styleText} from 'node:util';
import {AgacError, ERRORS, type Problem} from '../domain/errors.js';
import {EXIT, type ExitCode} from '../domain/exit.js';

/** What `--json` prints when a command fails. `status` is the exit code. */
export interface ErrorEnvelope {
  readonly status: ExitCode;
  readonly code: string;
  readonly message: string;
  readonly actions: readonly string[];
  readonly data?: unknown;
  readonly warnings: readonly string[];
}

/** The exit code of any thrown value: ours by its code, oclif's usage errors 2, everything else a bug. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof AgacError) return EXIT[ERRORS[error.code].exit];
  if (isDiskError(error)) return EXIT[ERRORS.STORE_WRITE.exit];
  // Of a value that a flag or an argument cannot have, oclif takes no exit code from the package.
  if (isParseError(error)) return EXIT.usage;
  const exit = (error as {oclif?: {exit?: unknown}} | undefined)?.oclif?.exit;
  return typeof exit === 'number' ? (exit as ExitCode) : EXIT.bug;
}

export function errorEnvelope(error: unknown, warnings: readonly string[]): ErrorEnvelope {
  const {code, message, actions, data} = describe(error);
  return {status: exitCodeOf(error), code, message, actions, ...(data === undefined ? {} : {data}), warnings};
}

/** An error as people read it: what, why, and what to type next. Ends with a newline. */
export function errorText(error: unknown): string {
  const {code, message, actions} = describe(error);
  const head = styleText('red', `Error (${code}):`, {stream: process.stderr});
  const body = `${head} ${visible(message)}\n`;
  const next = actions.length === 0 ? '' : `\nTry this:\n${actions.map((action) => `  ${visible(action)}\n`).join('')}`;
  const stack = exitCodeOf(error) === EXIT.bug ? `\n${visible((error as Error)?.stack ?? '')}\n` : '';
  return body + next + stack;
}

/** A problem of the user's files: `file:line: message suggestion`. */
export function problemLine({file, line, message, suggestion}: Problem): string {
  const place = line === undefined ? file : `${file}:${line}`;
  return `${place}: ${message}${suggestion === undefined ? '' : ` ${suggestion}`}`;
}

/**
 * Text that came from outside, safe for a terminal and a CI log: escape sequences go, and whatever cannot be printed
 * is shown as `\u{…}`.
 */
export function visible(text: string): string {
  return stripVTControlCharacters(text).replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}

/** The command line does not fit the command: only oclif's parser says what it was parsing. */
function isParseError(error: unknown): boolean {
  return error instanceof Error && 'oclif' in error && 'parse' in error;
}

/** Full, read-only, no permission: the user's world, not a bug. */
function isDiskError(error: unknown): error is NodeJS.ErrnoException {
  const {code, syscall} = (error ?? {}) as NodeJS.ErrnoException;
  const known = ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'EMFILE', 'ENFILE', 'ENOTDIR', 'EISDIR'];
  return error instanceof Error && syscall !== undefined && known.includes(code ?? '');
}

interface Description {
  readonly code: string;
  readonly message: string;
  readonly actions: readonly string[];
  readonly data?: unknown;
}

function describe(error: unknown): Description {
  if (error instanceof AgacError) {
    const {code, message, actions, problems} = error;
    const data = problems.length === 0 ? error.data : {problems};
    const lines = problems.map((problem) => `\n  ${problem.severity}: ${problemLine(problem)}`);
    return {code, message: message + lines.join(''), actions, data};
  }
  if (isDiskError(error)) return {code: 'STORE_WRITE', message: `The disk refused: ${error.message}.`, actions: []};
  if (exitCodeOf(error) === EXIT.usage) {
    // oclif adds "See more help with --help", an escape sequence or two, and sometimes all its flags.
    const message = stripVTControlCharacters((error as Error).message)
      .split('\nSee more help')[0]!
      .trim();
    return {code: 'USAGE', message, actions: ['Add --help to see what the command takes.']};
  }
  const message = error instanceof Error ? error.message : String(error);
  return {code: exitCodeOf(error) === EXIT.bug ? 'BUG' : 'FAILED', message, actions: []};
}
