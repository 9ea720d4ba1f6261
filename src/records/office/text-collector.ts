import type {DocumentEvent} from './document-events.js';

/** A character that XML cannot hold, or that would be lost in it, as Office writes it. */
const ESCAPED = /_x([0-9A-Fa-f]{4})_/g;

/** Joins the text of the runs of a cell (`t`), without how it is pronounced (`rPh`). */
export class TextCollector {
  #text = '';
  #isInside = false;
  #isPronunciation = false;

  take(event: DocumentEvent): void {
    if (event.kind === 'text') {
      if (this.#isInside && !this.#isPronunciation) this.#text += event.text;
    } else if (event.name === 't') this.#isInside = event.kind === 'open';
    else if (event.name === 'rPh') this.#isPronunciation = event.kind === 'open';
  }

  /** The text since the last call. */
  end(): string {
    const text = this.#text;
    this.#text = '';
    return text.replace(ESCAPED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  }
}
