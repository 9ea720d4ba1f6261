import {spawn} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';

export const ROOT = join(import.meta.dirname, '..');
const BIN = join(ROOT, 'bin', 'run.js');
const TIMEOUT_MS = 60_000;

export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CallOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Options for node itself. */
  readonly node?: readonly string[];
  /** Another installation's command. */
  readonly bin?: string;
  readonly timeoutMs?: number;
  /** Called with the process as soon as it is there. */
  readonly spawned?: (pid: number) => void;
}

/** A folder of its own with a project in it, and the real command run there as a user would. */
export class Sandbox {
  readonly home = mkdtempSync(join(tmpdir(), 'agac-test-'));
  readonly project = join(this.home, 'project');
  readonly env: Record<string, string | undefined>;
  readonly #plugins: {readonly name: string; readonly root: string; readonly type: 'link'}[] = [];

  constructor() {
    this.env = {
      PATH: process.env['PATH'],
      HOME: this.home,
      AGAC_DATA_DIR: join(this.home, 'data'),
      AGAC_CONFIG_DIR: join(this.home, 'config'),
      AGAC_CACHE_DIR: join(this.home, 'cache'),
      NO_COLOR: '1',
    };
  }

  /** Files of the project by their path in it. */
  write(files: Readonly<Record<string, string | Uint8Array>>): void {
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.project, name);
      mkdirSync(dirname(path), {recursive: true});
      writeFileSync(path, text);
    }
  }

  /** A file or folder of the project. */
  delete(name: string): void {
    rmSync(join(this.project, name), {recursive: true});
  }

  copy(from: string, to: string): void {
    cpSync(from, join(this.project, to), {recursive: true});
  }

  read(name: string): string {
    return readFileSync(join(this.project, name), 'utf8');
  }

  json<T>(name: string): T {
    return JSON.parse(this.read(name)) as T;
  }

  /** Makes the plugin of the make-believe vendor an installed one, as `agac plugins link` would. */
  linkAcme(url: string, key: string): void {
    this.link('@agac/provider-template', join(ROOT, 'plugins', '_template'));
    this.env['ACME_BASE_URL'] = url;
    this.env['ACME_API_KEY'] = key;
  }

  /** The same for OpenAI's plugin, with a fake of that vendor at this address. */
  linkOpenAi(url: string, key: string): void {
    this.link('@agac/provider-openai', join(ROOT, 'plugins', 'openai'));
    this.env['OPENAI_BASE_URL'] = url;
    this.env['OPENAI_API_KEY'] = key;
  }

  /** Makes the package in a folder an installed plugin, as `agac plugins link` would. */
  link(name: string, root: string): void {
    this.#plugins.push({name, root, type: 'link'});
    mkdirSync(join(this.home, 'data'), {recursive: true});
    writeFileSync(
      join(this.home, 'data', 'package.json'),
      JSON.stringify({name: '@agac/cli', private: true, oclif: {schema: 1, plugins: this.#plugins}, dependencies: {}}),
    );
  }

  /** Runs `agac` to its end. Never through a shell. */
  agac(
    args: readonly string[],
    {cwd, env, node = [], bin = BIN, timeoutMs = TIMEOUT_MS, spawned}: CallOptions = {},
  ): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [...node, bin, ...args], {
        cwd: cwd ?? this.project,
        env: {...this.env, ...env},
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
      });
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
      child.on('error', reject);
      child.on('close', (code, signal) => {
        resolve({code, signal, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString()});
      });
      if (child.pid !== undefined) spawned?.(child.pid);
    });
  }

  /** All files below a folder of the project, by path. */
  files(folder: string): Record<string, string> {
    const top = join(this.project, folder);
    const entries = readdirSync(top, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile());
    const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
    return Object.fromEntries(paths.map((path) => [path.slice(top.length + 1), readFileSync(path, 'utf8')]));
  }

  remove(): void {
    rmSync(this.home, {recursive: true, force: true, maxRetries: 5, retryDelay: 100});
  }
}
