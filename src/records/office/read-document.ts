import {basename} from 'node:path';
import type {JsonObject} from '@agac/provider';
import {invalidInput} from '../invalid-input.js';
import type {InputFile} from '../list-inputs.js';
import {type DocumentEvent, documentEvents} from './document-events.js';
import {openArchive} from './open-archive.js';
import {mainPart, relationsOf} from './relations.js';

const MAX_TEXT_CHARACTERS = 32 * 1024 * 1024;
/** Notes at the foot of a page and at the end; their own separators hold no text. */
const NOTES = ['footnotes', 'endnotes'];
/** Properties, which have tabs of their own; what was moved elsewhere; drawings once more, for older programs. */
const PASSED_OVER = ['pPr', 'sectPr', 'moveFrom', 'Fallback'];

/**
 * A `.docx` file as one record: `{"content": text, "file_name": name}`. A paragraph is a line, cells of a table are
 * apart by a tab, notes come last; headers, footers, comments and what was deleted are not in it.
 * @throws AgacError INPUT_INVALID
 */
export async function* readDocument(input: InputFile): AsyncGenerator<JsonObject> {
  const archive = await openArchive(input);
  try {
    const main = await mainPart(input, archive, 'word/document.xml');
    const relations = await relationsOf(input, archive, main);
    const notes = relations.filter(({type}) => NOTES.includes(type)).map(({part}) => part);
    const text = new DocumentText();
    for (const name of [main, ...notes]) {
      for await (const events of documentEvents(input, {archive, name})) {
        for (const event of events) text.take(event);
        if (text.size > MAX_TEXT_CHARACTERS) {
          throw invalidInput(input, {message: 'The text is larger than 32 MiB.', actions: ['Split the file.']});
        }
      }
    }
    if (!text.isDocument) throw invalidInput(input, {message: 'There is no text document in it.'});
    yield {content: text.content, file_name: basename(input.file)};
  } finally {
    archive.close();
  }
}

/** Collects the text of a document as a reader sees it with all changes accepted. */
class DocumentText {
  isDocument = false;
  size = 0;
  readonly #paragraphs: string[] = [];
  #paragraph = '';
  #isText = false;
  #passedOver = 0;
  #tables = 0;

  get content(): string {
    return this.#paragraphs
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim();
  }

  take(event: DocumentEvent): void {
    if (event.kind !== 'text' && PASSED_OVER.includes(event.name)) this.#passedOver += event.kind === 'open' ? 1 : -1;
    if (this.#passedOver > 0) return;
    if (event.kind === 'text') this.#text(event.text);
    else if (event.name === 't') this.#isText = event.kind === 'open';
    else if (event.kind === 'open') this.#open(event.name);
    else this.#close(event.name);
  }

  #text(text: string): void {
    if (this.#isText) this.#add(text);
  }

  #add(text: string): void {
    this.#paragraph += text;
    this.size += text.length;
  }

  #open(name: string): void {
    if (name === 'document') this.isDocument = true;
    else if (name === 'tab' || name === 'ptab') this.#add('\t');
    else if (name === 'br' || name === 'cr') this.#add('\n');
    else if (name === 'noBreakHyphen') this.#add('-');
    else if (name === 'tbl') this.#tables += 1;
  }

  #close(name: string): void {
    if (name === 'tbl') this.#tables -= 1;
    // Inside of a table a line is a row.
    else if (name === 'p') this.#tables > 0 ? this.#space() : this.#endLine();
    else if (name === 'tc') this.#endCell();
    else if (name === 'tr') this.#endLine();
  }

  #space(): void {
    if (this.#paragraph !== '') this.#add(' ');
  }

  #endCell(): void {
    this.size += 1;
    this.#paragraph = `${this.#paragraph.trimEnd()}\t`;
  }

  #endLine(): void {
    this.size += 1;
    this.#paragraphs.push(this.#paragraph.trimEnd());
    this.#paragraph = '';
  }
}
