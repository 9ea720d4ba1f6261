import {open as openFile} from 'node:fs/promises';
import type {Readable} from 'node:stream';
import {crc32} from 'node:zlib';
import {type Entry, openPromise, type ZipFile} from 'yauzl';
import {AgacError} from '../../domain/errors.js';
import {invalidInput} from '../invalid-input.js';
import type {InputFile} from '../list-inputs.js';

/** The files inside of an office document, which is a zip archive. */
export interface Archive {
  /** The bytes of the file of this name, unpacked as a stream; undefined where there is none. */
  readonly read: (name: string) => AsyncGenerator<Uint8Array> | undefined;
  readonly close: () => void;
}

/** A document of some sheets or chapters has some dozen. */
const MAX_ENTRIES = 10_000;
const MAX_RATIO = 200;
/** Below this many unpacked bytes the ratio does not matter. */
const HARMLESS_BYTES = 64 * 1024 * 1024;

/** The container that Office puts around encrypted documents, and that documents were in before 2007. */
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/**
 * Opens an office document, which has to be closed.
 * @throws AgacError INPUT_INVALID for what is no such archive, encrypted, damaged, or made to unpack without end
 */
export async function openArchive(input: InputFile): Promise<Archive> {
  const {zip, entries} = await openZip(input).catch(async (cause: unknown) => {
    throw cause instanceof AgacError ? cause : await refusal(input, cause);
  });
  return {
    read: (name) => {
      const entry = entries.get(name);
      return entry && bytesOf(input, zip, entry);
    },
    close: () => zip.close(),
  };
}

async function openZip(input: InputFile): Promise<{zip: ZipFile; entries: ReadonlyMap<string, Entry>}> {
  const zip = await openPromise(input.path, {lazyEntries: true, autoClose: false});
  try {
    if (zip.entryCount > MAX_ENTRIES) {
      throw invalidInput(input, {message: `There are more than ${MAX_ENTRIES} files in this archive.`});
    }
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
    return {zip, entries};
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function* bytesOf(input: InputFile, zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  const {fileName, uncompressedSize, compressedSize} = entry;
  // The size that is declared is the one that comes out: yauzl ends the stream where it is another.
  if (uncompressedSize > HARMLESS_BYTES && uncompressedSize > MAX_RATIO * compressedSize) {
    throw invalidInput(input, {
      message: `${fileName} in it unpacks to more than ${MAX_RATIO} times its size.`,
      actions: ['Save the document again, without what is empty in it, or export it as text.'],
    });
  }
  let checksum = 0;
  try {
    const stream: Readable = await zip.openReadStreamPromise(entry);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch (cause) {
    throw damaged(input, cause);
  }
  if (checksum !== entry.crc32) throw damaged(input, new Error(`${fileName} has another checksum`));
}

async function refusal(input: InputFile, cause: unknown): Promise<AgacError> {
  const beginning = await firstBytes(input.path).catch(() => undefined);
  if (beginning === undefined) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return invalidInput(input, {message: `The file cannot be read (${reason}).`, cause});
  }
  if (!beginning.equals(OLE)) return damaged(input, cause);
  return invalidInput(input, {
    message: 'It is encrypted, or in the format from before 2007.',
    actions: [`Open it, take the password away, and save it as .${input.format}.`],
    cause,
  });
}

function damaged(input: InputFile, cause: unknown): AgacError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return invalidInput(input, {
    message: `It is not a whole .${input.format} file (${reason}).`,
    actions: ['Copy the file again, or open it and save it anew.'],
    cause,
  });
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await openFile(path);
  try {
    const {buffer, bytesRead} = await file.read(Buffer.alloc(OLE.length), 0, OLE.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
