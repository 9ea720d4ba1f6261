/** First and last code point. */
export type CharRange = readonly [number, number];

const DIGITS: readonly CharRange[] = [[0x30, 0x39]];
const LETTERS: readonly CharRange[] = [
  [0x61, 0x7a],
  [0x41, 0x5a],
];
const WORD: readonly CharRange[] = [...LETTERS, ...DIGITS, [0x5f, 0x5f]];
const SPACE: readonly CharRange[] = [[0x20, 0x20]];
/** What `.` stands for. */
export const ANY: readonly CharRange[] = [...LETTERS, ...DIGITS];
const CLASSES: Readonly<Record<string, readonly CharRange[]>> = {
  d: DIGITS,
  w: WORD,
  s: SPACE,
  D: LETTERS,
  W: [[0x2d, 0x2e]],
  S: ANY,
};
const CONTROLS: Readonly<Record<string, number>> = {t: 9, n: 10, v: 11, f: 12, r: 13, 0: 0};

/** What an escaped character stands for. */
export function classOf(char: string): readonly CharRange[] {
  return CLASSES[char] ?? one(CONTROLS[char] ?? char.codePointAt(0)!);
}

/** One character alone. */
export function one(code: number): readonly CharRange[] {
  return [[code, code]];
}

/** Some of the characters with a Unicode property, or without it. */
export function rangesOfProperty(name: string, negated: boolean): readonly CharRange[] {
  if (negated) return /^L|Letter|Alpha/.test(name) ? DIGITS : LETTERS;
  if (/^(Lu|Uppercase)/.test(name)) return [[0x41, 0x5a]];
  if (/^(Ll|Lowercase)/.test(name)) return [[0x61, 0x7a]];
  if (/^N/.test(name)) return DIGITS;
  if (/^P/.test(name)) return [[0x2c, 0x2e]];
  return /^Z/.test(name) ? SPACE : LETTERS;
}

/** What is printable in ASCII and not in the ranges; letters and digits alone where some are left. */
export function without(ranges: readonly CharRange[]): readonly CharRange[] {
  const printable = Array.from({length: 0x5f}, (_, index) => 0x20 + index);
  const left = printable.filter((code) => !ranges.some(([low, high]) => code >= low && code <= high));
  const plain = left.filter((code) => /[A-Za-z0-9]/.test(String.fromCodePoint(code)));
  const codes = plain.length > 0 ? plain : left;
  return codes.length > 0 ? codes.map((code) => [code, code] as const) : one(0xe9);
}
