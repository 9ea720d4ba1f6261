import {fault} from '../fault.js';

const [QUOTE, BACKSLASH, COLON, COMMA, NEWLINE] = [0x22, 0x5c, 0x3a, 0x2c, 0x0a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const LONGEST_NAME = 64;
const MOST_AROUND = 16 * 1024 * 1024;

export interface ListRules {
  /** The name of the field that holds the list. Where several are not empty, the first is meant. */
  readonly list: string;
  /** Names of other fields with lists that may be long and are not wanted. */
  readonly without?: readonly string[];
  /** Is given the document with all these lists emptied, once it has been read. */
  readonly around: (json: string) => void;
}

/**
 * The items of one list in a JSON document, a line each, without holding the document: as they were sent, but for the white
 * space outside of texts. A document that breaks off in a list is the fault `truncated`, to be tried later; one with more
 * than 16 MiB around its lists is the fault `too-large`.
 */
export async function* listLines(bytes: AsyncIterable<Uint8Array>, rules: ListRules): AsyncGenerator<Uint8Array> {
  const sieve = new ListSieve([rules.list, ...(rules.without ?? [])]);
  const around: Uint8Array[] = [];
  let held = 0;
  for await (const chunk of bytes) {
    const {lines, rest} = sieve.sift(chunk);
    if (lines.length > 0) yield lines;
    if (rest.length === 0) continue;
    around.push(rest);
    held += rest.length;
    if (held > MOST_AROUND) throw tooLarge();
  }
  if (sieve.isInList) throw truncated();
  rules.around(Buffer.concat(around).toString('utf8'));
}

/** Tells the items of some lists from all the rest of a document, byte by byte. */
class ListSieve {
  readonly #names: readonly string[];
  #inText = false;
  #escaped = false;
  /** The last text outside of the lists, which may turn out to be the name of a field. */
  #text: number[] = [];
  /** The field whose value comes next. */
  #field: string | undefined;
  /** 0: outside of the lists; 1: in one, between its items; more: in an item. */
  #depth = 0;
  #isWanted = false;
  #wasFound = false;
  #hasItem = false;

  /** Of the names, the first is that of the list whose items are wanted. */
  constructor(names: readonly string[]) {
    this.#names = names;
  }

  get isInList(): boolean {
    return this.#depth > 0;
  }

  sift(chunk: Uint8Array): {readonly lines: Uint8Array; readonly rest: Uint8Array} {
    const lines = new Uint8Array(chunk.length);
    const rest = new Uint8Array(chunk.length);
    let [lined, rested] = [0, 0];
    for (const byte of chunk) {
      const wasInList = this.#depth > 0;
      if (!wasInList) this.#outside(byte);
      else {
        const kept = this.#inside(byte);
        if (kept !== undefined) lines[lined++] = kept;
      }
      // The brackets of a list are around it.
      if (!wasInList || this.#depth === 0) rest[rested++] = byte;
    }
    return {lines: lines.subarray(0, lined), rest: rest.slice(0, rested)};
  }

  #outside(byte: number): void {
    if (this.#inText) {
      this.#readText(byte);
      if (this.#inText && this.#text.length <= LONGEST_NAME) this.#text.push(byte);
    } else if (byte === QUOTE) {
      this.#inText = true;
      this.#text = [];
    } else if (byte === COLON) {
      this.#field = String.fromCharCode(...this.#text);
    } else if (!isWhite(byte)) {
      if (byte === OPEN_LIST) this.#enter();
      this.#field = undefined;
    }
  }

  #enter(): void {
    if (this.#field === undefined || !this.#names.includes(this.#field)) return;
    this.#depth = 1;
    this.#isWanted = this.#field === this.#names[0] && !this.#wasFound;
  }

  /** What stands in the lines for a byte of a list; undefined: nothing. */
  #inside(byte: number): number | undefined {
    if (this.#inText) this.#readText(byte);
    else if (isWhite(byte)) return undefined;
    else if (byte === COMMA && this.#depth === 1) return this.#endItem();
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
      this.#depth -= 1;
      if (this.#depth === 0) return this.#endItem();
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) this.#depth += 1;
    else if (byte === QUOTE) this.#inText = true;
    this.#hasItem = true;
    return this.#isWanted ? byte : undefined;
  }

  #endItem(): number | undefined {
    const isLine = this.#hasItem && this.#isWanted;
    this.#hasItem = false;
    this.#wasFound ||= isLine;
    return isLine ? NEWLINE : undefined;
  }

  #readText(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) this.#inText = false;
  }
}

function isWhite(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function truncated(): Error {
  return fault({code: 'truncated', message: 'The answer broke off in the middle of a list.', retry: 'later'});
}

function tooLarge(): Error {
  const message = `The answer has more than ${MOST_AROUND} bytes around its list.`;
  return fault({code: 'too-large', message, retry: 'never', outcome: 'unknown'});
}
