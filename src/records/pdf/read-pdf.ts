import {readFile} from 'node:fs/promises';
import {basename} from 'node:path';
import type {JsonObject} from '@agac/provider';
import type {AgacError} from '../../domain/errors.js';
import {invalidInput} from '../invalid-input.js';
import type {InputFile} from '../list-inputs.js';

type Pdf = Awaited<ReturnType<typeof import('unpdf')['getDocumentProxy']>>;
type PdfPage = Awaited<ReturnType<Pdf['getPage']>>;
type TextContent = Awaited<ReturnType<PdfPage['getTextContent']>>;

/** A PDF file is read whole, as its parts are found from its end. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_PAGE_CHARACTERS = 1024 * 1024;
/** A page that shows a drawing ten times, which shows another one ten times, and so on, never ends. */
const MAX_PAGE_MS = 30_000;

/**
 * The pages of a `.pdf` file: `{"content": text, "page": number, "pages": count, "file_name": name}`, a page without
 * text included, so that none is missing.
 * @throws AgacError INPUT_INVALID, with the page, for what is damaged, encrypted or too large, or has no text at all
 */
export async function* readPdf(input: InputFile): AsyncGenerator<JsonObject> {
  const missing = new Set<string>();
  const pdf = await openPdf(input, missing);
  try {
    let hasText = false;
    const waiting: JsonObject[] = [];
    for (let page = 1; page <= pdf.numPages; page += 1) {
      const content = await textOf(input, pdf, page);
      // pdf.js goes on without the text in that font.
      const [map] = missing;
      if (map !== undefined) throw withoutMap(input, {page, map});
      hasText ||= content.trim() !== '';
      waiting.push({content, page, pages: pdf.numPages, file_name: basename(input.file)});
      // Empty ones wait for the first that is not: a scan is to be refused before it costs anything.
      if (hasText) yield* waiting.splice(0);
    }
    if (!hasText) throw withoutText(input);
  } finally {
    await pdf.loadingTask.destroy();
  }
}

async function openPdf(input: InputFile, missing: Set<string>): Promise<Pdf> {
  if (input.bytes > MAX_BYTES) {
    throw invalidInput(input, {message: 'It is larger than 64 MiB.', actions: ['Split the file.']});
  }
  const {getDocumentProxy} = await import('unpdf');
  const data = await readFile(input.path).catch((cause: unknown) => {
    throw invalidInput(input, {message: `The file cannot be read (${reasonOf(cause)}).`, cause});
  });
  try {
    return await getDocumentProxy(new Uint8Array(data), {
      isEvalSupported: false,
      stopAtErrors: true,
      verbosity: 0,
      useWorkerFetch: false,
      cMapUrl: 'none/',
      BinaryDataFactory: noting(missing),
    });
  } catch (cause) {
    throw refusal(input, cause);
  }
}

async function textOf(input: InputFile, pdf: Pdf, number: number): Promise<string> {
  try {
    const page = await pdf.getPage(number);
    const text = await shownText(page);
    page.cleanup();
    return text;
  } catch (cause) {
    throw invalidInput(input, {place: `page ${number}`, message: `It cannot be read (${reasonOf(cause)}).`, cause});
  }
}

/** Read as a stream, as the whole of a page cannot be given up half-way. */
async function shownText(page: PdfPage): Promise<string> {
  const reader: ReadableStreamDefaultReader<TextContent> = page.streamTextContent().getReader();
  const began = performance.now();
  const lines: string[] = [];
  let size = 0;
  for (;;) {
    const {done, value} = await reader.read();
    if (done) return lines.join('');
    for (const item of value.items) {
      if (!('str' in item)) continue;
      lines.push(item.hasEOL ? `${item.str}\n` : item.str);
      size += item.str.length;
    }
    const flaw = size > MAX_PAGE_CHARACTERS ? 'its text is larger than 1 MiB' : undefined;
    const late = performance.now() - began > MAX_PAGE_MS ? 'it takes longer than 30 seconds' : undefined;
    if ((flaw ?? late) === undefined) continue;
    const error = new Error(flaw ?? late);
    await reader.cancel(error);
    throw error;
  }
}

function refusal(input: InputFile, cause: unknown): AgacError {
  if (cause instanceof Error && cause.name === 'PasswordException') {
    return invalidInput(input, {
      message: 'It is encrypted with a password.',
      actions: ['Save it without one, for instance with `qpdf --decrypt`.'],
      cause,
    });
  }
  return invalidInput(input, {
    message: `It is not a whole PDF file (${reasonOf(cause)}).`,
    actions: ['Copy the file again, or open it and save it anew.'],
    cause,
  });
}

/** A source of what pdf.js keeps in files of its own: it has none, and notes the character maps that are missed. */
function noting(missing: Set<string>): object {
  return class {
    readonly fetch = async ({kind, filename}: {kind: string; filename: string}): Promise<never> => {
      if (kind === 'cMapUrl') missing.add(filename.replace(/\.bcmap$/, ''));
      throw new Error(`${filename} is not there`);
    };
  };
}

function withoutMap(input: InputFile, {page, map}: {page: number; map: string}): AgacError {
  return invalidInput(input, {
    place: `page ${page}`,
    message: `A font is not in the file, and its text needs the character map ${map}, which agac does not have.`,
    actions: ['Save it with its fonts embedded, or export it as text.'],
  });
}

function withoutText(input: InputFile): AgacError {
  return invalidInput(input, {
    message: 'There is no text on any page; it holds images only, as a scan does.',
    actions: ['Recognize the text first, for instance with `ocrmypdf`.'],
  });
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause);
}
