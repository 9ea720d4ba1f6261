import type {Part} from '../contract/part.js';
import type {PartRules} from './check-part.js';
import type {StreamedBody} from './http-upload.js';

/** What stands around the list of requests in the JSON of a create that holds them itself, such as `{"requests":[` and `]}`. */
export interface InlineFrame {
  readonly before: string;
  readonly after: string;
}

/** By how many bytes such a body is longer than its lines, newlines included, are together; there is a comma less than lines. */
export function frameBytes({before, after}: InlineFrame): number {
  return Buffer.byteLength(before) + Buffer.byteLength(after) - 1;
}

/**
 * The body of a create with the requests of a part in it, which are not held; it is as long as was said. `lineBytes` are
 * those that `checkPart` counted, by the same `toLine`.
 */
export function inlineBody(
  part: Part,
  {frame, toLine, lineBytes}: Pick<PartRules, 'toLine'> & {readonly frame: InlineFrame; readonly lineBytes: number},
): StreamedBody {
  return {bytes: lineBytes + frameBytes(frame), chunks: chunksOf(part, frame, toLine)};
}

async function* chunksOf(part: Part, frame: InlineFrame, toLine: PartRules['toLine']): AsyncGenerator<Uint8Array> {
  let before = frame.before;
  for await (const {id, body} of part.entries()) {
    yield Buffer.from(before + JSON.stringify(toLine(id, body)));
    before = ',';
  }
  yield Buffer.from(frame.after);
}
