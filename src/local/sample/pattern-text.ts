import type {JsonObject} from '@agac/provider';
import type {CharRange} from './char-classes.js';
import {fitsText} from './fits.js';
import {type Pattern, parsePattern} from './pattern.js';
import type {Random} from './random.js';
import {numberOf} from './schema.js';

const TRIES = 80;
const MOST_CHARS = 20_000;
/** How often beyond its least a part may be repeated that may be repeated for ever, by the number of the try. */
const STRETCHES = [3, 1, 0, 6, 12];

interface Writing {
  readonly random: Random;
  readonly stretch: number;
  /** What the groups matched, by number and name. */
  readonly groups: Map<string, string>;
  length: number;
}

/**
 * A text that matches a pattern and keeps to the schema's lengths; undefined where the tries do not find one, as for
 * most look-around.
 */
export function textForPattern(pattern: string, schema: JsonObject, random: Random): string | undefined {
  const parsed = parsePattern(pattern);
  const wanted = numberOf(schema.minLength) ?? 0;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const stretch = tries % 6 === 5 ? wanted : STRETCHES[tries % 6]!;
    const text = write(parsed, {random, stretch, groups: new Map(), length: 0});
    const padded = [text, text.padEnd(wanted, 'a'), text.padStart(wanted, 'a')];
    const found = padded.find((candidate) => fitsText(candidate, {...schema, pattern}));
    if (found !== undefined) return found;
  }
  return undefined;
}

function write(pattern: Pattern, writing: Writing): string {
  const {random, stretch, groups} = writing;
  switch (pattern.kind) {
    case 'chars':
      writing.length += 1;
      return charOf(pattern.ranges, random);
    case 'sequence':
      return pattern.items.map((item) => write(item, writing)).join('');
    case 'choice':
      return write(random.pick(pattern.options), writing);
    case 'again':
      return groups.get(pattern.name) ?? '';
    case 'group': {
      const text = write(pattern.item, writing);
      for (const name of pattern.names) groups.set(name, text);
      return text;
    }
    case 'repeat': {
      const count = random.int(pattern.low, Math.min(pattern.high, pattern.low + stretch));
      let text = '';
      for (let done = 0; done < count && writing.length < MOST_CHARS; done += 1) text += write(pattern.item, writing);
      return text;
    }
  }
}

/** Any of the characters with the same chance, however long the ranges. */
function charOf(ranges: readonly CharRange[], random: Random): string {
  const sizes = ranges.map(([low, high]) => high - low + 1);
  let lot = random.int(0, sizes.reduce((sum, size) => sum + size, 0) - 1);
  const index = sizes.findIndex((size) => {
    lot -= size;
    return lot < 0;
  });
  const [, high] = ranges[index] ?? [0x78, 0x78];
  return String.fromCodePoint(high + lot + 1);
}
