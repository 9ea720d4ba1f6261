import {SaxesParser} from 'saxes';
import {MAX_DEPTH} from '../parse-json.js';

/** The parser keeps a tag, a text or a comment until its end, however long it is. */
const MAX_PENDING_BYTES = 32 * 1024 * 1024;

export type XmlEvent =
  | {readonly kind: 'open'; readonly name: string; readonly attributes: Readonly<Record<string, string>>}
  | {readonly kind: 'text'; readonly text: string}
  | {readonly kind: 'close'; readonly name: string};

/** What one chunk of bytes held. */
export interface XmlChunk {
  readonly events: readonly XmlEvent[];
  /** The size of the chunk. */
  readonly bytes: number;
  /** That it ends in, from 1. */
  readonly line: number;
}

/** What makes a file no XML that agac reads. */
export class XmlError extends Error {
  /** From 1. */
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.name = 'XmlError';
    this.line = line;
  }
}

/**
 * Turns UTF-8 bytes of XML into what is in them, as they come. Only the entities of XML itself are known, so none
 * can expand.
 * @throws XmlError for what is not well-formed, nested deeper than a record may be, or without an end
 */
export async function* xmlEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<XmlChunk> {
  const decoder = new TextDecoder();
  const parser = new SaxesParser();
  let ready: XmlEvent[] = [];
  let depth = 0;
  parser.on('error', ({message}) => {
    throw new XmlError(sentence(message), parser.line);
  });
  parser.on('opentag', ({name, attributes}) => {
    depth += 1;
    if (depth > MAX_DEPTH) throw new XmlError(`Nested deeper than ${MAX_DEPTH} levels.`, parser.line);
    ready.push({kind: 'open', name, attributes});
  });
  parser.on('closetag', ({name}) => {
    depth -= 1;
    ready.push({kind: 'close', name});
  });
  parser.on('text', (text) => ready.push({kind: 'text', text}));
  parser.on('cdata', (text) => ready.push({kind: 'text', text}));
  let pendingBytes = 0;
  for await (const chunk of chunks) {
    parser.write(decoder.decode(chunk, {stream: true}));
    pendingBytes = ready.length > 0 ? 0 : pendingBytes + chunk.length;
    if (pendingBytes > MAX_PENDING_BYTES) {
      throw new XmlError('A single tag, text or comment is larger than 32 MiB.', parser.line);
    }
    yield {events: ready, bytes: chunk.length, line: parser.line};
    ready = [];
  }
  parser.write(decoder.decode()).close();
  yield {events: ready, bytes: 0, line: parser.line};
}

/** saxes begins with the position, `3:10: `, and ends as it likes. */
function sentence(message: string): string {
  const plain = message.replace(/^\d+:\d+: /, '').replace(/[.\s]*$/, '');
  const hint = plain === 'undefined entity' ? '; entities that a document type declares are not read' : '';
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}${hint}.`;
}
