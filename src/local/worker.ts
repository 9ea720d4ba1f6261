import {join} from 'node:path';
import {isAlive, lastClaim, makeClaim} from './claims.js';
import {writeJson} from './files.js';
import {FILES} from './job.js';
import {workOff} from './work-off.js';

const folder = process.argv[2];
if (folder !== undefined && holdsClaim(folder)) {
  process.on('uncaughtException', (error) => giveUp(folder, error));
  await workOff(folder, process.env).catch((error: unknown) => giveUp(folder, error));
}

/** Whether this process is the one to do it; whoever started it may have made the claim already. */
function holdsClaim(job: string): boolean {
  for (;;) {
    const last = lastClaim(job);
    if (last !== undefined && isAlive(last, job)) return last.pid === process.pid;
    makeClaim(job, (last?.number ?? 0) + 1, process.pid);
  }
}

/** Ends at once; requests under way are asked again by the next worker. */
function giveUp(job: string, error: unknown): never {
  try {
    const message = error instanceof Error ? error.message : String(error);
    writeJson(join(job, FILES.trouble), {message, at: new Date().toISOString()}, {durable: false});
  } catch {
    // The folder is gone or the disk is full: there is nobody to tell.
  }
  process.exit(1);
}
