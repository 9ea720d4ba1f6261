import {existsSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {
  type Call,
  fault,
  type OpenProvider,
  type Part,
  type PartEntry,
  type PartStatus,
  type Receipt,
  type ResultLine,
  type Settings,
} from '@agac/provider';
import {chatAddress} from './address.js';
import type {KnownForms} from './answer-form.js';
import {describeModel} from './card.js';
import {decodeLine} from './decode.js';
import {encodeRequest} from './encode.js';
import {engineFor} from './engine.js';
import {FILE_MODE} from './files.js';
import {FILES, type Job} from './job.js';
import {standingOf} from './job-status.js';
import {concurrencyOf} from './options.js';
import {readResults} from './read-results.js';
import {jobFolder, readJob, removeJob, spoolJob} from './spool.js';
import {startWorker} from './start-worker.js';

const OLLAMA = 'http://127.0.0.1:11434';

/**
 * The built-in engine: batches are worked off on this machine by a worker of their own that outlives the command.
 * As `local` it makes answers up (`sample`) or asks any server with OpenAI-compatible chat completions; as `ollama`
 * it asks Ollama, where `base_url` or OLLAMA_HOST says, else where it is by default.
 */
export const open: OpenProvider = (given) => {
  const settings = given.name === 'ollama' ? withOllama(given) : given;
  let calls = 0;
  const forms: KnownForms = new Map();
  return {
    contract: 1,
    name: settings.name,
    idempotent: true,
    settleMs: 0,
    ...(settings.baseUrl !== undefined && {baseUrl: chatAddress(settings.name, settings.baseUrl)}),
    describe: (model) => describeModel(settings, model),
    encode: (request) => encodeRequest(request, settings),
    submit: (part, call) => submit(part, settings, call),
    find: async ({key}, {signal}) => {
      signal.throwIfAborted();
      return existsSync(jobFolder(settings.spool, key) ?? '') ? {id: key} : undefined;
    },
    status: async (receipt, call) => attend(receipt, settings, call),
    results: (receipt, call) => results(receipt, settings, call),
    decode: decodeLine,
    cancel: (receipt, call) => cancel(receipt, settings, call),
    discard: async ({id}, {signal}) => {
      signal.throwIfAborted();
      removeJob(settings.spool, id);
    },
    complete: async (request, call) => {
      calls += 1;
      const id = `online${calls}`;
      // Imported only when somebody asks online: looking after a job needs nothing that makes answers.
      const {answerOnce} = await import('./answer-once.js');
      return answerOnce(request, {id, settings, call: {...call, forms}});
    },
  };
};

async function submit(part: Part, settings: Settings, {signal, log}: Call): Promise<Receipt> {
  signal.throwIfAborted();
  const engine = engineFor(settings, part.model);
  const env = keyVariables(settings, engine.kind === 'chat' ? engine.keyEnv : undefined);
  const job: Job = {
    format: 1,
    key: part.key,
    model: part.model,
    count: part.count,
    engine,
    concurrency: concurrencyOf(settings.options),
    createdAt: new Date().toISOString(),
  };
  const folder = await spoolJob(settings.spool, job, untilAborted(part, signal));
  const {wants} = standingOf(folder, job);
  if (wants !== undefined) startWorker(folder, {number: wants, env, log});
  return {id: part.key};
}

/** The job's status; a job that is left without a worker gets a new one. */
function attend(receipt: Receipt, settings: Settings, {signal, log}: Call): PartStatus {
  signal.throwIfAborted();
  const folder = folderOf(receipt, settings);
  const job = readJob(folder);
  const {status, wants} = standingOf(folder, job);
  if (wants !== undefined) {
    const keyEnv = job.engine.kind === 'chat' ? job.engine.keyEnv : undefined;
    startWorker(folder, {number: wants, env: keyVariables(settings, keyEnv), log});
  }
  return status;
}

async function cancel(receipt: Receipt, settings: Settings, call: Call): Promise<void> {
  call.signal.throwIfAborted();
  const folder = folderOf(receipt, settings);
  if (standingOf(folder, readJob(folder)).status.phase === 'ended') return;
  await writeFile(join(folder, FILES.cancel), '', {mode: FILE_MODE});
  attend(receipt, settings, call); // a worker is needed to write down what was not processed
}

async function* results(
  receipt: Receipt,
  settings: Settings,
  {signal, cursor}: Call & {readonly cursor?: string},
): AsyncGenerator<ResultLine> {
  signal.throwIfAborted();
  for await (const line of readResults(join(folderOf(receipt, settings), FILES.results), cursor)) {
    yield line;
    signal.throwIfAborted();
  }
}

/** The key for the worker's environment: it may come from a `.env` file and not be in ours. */
function keyVariables(settings: Settings, keyEnv: string | undefined): Readonly<Record<string, string>> {
  return keyEnv === undefined || keyEnv !== settings.keyEnv ? {} : {[keyEnv]: settings.key()};
}

function folderOf({id}: Receipt, {spool}: Settings): string {
  const folder = jobFolder(spool, id);
  if (folder !== undefined && existsSync(folder)) return folder;
  const message = `The built-in engine has no job ${id} in this project.`;
  throw fault({code: 'not-found', message, retry: 'never', outcome: 'refused'});
}

async function* untilAborted(part: Part, signal: AbortSignal): AsyncGenerator<PartEntry> {
  for await (const entry of part.entries()) {
    signal.throwIfAborted();
    yield entry;
  }
}

function withOllama(settings: Settings): Settings {
  return {...settings, baseUrl: settings.baseUrl ?? OLLAMA};
}
