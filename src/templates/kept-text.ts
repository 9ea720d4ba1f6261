/** A text in which some stretches stood still while the rest was filled in. */
export interface Restored {
  readonly text: string;
  /** For each line of the text, from 1, the line of the template that it comes from. */
  readonly lineOf: (line: number) => number;
}

/**
 * Takes stretches out of a template that are to come through a rendering untouched, and puts them back. What stands for
 * them is made of a character that is nowhere in the template; marks of the same kind carry line numbers through.
 */
export class KeptText {
  readonly #kept: {readonly text: string; readonly line: number}[] = [];
  readonly #sign: string;

  /** `texts` are all that may come out of the rendering. */
  constructor(texts: Iterable<string>) {
    const all = [...texts];
    let code = 0xe000;
    while (all.some((text) => text.includes(String.fromCharCode(code)))) code += 1;
    this.#sign = String.fromCharCode(code);
  }

  /** How many stretches have been kept. */
  get count(): number {
    return this.#kept.length;
  }

  keep(text: string, line: number): string {
    this.#kept.push({text, line});
    return `${this.#sign}k${this.#kept.length - 1}${this.#sign}`;
  }

  mark(line: number): string {
    return `${this.#sign}m${line}${this.#sign}`;
  }

  /** Code that has a line for itself, which {@link closeUp} takes away. */
  alone(code: string): string {
    // One that trims what follows takes the end of its line away itself.
    const right = /-[%#]\}$/.test(code) ? '' : `${this.#sign}r${this.#sign}`;
    return `${this.#sign}l${this.#sign}${code}${right}`;
  }

  /** The line break goes into a comment, so that the engine counts the lines as they were. */
  closeUp(template: string): string {
    const [left, right] = ['l', 'r'].map((side) => `${this.#sign}${side}${this.#sign}`);
    return template
      .replace(new RegExp(`[ \\t]*${left}`, 'g'), '')
      .replace(new RegExp(`${right}[ \\t]*(?:\\r?(\\n))?`, 'g'), (_found, line = '') =>
        line === '' ? '' : `{#${line}#}`,
      );
  }

  /** The text with everything put back. */
  restore(rendered: string): Restored {
    return this.#walk(rendered, (number, lines) => this.#putBack(number, lines));
  }

  /** Where the lines of a template come from that was made with this. */
  trace(template: string): Restored['lineOf'] {
    const plain = template.replaceAll('{#\n#}', '\n');
    return this.#walk(plain, (number, lines) => {
      const {text, line} = this.#kept[number]!;
      lines.passed('…');
      return lines.at(line + text.split('\n').length - 1);
    }).lineOf;
  }

  #walk(text: string, atKept: (number: number, lines: LineTrail) => string): Restored {
    const lines = new LineTrail();
    const pieces = text.split(new RegExp(`${this.#sign}([km]\\d+)${this.#sign}`)).map((piece, index) => {
      if (index % 2 === 0) return lines.passed(piece);
      const number = Number(piece.slice(1));
      return piece.startsWith('m') ? lines.at(number) : atKept(number, lines);
    });
    const origins = lines.end();
    return {text: pieces.join(''), lineOf: (line) => origins[line - 1] ?? origins.at(-1) ?? 1};
  }

  #putBack(number: number, lines: LineTrail): string {
    const {text, line} = this.#kept[number]!;
    const [first = '', ...more] = text.split('\n');
    lines.passed(first);
    for (const [index, rest] of more.entries()) {
      lines.passed('\n');
      lines.at(line + index + 1);
      lines.passed(rest);
    }
    return text;
  }
}

/** Follows a text from its start, and notes of each line where it comes from: the last mark before its first word. */
class LineTrail {
  readonly #origins: number[] = [];
  #last = 1;
  #line = 1;
  #isBlank = true;

  at(line: number): '' {
    this.#last = line;
    if (this.#isBlank) this.#line = line;
    return '';
  }

  passed(text: string): string {
    for (const [index, part] of text.split('\n').entries()) {
      if (index > 0) this.#break();
      if (part.trim() !== '') this.#isBlank = false;
    }
    return text;
  }

  end(): readonly number[] {
    return [...this.#origins, this.#line];
  }

  #break(): void {
    this.#origins.push(this.#line);
    this.#line = this.#last;
    this.#isBlank = true;
  }
}
