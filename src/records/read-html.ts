import {basename} from 'node:path';
import type {JsonObject} from '@agac/provider';
import {HtmlTextCollector} from './html-text.js';
import {invalidInput} from './invalid-input.js';
import type {InputFile} from './list-inputs.js';
import {wholeText} from './read-text.js';

/**
 * An HTML file as one record: `{"content": text, "title": …, "file_name": name}`, without a title where it has none.
 * @throws AgacError INPUT_INVALID for more than 32 MiB, or too deep a nesting
 */
export async function* readHtml(input: InputFile): AsyncGenerator<JsonObject> {
  const html = await wholeText(input);
  const {text, title} = textOf(input, html);
  yield {content: text, ...(title !== undefined && {title}), file_name: basename(input.file)};
}

function textOf(input: InputFile, html: string): {readonly text: string; readonly title?: string} {
  const collector = new HtmlTextCollector();
  try {
    collector.write(html);
    return collector.end();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw invalidInput(input, {message: `This cannot be read as HTML. ${reason}.`, cause});
  }
}
