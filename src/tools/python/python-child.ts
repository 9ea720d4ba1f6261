import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import type {JsonObject} from '@agac/provider';
import {Printed} from './printed.js';

/** How long the pipes of a process that has ended are read on, where something it started holds them open. */
const DRAIN_MS = 500;
/** How long a process that has nothing more to do may take to end. */
const CLOSE_MS = 2_000;

export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Told every line that is printed. */
  readonly log: (line: string) => void;
}

export interface Patience {
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

/** How a request ended, with the last lines that were printed meanwhile. */
export type Exchange = {readonly printed: readonly string[]} & (
  | {readonly kind: 'reply'; readonly reply: JsonObject}
  | {readonly kind: 'late'}
  | {readonly kind: 'died'; readonly how: string}
);

/** One Python process: lines of JSON to its stdin, lines of JSON from its stdout, one request at a time. */
export class PythonChild {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #printed: Printed;
  readonly #ended: Promise<string>;
  #onReply: (reply: JsonObject) => void = () => {};
  #requests = 0;
  #isRunning = true;

  constructor({command, args, env, log}: ChildOptions) {
    // A group of its own: Ctrl-C in a terminal is for agac, and what a tool has started ends with it.
    this.#process = spawn(command, args, {env, detached: process.platform !== 'win32', windowsHide: true});
    this.#printed = new Printed(log);
    this.#process.stderr.on('data', (chunk: Buffer) => this.#printed.add(chunk));
    createInterface({input: this.#process.stdout}).on('line', (line) => {
      const reply = objectIn(line);
      if (reply !== undefined) this.#onReply(reply);
    });
    // A request that cannot be written is one that is not answered.
    this.#process.stdin.on('error', () => {});
    this.#ended = endOf(this.#process);
    void this.#ended.then(() => {
      this.#isRunning = false;
    });
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Waits for the line with which it begins. */
  greeting(patience: Patience): Promise<Exchange> {
    const greeted = new Promise<JsonObject>((resolve) => {
      this.#onReply = resolve;
    });
    return this.#outcome(greeted, patience);
  }

  /**
   * Sends a request and waits for the reply, and for all that was printed before it. A process that is late is stopped.
   * Rejects with the signal's reason when that fires, and stops the process, too.
   */
  exchange(request: JsonObject, patience: Patience): Promise<Exchange> {
    const id = ++this.#requests;
    const marked = this.#printed.begin(id);
    const replied = new Promise<JsonObject>((resolve) => {
      this.#onReply = (reply) => {
        if (reply['id'] === id) resolve(reply);
      };
    });
    this.#process.stdin.write(`${JSON.stringify({...request, id})}\n`);
    return this.#outcome(
      Promise.all([replied, marked]).then(([reply]) => reply),
      patience,
    );
  }

  /** Ends the process, and whatever it has started. */
  kill(): void {
    const {pid} = this.#process;
    if (!this.#isRunning || pid === undefined) return;
    try {
      if (process.platform !== 'win32') process.kill(-pid, 'SIGKILL');
    } catch {
      // The group has ended by itself just now, or a tool has left it.
    }
    this.#process.kill('SIGKILL');
  }

  /** Lets the process end, and ends it where it does not. */
  async close(): Promise<void> {
    this.#process.stdin.end();
    const timer = setTimeout(() => this.kill(), CLOSE_MS);
    await this.#ended;
    clearTimeout(timer);
  }

  async #outcome(replied: Promise<JsonObject>, {limitMs, signal}: Patience): Promise<Exchange> {
    signal.throwIfAborted();
    let timer: NodeJS.Timeout | undefined;
    let abort = () => {};
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), limitMs);
    });
    const aborted = new Promise<never>((_, reject) => {
      abort = () => reject(signal.reason);
    });
    signal.addEventListener('abort', abort);
    try {
      const first = await Promise.race([replied, late, this.#ended, aborted]);
      if (typeof first === 'object') return {kind: 'reply', reply: first, printed: this.#printed.last};
      this.kill();
      const how = await this.#ended;
      return {...(first === 'late' ? {kind: 'late'} : {kind: 'died', how}), printed: this.#printed.last};
    } catch (error) {
      this.kill();
      throw error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    }
  }
}

/** A tool's own code may write where only agac should. */
function objectIn(line: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/** Resolves when the process has ended and all it printed has been read, with how it ended: `exit code 3`, `SIGSEGV`. */
function endOf(child: ChildProcessWithoutNullStreams): Promise<string> {
  return new Promise((resolve) => {
    child.on('error', (error) => {
      if (child.pid === undefined) resolve(error.message);
    });
    child.on('exit', (code, signal) => {
      const how = code === null ? `${signal}` : `exit code ${code}`;
      const drained = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
        resolve(how);
      }, DRAIN_MS);
      child.on('close', () => {
        clearTimeout(drained);
        resolve(how);
      });
    });
  });
}
