import {didYouMean} from '../../domain/nearest.js';
import {isType, meantType, TYPES} from './keywords.js';

/** A type in the short form, such as `array[string]!`. */
export interface ShorthandType {
  readonly required: boolean;
  readonly schema: ShorthandSchema;
}

/** JSON Schema, as far as the short form goes. */
export interface ShorthandSchema {
  readonly type: string;
  readonly items?: ShorthandSchema;
  readonly properties?: Readonly<Record<string, ShorthandSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
}

/** Why a text is no type. */
export interface NotAType {
  readonly message: string;
  readonly suggestion?: string;
}

const MAX_DEPTH = 16;

/**
 * Reads `string number integer boolean array object`, `array[T]`, `object:{'key':'T'}` and what they can be put together
 * to; `!` after a type means required. A bare `array` is one of strings.
 */
export function parseShorthandType(text: string): ShorthandType | NotAType {
  try {
    const reader = new TypeReader(text.trim());
    const type = reader.type(0);
    reader.end();
    return type;
  } catch (error) {
    if (error instanceof ShorthandError) return {message: error.message, ...error.advice};
    throw error;
  }
}

class ShorthandError extends Error {
  readonly advice: {readonly suggestion?: string};

  constructor(message: string, suggestion?: string) {
    super(message);
    this.advice = suggestion === undefined ? {} : {suggestion};
  }
}

class TypeReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  type(depth: number): ShorthandType {
    if (depth > MAX_DEPTH) throw new ShorthandError(`The type is nested deeper than ${MAX_DEPTH} levels.`);
    const word = this.#match(/[A-Za-z_]*/y);
    if (!isType(word)) throw unknownType(word === '' ? this.#text : word);
    const schema = this.#schema(word, depth);
    return {schema, required: this.#match(/ *!?/y).endsWith('!')};
  }

  end(): void {
    if (this.#at < this.#text.length) throw this.#unexpected('nothing more');
  }

  #schema(word: string, depth: number): ShorthandSchema {
    if (word === 'array') return {type: word, items: this.#items(depth)};
    if (word !== 'object' || this.#match(/ *: *\{/y) === '') return {type: word};
    return this.#object(depth);
  }

  #items(depth: number): ShorthandSchema {
    if (this.#match(/ *\[/y) === '') return {type: 'string'};
    this.#match(/ */y);
    const {schema} = this.type(depth + 1);
    if (this.#match(/ *\]/y) === '') throw this.#unexpected('"]"');
    return schema;
  }

  #object(depth: number): ShorthandSchema {
    const properties = new Map<string, ShorthandType>();
    do {
      const key = this.#key();
      if (properties.has(key)) throw new ShorthandError(`The key "${key}" is there twice.`);
      properties.set(key, this.#value(depth + 1));
    } while (this.#match(/ *,/y) !== '');
    if (this.#match(/ *\}/y) === '') throw this.#unexpected('"," or "}"');
    return objectOf(properties);
  }

  #key(): string {
    const quoted = this.#quoted();
    const key = quoted ?? this.#match(/[\w-]+/y);
    if (key === '' || key === '__proto__') throw this.#unexpected('a key');
    if (this.#match(/ *: */y) === '') throw this.#unexpected('":"');
    return key;
  }

  #value(depth: number): ShorthandType {
    const quoted = this.#quoted();
    if (quoted === undefined) return this.type(depth);
    const inner = new TypeReader(quoted.trim());
    const type = inner.type(depth);
    inner.end();
    return type;
  }

  #quoted(): string | undefined {
    const text = this.#match(/ *(?:'[^']*'|"[^"]*")?/y).trim();
    return text === '' ? undefined : text.slice(1, -1);
  }

  /** What comes next, if it is like this (a sticky pattern), or an empty text. */
  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #unexpected(wanted: string): ShorthandError {
    const rest = this.#text.slice(this.#at, this.#at + 20);
    return new ShorthandError(
      `"${this.#text}" is no type: ${wanted} was expected before ${rest === '' ? 'its end' : `"${rest}"`}.`,
    );
  }
}

/** An object with these fields and no others. */
export function objectOf(properties: ReadonlyMap<string, ShorthandType>): ShorthandSchema {
  return {
    type: 'object',
    properties: Object.fromEntries([...properties].map(([key, {schema}]) => [key, schema])),
    required: [...properties].flatMap(([key, {required}]) => (required ? [key] : [])),
    additionalProperties: false,
  };
}

function unknownType(word: string): ShorthandError {
  const meant = meantType(word);
  return new ShorthandError(`"${word}" is no type.`, meant === undefined ? didYouMean(word, TYPES) : `Write ${meant}.`);
}
