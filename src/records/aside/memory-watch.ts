import {parentPort} from 'node:worker_threads';

const EVERY_MS = 50;

/**
 * Ends this process when it takes more than it was told it may, or when nobody is left to read for. It runs in a thread of
 * its own, as the other one may be held up by what it reads.
 */
const parent = process.ppid;
let mostBytes = Number.POSITIVE_INFINITY;
parentPort?.on('message', (bytes: number) => {
  mostBytes = bytes;
});
setInterval(() => {
  if (process.memoryUsage.rss() > mostBytes || process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, EVERY_MS);
parentPort?.postMessage('ready');
