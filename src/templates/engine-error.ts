/** What an error of the template engine says; its debug mode must be on. */
export interface EngineError {
  readonly message: string;
  /** Of the template, from 1. */
  readonly line?: number;
  /** The stretch of that line that the error is about. */
  readonly snippet?: Snippet;
  /** Names the template had given a value when it failed: of the context, and its own (`for`, `set`). */
  readonly names: readonly string[];
}

export interface Snippet {
  readonly line: string;
  /** In characters, not UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** Reads an error of the engine, and leaves out the record's data that it shows in debug mode. */
export function readEngineError(error: unknown): EngineError {
  const text = error instanceof Error ? error.message : String(error);
  const [, message = text, line] = /^([^\n]*?)(?: \(in [^\n]*:(\d+)\))?(?:\n|$)/.exec(text) ?? [];
  const [, shown, blank = '', marks = ''] = /^ *\d+ > (.*)\n {5}i (\s*)(\^+)/m.exec(text) ?? [];
  const [, variables = ''] = /^Referenced variables: \{\n(.*)/ms.exec(text) ?? [];
  return {
    message: message.replace(/^syntax error: /, ''),
    ...(line === undefined ? {} : {line: Number(line)}),
    ...(shown === undefined ? {} : {snippet: {line: shown, start: blank.length, end: blank.length + marks.length}}),
    names: Array.from(variables.matchAll(/^ {4}(\S+): /gm), ([, name]) => name!),
  };
}
