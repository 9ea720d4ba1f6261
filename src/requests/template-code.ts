/** A word, string, number or sign in the code of a template; white space is none. */
export interface Token {
  readonly text: string;
  /** Position in the template. */
  readonly start: number;
  readonly end: number;
}

/** What stands between one pair of delimiters: `{{ … }}` or `{% … %}`. */
export interface Code {
  readonly isStatement: boolean;
  readonly tokens: readonly Token[];
}

const TOKEN =
  /\s+|"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*'|[\p{L}_][\p{L}\p{N}_]*|\d[\w.]*|[=!<>]=|\/\/|\*\*|./suy;
const END_OF_RAW = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;

/** The code of a template, without its text, comments and raw blocks. Ends early at what is never closed. */
export function* templateCode(source: string): Generator<Code> {
  for (let at = nextOpening(source, 0); at !== -1; at = nextOpening(source, at)) {
    const sign = source[at + 1];
    if (sign === '#') {
      at = after('#}', source, at + 2);
      continue;
    }
    const close = sign === '{' ? '}}' : '%}';
    const tokens = readTokens(source, at + 2, close);
    at = after(close, source, tokens.at(-1)?.end ?? at + 2);
    const isStatement = sign === '%';
    if (isStatement && tokens[0]?.text === 'raw') at = afterRaw(source, at);
    else yield {isStatement, tokens};
  }
}

function nextOpening(source: string, from: number): number {
  const found = source.slice(from).search(/\{[{%#]/);
  return found === -1 ? -1 : from + found;
}

function after(text: string, source: string, from: number): number {
  const found = source.indexOf(text, from);
  return found === -1 ? source.length : found + text.length;
}

function afterRaw(source: string, from: number): number {
  END_OF_RAW.lastIndex = from;
  return END_OF_RAW.exec(source) === null ? source.length : END_OF_RAW.lastIndex;
}

/** The tokens up to the closing delimiter; braces of dicts inside are counted, for `}}` may end two of them. */
function readTokens(source: string, from: number, close: string): readonly Token[] {
  const tokens: Token[] = [];
  let braces = 0;
  // A sign right after the delimiter trims white space and is no operator.
  TOKEN.lastIndex = /[-+]/.test(source[from] ?? '') ? from + 1 : from;
  for (let start = TOKEN.lastIndex; braces > 0 || !source.startsWith(close, start); start = TOKEN.lastIndex) {
    const text = TOKEN.exec(source)?.[0];
    if (text === undefined) break;
    if (text === '{') braces += 1;
    if (text === '}') braces -= 1;
    if (text.trim() !== '') tokens.push({text, start, end: TOKEN.lastIndex});
  }
  return tokens;
}
