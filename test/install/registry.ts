import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, writeFileSync} from 'node:fs';
import type {AddressInfo} from 'node:net';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {ROOT} from '../sandbox.js';

/** A package registry on the loopback interface: it has what is published to it, and is asked for `@agac/*` alone. */
export class Registry {
  readonly #folder: string;
  #port = 0;
  #server: ChildProcess | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/`;
  }

  /** The settings of npm with which a user of this registry works. */
  get npmrc(): string {
    return join(this.#folder, 'npmrc');
  }

  async start(): Promise<void> {
    mkdirSync(this.#folder, {recursive: true});
    this.#port = await freePort();
    const settings = {
      storage: join(this.#folder, 'storage'),
      auth: {htpasswd: {file: join(this.#folder, 'htpasswd')}},
      uplinks: {},
      packages: {'@agac/*': {access: '$all', publish: '$all'}},
      log: {type: 'stdout', level: 'error'},
      max_body_size: '50mb',
    };
    const config = join(this.#folder, 'verdaccio.json');
    writeFileSync(config, JSON.stringify(settings));
    writeFileSync(this.npmrc, `@agac:registry=${this.url}\n//127.0.0.1:${this.#port}/:_authToken=anybody\n`);
    const bin = join(ROOT, 'node_modules/verdaccio/bin/verdaccio');
    const args = [bin, '--config', config, '--listen', `127.0.0.1:${this.#port}`];
    this.#server = spawn(process.execPath, args, {stdio: 'ignore'});
    await this.#answering();
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  }

  /** Publishes a tarball or a folder. */
  publish(what: string): void {
    const args = ['publish', what, '--access', 'public', '--ignore-scripts'];
    const env = {...process.env, NPM_CONFIG_USERCONFIG: this.npmrc};
    const {status, stderr} = spawnSync('npm', args, {env, encoding: 'utf8', cwd: this.#folder});
    if (status !== 0) throw new Error(`npm publish ${what} ended with ${status}: ${stderr}`);
  }

  async #answering(): Promise<void> {
    for (let tried = 0; tried < 600; tried += 1) {
      const answered = await fetch(`${this.url}-/ping`).then(
        ({ok}) => ok,
        () => false,
      );
      if (answered) return;
      await delay(100);
    }
    throw new Error('The registry does not answer.');
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
