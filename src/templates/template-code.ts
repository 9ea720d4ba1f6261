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

/** A stretch of a template, in order and without gaps. Code that is never closed is text. */
export interface Segment {
  readonly kind: 'text' | 'comment' | 'raw' | 'output' | 'statement';
  readonly start: number;
  readonly end: number;
  /** What stands between the delimiters of code; of a raw block and of text there is none. */
  readonly tokens: readonly Token[];
}

/** Takes a template apart. */
export function segmentsOf(source: string): readonly Segment[] {
  const segments: Segment[] = [];
  let textFrom = 0;
  for (let at = nextOpening(source, 0); at !== -1; ) {
    const segment = codeAt(source, at);
    if (segment === undefined) {
      at = nextOpening(source, at + 1);
      continue;
    }
    if (at > textFrom) segments.push({kind: 'text', start: textFrom, end: at, tokens: []});
    segments.push(segment);
    textFrom = segment.end;
    at = nextOpening(source, textFrom);
  }
  if (textFrom < source.length) segments.push({kind: 'text', start: textFrom, end: source.length, tokens: []});
  return segments;
}

function codeAt(source: string, start: number): Segment | undefined {
  const sign = source[start + 1];
  const close = sign === '{' ? '}}' : sign === '%' ? '%}' : '#}';
  const tokens = sign === '#' ? [] : readTokens(source, start + 2, close);
  const end = after(close, source, tokens.at(-1)?.end ?? start + 2);
  if (!source.startsWith(close, end - close.length) || end < start + 4) return undefined;
  if (sign === '#') return {kind: 'comment', start, end, tokens};
  if (sign === '{') return {kind: 'output', start, end, tokens};
  if (tokens[0]?.text === 'raw') return {kind: 'raw', start, end: afterRaw(source, end), tokens: []};
  return {kind: 'statement', start, end, tokens};
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
