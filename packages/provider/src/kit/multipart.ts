import {randomBytes} from 'node:crypto';
import type {StreamedBody} from './http-upload.js';

export interface FormFile {
  readonly name: string;
  readonly fileName: string;
  readonly type: string;
  readonly bytes: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * A `multipart/form-data` body of some fields and one file, which comes last and is not held. Its length is known, since
 * several vendors refuse an upload in chunks.
 */
export function formData(
  fields: Readonly<Record<string, string>>,
  file: FormFile,
): {readonly headers: Readonly<Record<string, string>>; readonly body: StreamedBody} {
  const boundary = `agac-${randomBytes(12).toString('hex')}`;
  const head = Buffer.from(
    [
      ...Object.entries(fields).map(
        ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      ),
      `--${boundary}\r\ncontent-disposition: form-data; name="${file.name}"; filename="${file.fileName}"\r\n`,
      `content-type: ${file.type}\r\n\r\n`,
    ].join(''),
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    headers: {'content-type': `multipart/form-data; boundary=${boundary}`},
    body: {bytes: head.length + file.bytes + tail.length, chunks: around(head, file.chunks, tail)},
  };
}

async function* around(
  head: Uint8Array,
  chunks: AsyncIterable<Uint8Array>,
  tail: Uint8Array,
): AsyncGenerator<Uint8Array> {
  yield head;
  yield* chunks;
  yield tail;
}
