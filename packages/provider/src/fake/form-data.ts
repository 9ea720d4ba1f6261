/** The parts of a `multipart/form-data` body that come before its file, and the file, still to be read. */
export interface Form {
  readonly fields: ReadonlyMap<string, string>;
  readonly fileName: string;
  readonly content: AsyncIterable<Uint8Array>;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * Reads a form whose last part is its file, as every vendor's upload may be written; the file is not held. Throws an
 * Error for anything else.
 */
export async function readForm(contentType: string | undefined, body: AsyncIterable<Uint8Array>): Promise<Form> {
  const boundary = /boundary="?([^";]+)/.exec(contentType ?? '')?.[1];
  if (boundary === undefined) throw new Error('The body is no multipart/form-data.');
  const reader = new BoundaryReader(body[Symbol.asyncIterator](), Buffer.from(`\r\n--${boundary}`));
  const fields = new Map<string, string>();
  await reader.toBoundary(); // what stands before the first one
  for (;;) {
    const head = (await reader.upTo(HEAD_END)).toString('utf8');
    const name = /name="([^"]*)"/.exec(head)?.[1] ?? '';
    const fileName = /filename="([^"]*)"/.exec(head)?.[1];
    if (fileName !== undefined) return {fields, fileName, content: reader.untilBoundary()};
    fields.set(name, (await reader.toBoundary()).toString('utf8'));
  }
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

  /** The content of a part as it comes; then the rest of the body, which nobody wants. */
  async *untilBoundary(): AsyncGenerator<Uint8Array> {
    for (let at = -1; ; ) {
      at = this.#held.indexOf(this.#boundary);
      if (at !== -1) {
        yield this.#held.subarray(0, at);
        break;
      }
      const safe = Math.max(0, this.#held.length - this.#boundary.length);
      if (safe > 0) yield this.#held.subarray(0, safe);
      this.#held = this.#held.subarray(safe);
      if (!(await this.#more())) throw new Error('The form breaks off.');
    }
    while (await this.#more()) this.#held = Buffer.alloc(0);
  }

  async #more(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done === true) return false;
    this.#held = Buffer.concat([this.#held, next.value]);
    return true;
  }
}
