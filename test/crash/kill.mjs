// Loaded before the command with `node --import`: counts every change the process makes on disk below `.agac` or the
// outputs, and ends it with SIGKILL before or after the one that AGAC_KILL_AT names. With AGAC_COUNT_TO it writes how
// many there were instead.
import fs from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';
import process from 'node:process';

const at = Number(process.env.AGAC_KILL_AT ?? 0);
const isAfter = process.env.AGAC_KILL_WHEN === 'after';
const countTo = process.env.AGAC_COUNT_TO;
let count = 0;

for (const name of [
  'openSync',
  'writeSync',
  'fsyncSync',
  'renameSync',
  'unlinkSync',
  'rmSync',
  'ftruncateSync',
  'mkdirSync',
]) {
  const real = fs[name];
  fs[name] = (...args) => {
    if (!isChange(name, args)) return real.apply(fs, args);
    count += 1;
    const isHere = count === at;
    if (isHere && !isAfter) process.kill(process.pid, 'SIGKILL');
    const result = real.apply(fs, args);
    if (isHere) process.kill(process.pid, 'SIGKILL');
    return result;
  };
}
syncBuiltinESMExports();

if (countTo) process.on('exit', () => fs.writeFileSync(countTo, String(count)));

/** Opening for reading changes nothing; what is written to a terminal or a pipe neither. */
function isChange(name, [target, flags]) {
  if (name === 'openSync') return typeof flags === 'string' && flags !== 'r';
  if (name === 'writeSync') return typeof target === 'number' && target > 2;
  return true;
}
