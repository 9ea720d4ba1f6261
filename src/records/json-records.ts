import type {Json, JsonObject} from '@agac/provider';
import {Tokenizer, TokenParser, TokenType} from '@streamparser/json';
import {asRecord} from './as-record.js';
import {exactNumber} from './exact-number.js';
import {MAX_DEPTH} from './parse-json.js';

type Token = Parameters<Tokenizer['onToken']>[0];

/** The largest element that is kept whole, in bytes. */
const MAX_ELEMENT_BYTES = 32 * 1024 * 1024;

const NOTHING_TO_READ = 'There is neither an array nor an object at the root';
const MORE_THAN_ONE = 'There is more after the first value; a file of one value a line takes the suffix .jsonl';

/**
 * Turns the bytes of one JSON document into records as they come: each element of the array at the root, or the one
 * object there. Throws an Error that says what is wrong; {@link position} is then the byte of the last token.
 */
export class JsonRecords {
  readonly #tokenizer = new RememberingTokenizer();
  #parser: TokenParser | undefined;
  #ready: JsonObject[] = [];
  #depth = 0;
  #unfinishedBytes = 0;
  #position = 0;

  constructor() {
    this.#tokenizer.onToken = (token) => this.#take(token);
  }

  get position(): number {
    return this.#position;
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
  }

  #take(token: Token): void {
    this.#position = token.offset;
    this.#parser ??= this.#open(token);
    if (this.#parser.isEnded) throw new Error(MORE_THAN_ONE);
    this.#measure(token);
    this.#parser.write(this.#exact(token));
  }

  #open({token}: Token): TokenParser {
    if (token !== TokenType.LEFT_BRACKET && token !== TokenType.LEFT_BRACE) {
      throw new Error(NOTHING_TO_READ);
    }
    const isArray = token === TokenType.LEFT_BRACKET;
    // The array around the records is not a level of theirs.
    this.#depth = isArray ? -1 : 0;
    const parser = new TokenParser({paths: [isArray ? '$.*' : '$'], keepStack: false});
    parser.onValue = ({value}) => this.#ready.push(asRecord(value as Json));
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

/** Keeps the text of the number it met last. */
class RememberingTokenizer extends Tokenizer {
  numberText = '';

  protected override parseNumber(text: string): number {
    this.numberText = text;
    return Number(text);
  }
}
