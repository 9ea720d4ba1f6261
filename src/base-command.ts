import {Command} from '@oclif/core/command';
import {boolean} from '@oclif/core/flags';
import {AgacError} from './domain/errors.js';
import {EXIT} from './domain/exit.js';
import type {Progress} from './progress.js';
import {errorEnvelope, errorText, exitCodeOf, visible} from './report/errors.js';
import {noteLine} from './report/notes.js';
import {currentSession, type Session} from './session.js';
import {keepStdout, writeStdout} from './stdout.js';
import {interrupted, markReported} from './uncaught.js';
import type {Reviewing} from './verbs/reviewing.js';

/** What `--json` prints when a command succeeds. */
export interface SuccessEnvelope {
  readonly status: 0;
  readonly result: unknown;
  readonly warnings: readonly string[];
}

/** Of a workflow, or of a run. */
interface AnyAction {
  readonly name: string;
  readonly kind?: string;
  readonly mode?: string;
}

/**
 * What all commands share: the session, `--json`, `--quiet` and `--debug`, Ctrl-C as an AbortSignal, and one place
 * where a thrown error becomes a message and an exit code. Results go to stdout, everything else to stderr, whoever prints
 * it.
 */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true;

  static override baseFlags = {
    quiet: boolean({char: 'q', helpGroup: 'GLOBAL', summary: 'Print results and errors only.'}),
    debug: boolean({helpGroup: 'GLOBAL', summary: 'Print what happens underneath, and stacks.'}),
  };

  readonly #abort = new AbortController();
  readonly #warnings: string[] = [];
  #stopListening = (): void => {};

  protected get session(): Session {
    return currentSession(this.config);
  }

  /** Fires at the first Ctrl-C, SIGTERM or SIGHUP; the second one ends the process. */
  protected get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** The project's root folder. Throws PROJECT_MISSING outside of one. */
  protected get root(): string {
    const {root, cwd} = this.session;
    if (root !== undefined) return root;
    throw new AgacError('PROJECT_MISSING', `There is no agac project in ${cwd} or any folder above it.`, {
      actions: [
        'cd into a project: the folder with agent_actions.yml, or any folder inside it',
        'agac init my-project',
      ],
    });
  }

  /** A line for whoever is watching: stderr, unless `--quiet` or `--json`. */
  protected note(line: string): void {
    if (!this.#hasFlag('--quiet', '-q') && !this.jsonEnabled()) process.stderr.write(`${visible(line)}\n`);
  }

  protected debugLine = (line: string): void => {
    if (this.#hasFlag('--debug')) process.stderr.write(`${visible(line)}\n`);
  };

  /** What shows the engine's notes as they come; a submitted batch is a result and goes to stdout at once. */
  protected async openProgress(actions: readonly AnyAction[], reviewing: Reviewing): Promise<Progress> {
    const showsAddress = reviewing.kind === 'page' && actions.some(({kind, mode}) => (kind ?? mode) === 'hitl');
    const names = actions.map(({name}) => name);
    const isShown = !this.#hasFlag('--quiet', '-q') && !this.jsonEnabled();
    const {showProgress} = await import('./progress.js');
    const progress = await showProgress(names, {isShown, isLive: !showsAddress});
    return {
      ...progress,
      note: (note) => {
        if (note.kind === 'submitted') this.log(`Batch submitted: ${note.batch}`);
        if (note.kind === 'warning') this.warn(note.message);
        // Whoever does not read the address waits for nothing.
        else if (note.kind === 'reviewing') process.stderr.write(`${noteLine(note)}\n`);
        else progress.note(note);
      },
    };
  }

  /** Who decides where a person has to: as `--hitl` says or, without it, whether there is a person to ask. */
  protected async reviewing(word: string | undefined): Promise<Reviewing> {
    const {readReviewing} = await import('./verbs/reviewing.js');
    const isInteractive = process.stdin.isTTY && process.stderr.isTTY && process.env['CI'] === undefined;
    return readReviewing(word, {cwd: this.session.cwd, isInteractive});
  }

  /** A warning is a line on stderr, and under `--json` an entry of the envelope. */
  override warn(input: string | Error): string | Error {
    const message = typeof input === 'string' ? input : input.message;
    this.#warnings.push(message);
    this.note(`Warning: ${message}`);
    return input;
  }

  override async init(): Promise<void> {
    await super.init();
    keepStdout();
    const onSignal = (signal: NodeJS.Signals): void => {
      if (this.#abort.signal.aborted) process.exit(EXIT.interrupted);
      this.#abort.abort(interrupted(signal));
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    for (const signal of signals) process.on(signal, onSignal);
    this.#stopListening = () => {
      for (const signal of signals) process.off(signal, onSignal);
    };
  }

  override toSuccessJson(result: unknown): SuccessEnvelope {
    return {status: EXIT.ok, result, warnings: this.#warnings};
  }

  override log(line = ''): void {
    if (!this.jsonEnabled()) writeStdout(`${line}\n`);
  }

  override logJson(json: unknown): void {
    writeStdout(`${JSON.stringify(json, undefined, 2)}\n`);
  }

  override async catch(error: Error): Promise<never> {
    process.exitCode = exitCodeOf(error);
    if (this.jsonEnabled()) this.logJson(errorEnvelope(error, this.#warnings));
    else process.stderr.write(errorText(error));
    if (error.stack !== undefined) this.debugLine(error.stack);
    markReported(error);
    throw error;
  }

  override async finally(error: Error | undefined): Promise<void> {
    this.#stopListening();
    await super.finally(error);
  }

  #hasFlag(...names: readonly string[]): boolean {
    const end = this.argv.indexOf('--');
    const words = end === -1 ? this.argv : this.argv.slice(0, end);
    return words.some((word) => names.includes(word));
  }
}
