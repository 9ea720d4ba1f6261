import {createReadStream, existsSync} from 'node:fs';
import {join} from 'node:path';
import type {JsonObject} from '@agac/provider';
import {jsonLines} from '@agac/provider/kit';
import type {KnownForms} from './answer-form.js';
import {answerRequest} from './answer-request.js';
import {syncFolder, writeJson} from './files.js';
import {Heartbeat} from './heartbeat.js';
import {inParallel} from './in-parallel.js';
import {FILES, type Job, type SpooledRequest} from './job.js';
import {ResultsFile} from './results-file.js';
import {readJob} from './spool.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Answers all requests of a job that have no result yet and marks the job as done. Rejects where it cannot go on: the
 * disk is full, the folder is gone, the spool is damaged.
 */
export async function workOff(folder: string, env: Environment): Promise<void> {
  if (existsSync(join(folder, FILES.done))) return;
  const job = readJob(folder);
  const results = await ResultsFile.open(join(folder, FILES.results), job.count);
  const forms: KnownForms = new Map();
  const heartbeat = new Heartbeat(folder, results);
  try {
    await inParallel(unanswered(folder, results), job.concurrency, async (request) => {
      const result = await answerOrSkip(request, {job, heartbeat, env, forms});
      if (result !== undefined) results.append(request, result);
    });
  } finally {
    heartbeat.stop();
  }
  results.close();
  const end = results.unprocessed > 0 ? 'cancelled' : 'completed';
  writeJson(join(folder, FILES.done), {end, counts: results.counts, at: new Date().toISOString()}, {durable: true});
  syncFolder(folder);
}

async function answerOrSkip(
  request: SpooledRequest,
  {job, heartbeat, env, forms}: {job: Job; heartbeat: Heartbeat; env: Environment; forms: KnownForms},
) {
  const skipped = {unprocessed: 'cancelled'} as const;
  if (heartbeat.cancelled) return skipped;
  try {
    return await answerRequest(request, job.engine, {signal: heartbeat.signal, log: () => {}, env, forms});
  } catch (error) {
    if (heartbeat.cancelled) return skipped;
    throw error;
  }
}

async function* unanswered(folder: string, results: ResultsFile): AsyncGenerator<SpooledRequest> {
  let ordinal = 0;
  for await (const line of jsonLines(createReadStream(join(folder, FILES.requests)))) {
    if (!results.has(ordinal)) yield {ordinal, id: line.id as string, body: line.body as JsonObject};
    ordinal += 1;
  }
}
