import type {Json} from '@agac/provider';
import type {Random} from './random.js';

/** Words to make texts of, so that an answer looks as if the question had been read. */
export interface Topic {
  /** A few words, as they follow each other somewhere. */
  readonly phrase: (random: Random, length: number) => string;
  /** The first words, with a capital and a full stop. */
  readonly beginning: (length: number) => string;
  /** One lower-case word of ASCII letters, for addresses. */
  readonly slug: (random: Random) => string;
}

const NEUTRAL = `clear simple steady small open quiet recent common useful plain early local green bright short
  note report request order update question answer sample record change detail example result morning garden river
  paper window letter market season village table bridge answer number reason visit story plan`.split(/\s+/);
const MOST_WORDS = 400;
const FEWEST_WORDS = 5;
const LONGEST_WORD = 24;

/** The topic of a user's message: the longest text in its JSON where it holds some, else its longest line. */
export function topicOf(message: string): Topic {
  const own = wordsOf(longest(textsIn(message)));
  const words = own.length < FEWEST_WORDS ? [...own, ...NEUTRAL] : own;
  const slugs = [...words.map((word) => word.toLowerCase()).filter((word) => /^[a-z]{3,12}$/.test(word)), ...NEUTRAL];
  return {
    phrase: (random, length) => words.slice(...windowOf(words.length, length, random)).join(' '),
    beginning: (length) => asSentence(words.slice(0, length).join(' ')),
    slug: (random) => random.pick(slugs),
  };
}

/** With a capital and a full stop. */
export function asSentence(phrase: string): string {
  return `${capitalised(phrase)}.`;
}

/** With a capital. */
export function capitalised(phrase: string): string {
  return phrase.replace(/^./u, (letter) => letter.toUpperCase());
}

function windowOf(size: number, length: number, random: Random): [number, number] {
  const start = random.int(0, Math.max(0, size - length));
  return [start, start + length];
}

function textsIn(message: string): readonly string[] {
  const [first, last] = [message.search(/[[{]/), Math.max(message.lastIndexOf('}'), message.lastIndexOf(']'))];
  const texts = first === -1 ? [] : textsOf(parse(message.slice(first, last + 1)));
  return texts.length > 0 ? texts : message.split('\n');
}

function textsOf(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((member) => textsOf(member));
}

function wordsOf(text: string): readonly string[] {
  const words = text.slice(0, 20_000).split(/[\s\p{C}]+/u);
  const bare = words.map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''));
  return bare.filter((word) => word !== '' && word.length <= LONGEST_WORD).slice(0, MOST_WORDS);
}

function longest(texts: readonly string[]): string {
  return texts.reduce((best, text) => (text.length > best.length ? text : best), '');
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
