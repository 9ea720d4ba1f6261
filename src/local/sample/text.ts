import type {JsonObject} from '@agac/provider';
import {fitsText} from './fits.js';
import {FORMATS} from './formats.js';
import {textForPattern} from './pattern-text.js';
import type {Random} from './random.js';
import {numberOf} from './schema.js';
import {asSentence, capitalised, type Topic} from './topic.js';

export interface TextOptions {
  /** The property that it is for: a `summary` is a sentence, a `tag` a word or two. */
  readonly name: string;
  readonly topic: Topic;
  readonly random: Random;
}

const ABOUT_ALL = /summary|description|text|content|body|message|abstract/i;
const SENTENCE = /reason|rationale|explanation|comment|note|reply|answer|feedback/i;
const TITLE = /title|subject|headline|name|heading/i;
const MORE_WORDS = 12;

/** A text that fits a schema of type string, in the words of the topic. */
export function sampleText(schema: JsonObject, options: TextOptions): string {
  const {format, pattern} = schema;
  const formatted = typeof format === 'string' && Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (formatted !== undefined) {
    const text = formatted(options.random, options.topic, numberOf(schema.minLength) ?? 0);
    if (fitsText(text, schema) || typeof pattern !== 'string') return text;
  }
  const prose = ofLength(proseFor(options), schema, options);
  if (typeof pattern !== 'string' || fitsText(prose, schema)) return prose;
  return textForPattern(pattern, schema, options.random) ?? prose;
}

function proseFor({name, topic, random}: TextOptions): string {
  if (ABOUT_ALL.test(name)) return topic.beginning(random.int(8, 14));
  if (SENTENCE.test(name)) return asSentence(topic.phrase(random, random.int(8, 14)));
  if (TITLE.test(name)) return capitalised(topic.phrase(random, random.int(3, 5)));
  return topic.phrase(random, random.int(1, 3));
}

/** Whole words where they fit, cut where they do not; lengths are in code points, as in JSON Schema. */
function ofLength(prose: string, {minLength, maxLength}: JsonObject, {topic, random}: TextOptions): string {
  const [low, high] = [numberOf(minLength) ?? 0, numberOf(maxLength) ?? Infinity];
  let letters = [...prose];
  while (letters.length < low) letters = [...letters, ' ', ...topic.phrase(random, MORE_WORDS)];
  if (letters.length <= high) return letters.join('');
  const cut = letters.slice(0, high);
  const space = cut.lastIndexOf(' ');
  return cut.slice(0, space > Math.max(low, high / 2) ? space : high).join('');
}
