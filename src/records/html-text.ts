import {Parser} from 'htmlparser2';

export interface HtmlText {
  /** What a reader sees: a line for each block, cells of a table apart by a tab. */
  readonly text: string;
  /** Of the document, where it has one. */
  readonly title?: string;
}

/** Their text is not for readers. */
const HIDDEN = new Set(['script', 'style', 'noscript', 'template', 'iframe', 'object', 'svg', 'title']);
/** Begin and end on a line of their own. */
const BLOCKS = new Set(
  `address article aside blockquote body caption dd details dialog div dl dt fieldset figcaption figure footer form h1
   h2 h3 h4 h5 h6 header hr legend li main menu nav ol option p pre section summary table tbody tfoot thead tr ul
  `
    .trim()
    .split(/\s+/),
);
const CELLS = new Set(['td', 'th']);
/** No page that was written to be read has so many; the parser slows down with them. */
const MAX_DEPTH = 2000;

/** Collects the text of HTML, which may be as broken as browsers take it. Throws an Error for too deep a nesting. */
export class HtmlTextCollector {
  readonly #parser: Parser;
  readonly #lines: string[] = [];
  #line = '';
  #title: string | undefined;
  /** Elements around what comes next: hidden ones, those that keep white space, titles. */
  #hidden = 0;
  #preformatted = 0;
  #inTitle = false;
  #depth = 0;

  constructor() {
    this.#parser = new Parser(
      {
        onopentagname: (name) => this.#open(name),
        onclosetag: (name) => this.#close(name),
        ontext: (text) => this.#text(text),
      },
      {decodeEntities: true},
    );
  }

  write(text: string): void {
    this.#parser.write(text);
  }

  end(): HtmlText {
    this.#parser.end();
    this.#endLine();
    const text = this.#lines
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim();
    const title = this.#title?.replace(/\s+/g, ' ').trim();
    return title ? {text, title} : {text};
  }

  #open(name: string): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new Error(`Nested deeper than ${MAX_DEPTH} levels`);
    if (name === 'title' && this.#hidden === 0 && this.#title === undefined) {
      this.#inTitle = true;
      this.#title = '';
    }
    if (HIDDEN.has(name)) this.#hidden += 1;
    if (name === 'pre' || name === 'textarea') this.#preformatted += 1;
    if (name === 'br' || BLOCKS.has(name)) this.#endLine();
    if (CELLS.has(name) && this.#line !== '') this.#line += '\t';
  }

  #close(name: string): void {
    this.#depth -= 1;
    if (name === 'title') this.#inTitle = false;
    if (HIDDEN.has(name)) this.#hidden -= 1;
    if (name === 'pre' || name === 'textarea') this.#preformatted -= 1;
    if (BLOCKS.has(name)) this.#endLine();
    // A paragraph is set apart by an empty line.
    if (name === 'p' && this.#lines.at(-1) !== '') this.#lines.push('');
  }

  #text(text: string): void {
    if (this.#inTitle) this.#title += text;
    if (this.#hidden > 0) return;
    const spaced = this.#preformatted > 0 ? text : text.replace(/\s+/g, ' ');
    const isApart = this.#line === '' || /\s/.test(this.#line.at(-1)!);
    this.#line += isApart && this.#preformatted === 0 ? spaced.trimStart() : spaced;
  }

  #endLine(): void {
    const line = this.#line.trimEnd();
    this.#line = '';
    if (line !== '') this.#lines.push(line);
  }
}
