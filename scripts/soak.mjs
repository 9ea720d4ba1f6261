// npm run test:soak: what takes too long for every change. Dies at every single change on disk, before and after it.
import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import process from 'node:process';

const root = join(import.meta.dirname, '..');
const bin = (name) => join(root, 'node_modules', '.bin', name);
const build = spawnSync(bin('tsc'), ['-b', 'packages/provider', 'plugins/_template', '.'], {
  cwd: root,
  stdio: 'inherit',
});
if (build.status !== 0) process.exit(1);
const args = ['--no-config', '--node-option', 'import=tsx/esm', '--timeout', '7200000', 'test/crash/*.test.ts'];
const {status} = spawnSync(bin('mocha'), args, {
  cwd: root,
  env: {...process.env, NODE_ENV: 'test', AGAC_CRASH_POINTS: 'all'},
  stdio: 'inherit',
});
process.exit(status ?? 1);
