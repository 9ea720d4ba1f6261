import {createReadStream, existsSync} from 'node:fs';
import {join} from 'node:path';
import {textLines} from '@agac/provider/kit';
import {parseStored} from './parse-stored.js';

/** The lines of a file of a run as values, without opening the run; one that is not there has none. */
export async function* readStored<T>(folder: string, name: string): AsyncGenerator<T> {
  const path = join(folder, name);
  if (!existsSync(path)) return;
  const bytes = createReadStream(path, {highWaterMark: 256 * 1024});
  for await (const line of textLines(bytes)) yield parseStored<T>(line, path);
}
