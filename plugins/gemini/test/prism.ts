import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFile, writeFile} from 'node:fs/promises';
import {type AddressInfo, createServer} from 'node:net';
import {join} from 'node:path';
import {SPEC} from './spec.js';

const MODULES = join(import.meta.dirname, '../../../node_modules');
const CLI = join(MODULES, '@stoplight/prism-cli/dist/index.js');

/** A server that checks what it is asked against Google's description, and answers by it with made-up values. */
export interface Prism {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts Prism as a process of its own; the description is written into the folder with the version in its paths. */
export async function startPrism(folder: string): Promise<Prism> {
  const spec = JSON.parse(await readFile(SPEC, 'utf8'));
  spec.paths = Object.fromEntries(Object.entries(spec.paths).map(([path, item]) => [`/v1beta${path}`, item]));
  const file = join(folder, 'spec.json');
  await writeFile(file, JSON.stringify(spec));
  const port = await freePort();
  const child = spawn(join(MODULES, '.bin/node'), [CLI, 'mock', file, '-p', String(port), '-h', '127.0.0.1']);
  await listening(child);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}

/** Resolves when the process says that it listens, and goes on reading what it says. */
function listening(child: ChildProcess): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        said += String(chunk);
        if (said.includes('Prism is listening')) resolve();
      });
    }
    child.once('exit', () => reject(new Error(`Prism did not start: ${said}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
