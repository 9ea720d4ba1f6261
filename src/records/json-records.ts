import type {Json, JsonObject} from '@agac/provider';
import {Tokenizer, TokenParser, TokenType} from '@streamparser/json';
import {asRecord} from './as-record.js';
import {exactNumber} from './exact-number.js';
import {MAX_DEPTH} from './parse-json.js';

/** Where in a document records are, and what else of it is wanted: keys that lead there from the root. */
export interface JsonPlaces {
  /** The list of records; without keys the root, which may also be one record. */
  readonly records: readonly string[];
  /** A text, kept as `next`. */
  readonly next?: readonly string[];
}

type Token = Parameters<Tokenizer['onToken']>[0];

/** The largest element that is kept whole, in bytes. */
const MAX_ELEMENT_BYTES = 32 * 1024 * 1024;

const NOTHING_TO_READ = 'There is neither an array nor an object at the root';
const MORE_THAN_ONE = 'There is more after the first value; a file of one value a line takes the suffix .jsonl';

/**
 * Turns the bytes of one JSON document into records as they come: each element of the array at the root, or where
 * `places` says, or the one object at the root. Throws an Error that says what is wrong; {@link position} is then the byte of the last token.
 */
export class JsonRecords {
  readonly #tokenizer = new RememberingTokenizer();
  readonly #places: JsonPlaces;
  /** Only where it is asked: it costs a little of each token. */
  readonly #path: PathTracker | undefined;
  #hasList = false;
  #next: string | undefined;
  #parser: TokenParser | undefined;
  #ready: JsonObject[] = [];
  #depth = 0;
  #unfinishedBytes = 0;
  #position = 0;

  constructor(places: JsonPlaces = {records: []}) {
    this.#places = places;
    if (places.records.length > 0) this.#path = new PathTracker();
    this.#tokenizer.onToken = (token) => this.#take(token);
  }

  get position(): number {
    return this.#position;
  }

  /** The text at the other place, once it has come. */
  get next(): string | undefined {
    return this.#next;
  }

  /** Takes some more bytes; returns the records they complete. */
  write(chunk: Uint8Array): readonly JsonObject[] {
    this.#tokenizer.write(chunk);
    const ready = this.#ready;
    this.#ready = [];
    this.#unfinishedBytes = ready.length === 0 ? this.#unfinishedBytes + chunk.length : 0;
    if (this.#unfinishedBytes > MAX_ELEMENT_BYTES) throw new Error('One element is larger than 32 MiB');
    return ready;
  }

  /** To be called after the last byte. */
  end(): void {
    if (this.#parser === undefined) throw new Error(NOTHING_TO_READ);
    if (!this.#parser.isEnded) throw new Error('The file ends in the middle of a value');
    const {records} = this.#places;
    if (records.length > 0 && !this.#hasList) throw new Error(`There is no list at ${records.join('.')}`);
  }

  #take(token: Token): void {
    this.#position = token.offset;
    this.#parser ??= this.#open(token);
    if (this.#parser.isEnded) throw new Error(MORE_THAN_ONE);
    this.#measure(token);
    this.#path?.take(token);
    if (token.token === TokenType.LEFT_BRACKET) this.#hasList ||= this.#path?.isInside(this.#places.records) === true;
    this.#parser.write(this.#exact(token));
  }

  #open({token}: Token): TokenParser {
    if (token !== TokenType.LEFT_BRACKET && token !== TokenType.LEFT_BRACE) {
      throw new Error(NOTHING_TO_READ);
    }
    const {records, next} = this.#places;
    const isList = token === TokenType.LEFT_BRACKET || records.length > 0;
    // What is around the records is not a level of theirs.
    this.#depth = isList ? -1 - records.length : 0;
    const paths = [['$', ...records, ...(isList ? ['*'] : [])], ...(next ? [['$', ...next]] : [])];
    const parser = new TokenParser({paths: paths.map((path) => path.join('.')), keepStack: false});
    parser.onValue = ({value, key}) => {
      // Of a list the keys are numbers; the root has none.
      if (typeof key !== 'string') this.#ready.push(asRecord(value as Json));
      else if (next !== undefined && this.#path?.isAt(next) && typeof value === 'string') this.#next = value;
    };
    return parser;
  }

  #measure({token}: Token): void {
    if (token === TokenType.LEFT_BRACKET || token === TokenType.LEFT_BRACE) this.#depth += 1;
    if (token === TokenType.RIGHT_BRACKET || token === TokenType.RIGHT_BRACE) this.#depth -= 1;
    if (this.#depth > MAX_DEPTH) throw new Error(`Nested deeper than ${MAX_DEPTH} levels`);
  }

  #exact(token: Token): Token {
    if (token.token !== TokenType.NUMBER) return token;
    const value = exactNumber(this.#tokenizer.numberText);
    return typeof value === 'number' ? token : {token: TokenType.STRING, value, offset: token.offset};
  }
}

/** Knows the keys that lead to where the tokens are, as long as all of them are keys of objects. */
class PathTracker {
  readonly #keys: (string | undefined)[] = [];
  #text: string | undefined;

  take({token, value}: Token): void {
    if (token === TokenType.COLON) this.#keys[this.#keys.length - 1] = this.#text;
    else if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) this.#keys.push(undefined);
    else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) this.#keys.pop();
    this.#text = token === TokenType.STRING ? String(value) : undefined;
  }

  /** Whether the value that is met now is the one at the end of these keys. */
  isAt(keys: readonly string[]): boolean {
    return this.#keys.length === keys.length && keys.every((key, index) => this.#keys[index] === key);
  }

  /** Whether the list or object that begins now is. */
  isInside(keys: readonly string[]): boolean {
    return this.#keys.length === keys.length + 1 && keys.every((key, index) => this.#keys[index] === key);
  }
}

/** Keeps the text of the number it met last. */
class RememberingTokenizer extends Tokenizer {
  numberText = '';

  protected override parseNumber(text: string): number {
    this.numberText = text;
    return Number(text);
  }
}
