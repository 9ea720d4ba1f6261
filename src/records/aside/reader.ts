import {Console} from 'node:console';
import {once} from 'node:events';
import {extname} from 'node:path';
import {Worker} from 'node:worker_threads';
import type {JsonObject} from '@agac/provider';
import {textLines} from '@agac/provider/kit';
import {AgacError} from '../../domain/errors.js';
import type {InputFile} from '../list-inputs.js';
import type {End, Reading, Said} from './protocol.js';

/** What a process keeps of a large file would count against the next one. */
const RETIRED_BYTES = 512 * 1024 * 1024;

// Ctrl-C in a terminal reaches this process too; it is for agac, which ends this one.
process.on('SIGINT', () => {});
// Lines are for agac alone.
globalThis.console = new Console(process.stderr);

const watch = new Worker(new URL(`./memory-watch${extname(import.meta.url)}`, import.meta.url));
watch.unref();
await once(watch, 'message');

for await (const line of textLines(process.stdin)) {
  const {input, memoryBytes} = JSON.parse(line) as Reading;
  watch.postMessage(memoryBytes);
  const outcome = await readThrough(input);
  const end = process.memoryUsage.rss() > RETIRED_BYTES ? 'left' : 'ready';
  await say({end, ...outcome});
  if (end === 'left') break;
}
process.stdout.end(() => process.exit());

/** Says the records of a file, and returns what stopped it. */
async function readThrough(input: InputFile): Promise<Omit<End, 'end'>> {
  try {
    for await (const record of recordsOf(input)) await say({record});
    return {};
  } catch (error) {
    if (!(error instanceof AgacError)) return {bug: error instanceof Error ? String(error.stack) : String(error)};
    const {message, actions, data} = error;
    return {refused: {message, actions, data}};
  }
}

async function* recordsOf(input: InputFile): AsyncGenerator<JsonObject> {
  if (input.format === 'pdf') yield* (await import('../pdf/read-pdf.js')).readPdf(input);
  else yield* (await import('../parquet/read-parquet.js')).readParquet(input);
}

async function say(said: Said): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(said)}\n`)) await once(process.stdout, 'drain');
}
