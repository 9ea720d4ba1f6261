import {existsSync, readdirSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import type {OpenProvider} from '@agac/provider';
import {conformance, type Vendor} from '@agac/provider/conformance';
import {FILES} from '../../src/local/job.js';
import {open} from '../../src/local/provider.js';

const NO_WIRE = 'it has no wire';
const NO_SAY = 'it says what its models say';
const BY_ITSELF = 'its jobs move by themselves';

/** The built-in engine in place of a vendor: its jobs are folders in the spool of the provider opened last. */
function builtIn(): {readonly open: OpenProvider; readonly vendor: () => Vendor} {
  let spool = '';
  const jobs = () => (existsSync(spool) ? readdirSync(spool).filter((name) => !name.startsWith('.')) : []);
  const finish = async (job: string) => {
    for (let waited = 0; !existsSync(join(spool, job, FILES.done)); waited += 10) {
      if (waited > 10_000) throw new Error(`The job ${job} does not end.`);
      await delay(10);
    }
  };
  const vendor = (): Vendor => ({
    start: async () => {},
    stop: async () => {
      for (const job of jobs()) await finish(job);
    },
    finish,
    left: () => ({files: [], jobs: jobs().map((id) => ({id, label: id}))}),
    received: async (job) => {
      const lines = (await readFile(join(spool, job, FILES.requests), 'utf8')).split('\n').slice(0, -1);
      return lines.map((line) => ({...JSON.parse(line), bytes: Buffer.byteLength(line)}));
    },
    advance: BY_ITSELF,
    word: BY_ITSELF,
    words: BY_ITSELF,
    answer: NO_SAY,
    shuffle: NO_SAY,
    busy: NO_WIRE,
    cut: NO_WIRE,
    delayList: NO_WIRE,
    fail: NO_WIRE,
    lose: NO_WIRE,
    plant: NO_WIRE,
    seen: NO_WIRE,
    serve: NO_WIRE,
  });
  return {
    open: (settings) => {
      spool = settings.spool;
      return open(settings);
    },
    vendor,
  };
}

conformance({name: 'local', model: 'sample', ...builtIn()});
