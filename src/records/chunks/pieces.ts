import type {Tokenizer} from '../../domain/chunking.js';
import type {Piece} from './chunk-spans.js';

type Encoding = typeof import('gpt-tokenizer/encoding/cl100k_base');

const ENCODINGS: Readonly<Record<Tokenizer, () => Promise<Pick<Encoding, 'encode' | 'decodeGenerator'>>>> = {
  cl100k_base: () => import('gpt-tokenizer/encoding/cl100k_base'),
  o200k_base: () => import('gpt-tokenizer/encoding/o200k_base'),
  p50k_base: () => import('gpt-tokenizer/encoding/p50k_base'),
  r50k_base: () => import('gpt-tokenizer/encoding/r50k_base'),
};

/** Encoding takes the square of the length of a text without spaces: 18 s for 200,000 letters at once. */
const WINDOW = 2000;
const LEAST_WINDOW = 1000;
const SPECIAL_IS_TEXT = {disallowedSpecial: new Set<string>()};

/** What gives the pieces of a text: its tokens, as far as they end where a character does, or its characters. */
export async function openPieces(tokenizer: Tokenizer | undefined): Promise<(text: string) => Iterable<Piece>> {
  if (tokenizer === undefined) return characters;
  const encoding = await ENCODINGS[tokenizer]();
  return function* (text) {
    for (const window of windows(text)) yield* tokens(window, encoding);
  };
}

function* characters(text: string): Generator<Piece> {
  for (const {length} of text) yield {length, weight: 1};
}

function tokens(
  text: string,
  {encode, decodeGenerator}: Pick<Encoding, 'encode' | 'decodeGenerator'>,
): Iterable<Piece> {
  let taken = 0;
  let told = 0;
  function* counted(): Generator<number> {
    for (const token of encode(text, SPECIAL_IS_TEXT)) {
      taken += 1;
      yield token;
    }
  }
  const pieces: Piece[] = [];
  for (const {length} of decodeGenerator(counted())) {
    pieces.push({length, weight: taken - told});
    told = taken;
  }
  // A byte order mark inside of a text is lost in decoding; such a window counts a token for each character.
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return length === text.length ? pieces : characters(text);
}

/** Cuts a text where tokens begin, before a space, or at least where a character does. */
function* windows(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = windowEnd(text, start);
    yield text.slice(start, end);
    start = end;
  }
}

function windowEnd(text: string, start: number): number {
  const most = start + WINDOW;
  if (most >= text.length) return text.length;
  const space = Math.max(text.lastIndexOf(' ', most), text.lastIndexOf('\n', most));
  if (space >= start + LEAST_WINDOW) return space;
  const isInside = /[\uD800-\uDBFF]/.test(text[most - 1]!) && /[\uDC00-\uDFFF]/.test(text[most]!);
  return isInside ? most - 1 : most;
}
