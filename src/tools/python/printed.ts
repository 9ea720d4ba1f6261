import {StringDecoder} from 'node:string_decoder';

const MARK = '\u001e';
const LINES = 10;
const LONGEST_LINE = 500;

/** A line that code of the user has printed: on stderr, as stdout is for results alone. */
export function printLine(line: string): void {
  process.stderr.write(`${line}\n`);
}

/**
 * What a Python process prints, line by line: told as it comes, and the last of it kept for messages. A mark among the
 * lines says that all that a call has printed is here.
 */
export class Printed {
  readonly #decoder = new StringDecoder('utf8');
  readonly #tell: (line: string) => void;
  #rest = '';
  #lines: string[] = [];
  #onMark: (call: number) => void = () => {};

  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  /** Forgets what was printed so far. Resolves with the mark of this call. */
  begin(call: number): Promise<void> {
    this.#lines = [];
    return new Promise((resolve) => {
      this.#onMark = (marked) => {
        if (marked === call) resolve();
      };
    });
  }

  add(chunk: Buffer): void {
    const lines = (this.#rest + this.#decoder.write(chunk)).split('\n');
    // What is printed without a line break must not grow for ever; a mark would be at its end.
    this.#rest = lines.pop()!.slice(-LONGEST_LINE);
    for (const line of lines) this.#take(line);
  }

  /** The last lines since the beginning of the call. */
  get last(): readonly string[] {
    return this.#rest.trim() === '' ? this.#lines : [...this.#lines, this.#rest].slice(-LINES);
  }

  #take(line: string): void {
    // What is printed may have marks in it; ours is the last.
    const at = line.lastIndexOf(MARK);
    const text = at === -1 ? line : line.slice(0, at);
    if (text.trim() !== '') {
      this.#lines = [...this.#lines, text.trimEnd().slice(0, LONGEST_LINE)].slice(-LINES);
      this.#tell(text.trimEnd());
    }
    if (at !== -1) this.#onMark(Number(line.slice(at + 1)));
  }
}
