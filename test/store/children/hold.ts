// Takes the lock, says so, and keeps it.
import {takeLock} from '../../../src/store/lock.js';

await takeLock(process.argv[2]!, 'agac hold');
process.stdout.write(`${process.pid}\n`);
setTimeout(() => {}, 20_000);
