import {invalidInput} from '../invalid-input.js';
import type {InputFile} from '../list-inputs.js';
import {XmlError, type XmlEvent, xmlEvents} from '../xml/xml-events.js';
import type {Archive} from './open-archive.js';

/** An XML event whose names are without their prefix: which one a program chose says nothing. */
export type DocumentEvent = XmlEvent;

/**
 * What is in an XML file of an office document, as it comes, some at a time; nothing where there is no such file.
 * @throws AgacError INPUT_INVALID
 */
export async function* documentEvents(
  input: InputFile,
  {archive, name}: {archive: Archive; name: string},
): AsyncGenerator<readonly DocumentEvent[]> {
  const bytes = archive.read(name);
  if (bytes === undefined) return;
  try {
    for await (const {events} of xmlEvents(bytes)) {
      yield events.map((event) => (event.kind === 'text' ? event : {...event, name: localName(event.name)}));
    }
  } catch (cause) {
    if (!(cause instanceof XmlError)) throw cause;
    throw invalidInput(input, {message: `${name} in it cannot be read as XML. ${cause.message}`, cause});
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
