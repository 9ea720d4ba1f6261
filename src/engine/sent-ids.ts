import {damagedLine} from '../store/parse-stored.js';
import {positionedLines} from '../store/positioned-lines.js';
import {requestsFile} from '../store/run-files.js';
import type {RunStore} from '../store/run-store.js';

/** As `BatchRequestLine` and `OnlineRequestLine` are written. */
const ID_FIRST = /^\{"id":"([^"\\]+)"/;

/**
 * The ids of the requests of a part. They stand first in their lines; what comes behind is most of all that a run has on
 * disk, and is not parsed for them. Throws STORE_DAMAGED.
 */
export async function* sentIds(store: Pick<RunStore, 'path'>, part: number): AsyncGenerator<string> {
  const path = store.path(requestsFile(part));
  for await (const {text} of positionedLines(path)) {
    const id = ID_FIRST.exec(text)?.[1];
    if (id === undefined) throw damagedLine(path);
    yield id;
  }
}
