// Takes the lock so many times, and writes down when it comes in and goes out. One that is told to die does so inside.
import {appendFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import {AgacError} from '../../../src/domain/errors.js';
import {takeLock} from '../../../src/store/lock.js';

const [folder = '', log = '', times = '1', fate = 'live'] = process.argv.slice(2);

for (let left = Number(times); left > 0; ) {
  try {
    const release = await takeLock(folder, 'agac contend');
    appendFileSync(log, `enter ${process.pid}\n`);
    await sleep(Math.random() * 4);
    if (fate === 'die') process.kill(process.pid, 'SIGKILL');
    appendFileSync(log, `leave ${process.pid}\n`);
    release();
    left -= 1;
  } catch (error) {
    if (!(error instanceof AgacError) || error.code !== 'LOCKED') throw error;
  }
}
