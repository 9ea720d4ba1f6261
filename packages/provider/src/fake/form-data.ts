/** A `multipart/form-data` body: its file, still to be read, and its fields. */
export interface Form {
  /** Those before the file; those behind it too, once the file has been read. */
  readonly fields: ReadonlyMap<string, string>;
  readonly fileName: string;
  readonly content: AsyncIterable<Uint8Array>;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** Reads a form with one file; the file is not held. Throws an Error for anything else. */
export async function readForm(contentType: string | undefined, body: AsyncIterable<Uint8Array>): Promise<Form> {
  const boundary = /boundary="?([^";]+)/.exec(contentType ?? '')?.[1];
  if (boundary === undefined) throw new Error('The body is no multipart/form-data.');
  const reader = new BoundaryReader(body[Symbol.asyncIterator](), Buffer.from(`\r\n--${boundary}`));
  const fields = new Map<string, string>();
  await reader.toBoundary(); // what stands before the first one
  for (;;) {
    const head = (await reader.upTo(HEAD_END)).toString('utf8');
    const fileName = /filename="([^"]*)"/.exec(head)?.[1];
    if (fileName !== undefined) return {fields, fileName, content: contentOf(reader, fields)};
    fields.set(nameIn(head), (await reader.toBoundary()).toString('utf8'));
  }
}

/** The file, then the fields behind it: some clients write it first. */
async function* contentOf(reader: BoundaryReader, fields: Map<string, string>): AsyncGenerator<Uint8Array> {
  yield* reader.untilBoundary();
  for (let head = await reader.nextHead(); head !== undefined; head = await reader.nextHead()) {
    fields.set(nameIn(head), (await reader.toBoundary()).toString('utf8'));
  }
}

function nameIn(head: string): string {
  return /name="([^"]*)"/.exec(head)?.[1] ?? '';
}

class BoundaryReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #boundary: Buffer;
  /** Begins with a line end, so that the first boundary is found like the others. */
  #held: Buffer = Buffer.from('\r\n');

  constructor(chunks: AsyncIterator<Uint8Array>, boundary: Buffer) {
    this.#chunks = chunks;
    this.#boundary = boundary;
  }

  toBoundary(): Promise<Buffer> {
    return this.upTo(this.#boundary);
  }

  /** What comes before a mark; the mark is passed. */
  async upTo(mark: Buffer): Promise<Buffer> {
    for (;;) {
      const at = this.#held.indexOf(mark);
      if (at !== -1) {
        const before = this.#held.subarray(0, at);
        this.#held = this.#held.subarray(at + mark.length);
        return before;
      }
      if (!(await this.#more())) throw new Error('The form breaks off.');
    }
  }

  /** The head of a part that stands behind a boundary; undefined at the end of the form. */
  async nextHead(): Promise<string | undefined> {
    while (this.#held.length < 2) if (!(await this.#more())) throw new Error('The form breaks off.');
    if (this.#held.subarray(0, 2).toString() !== '--') return (await this.upTo(HEAD_END)).toString('utf8');
    while (await this.#more()) this.#held = Buffer.alloc(0);
    return undefined;
  }

  /** The content of a part as it comes. */
  async *untilBoundary(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const at = this.#held.indexOf(this.#boundary);
      if (at !== -1) {
        yield this.#held.subarray(0, at);
        this.#held = this.#held.subarray(at + this.#boundary.length);
        return;
      }
      const safe = Math.max(0, this.#held.length - this.#boundary.length);
      if (safe > 0) yield this.#held.subarray(0, safe);
      this.#held = this.#held.subarray(safe);
      if (!(await this.#more())) throw new Error('The form breaks off.');
    }
  }

  async #more(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done === true) return false;
    this.#held = Buffer.concat([this.#held, next.value]);
    return true;
  }
}
