import {join} from 'node:path';
import type {Json, JsonObject} from '@agac/provider';
import pLimit from 'p-limit';
import {AgacError} from '../../domain/errors.js';
import type {FunctionPlace} from '../function-place.js';
import {longerThan} from '../time-limit.js';
import {findPython, noPython} from './find-python.js';
import {type Exchange, type Patience, PythonChild} from './python-child.js';

const SCRIPT = join(import.meta.dirname, '..', '..', '..', 'python', 'run_tools.py');
const START_MS = 60_000;
/** A module may take long to import: it reads models, or connects to something. */
const LOAD_MS = 300_000;
/** Deaths in a row after which Python is not started again. */
const MOST_DEATHS = 10;

export interface PythonPlace {
  /** The project's root, absolute. */
  readonly root: string;
  /** The tool folders, relative to the root. */
  readonly toolPaths: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Told every line that is printed. */
  readonly log: (line: string) => void;
}

/**
 * What came of a request: the value, or the end of a sentence that begins with the function or its file. `file` and
 * `line` are those of the user's code, where a module does not load.
 */
export type PythonReply = {readonly printed: readonly string[]} & (
  | {readonly value: Json}
  | {readonly error: string; readonly file?: string; readonly line?: number}
);

/** The Python process of a run: started with the first request, started anew after it has died, one request at a time. */
export class PythonProcess {
  readonly #place: PythonPlace;
  readonly #turns = pLimit(1);
  #child: PythonChild | undefined;
  #loaded = new Set<string>();
  #deaths = 0;

  constructor(place: PythonPlace) {
    this.#place = place;
  }

  /**
   * Imports the file of a function, where this process has not done so, and says whether the function is in it.
   * @throws AgacError TOOL_INVALID when there is no Python that could be started; the same for those below
   */
  load(wanted: FunctionPlace, signal: AbortSignal): Promise<PythonReply> {
    return this.#turns(() => this.#load(wanted, signal));
  }

  /** Calls a tool or asks a validator. A process that died or was stopped meanwhile is an error of this call. */
  call(wanted: FunctionPlace, message: JsonObject, patience: Patience): Promise<PythonReply> {
    return this.#turns(async () => {
      const loaded = await this.#load(wanted, patience.signal);
      if ('error' in loaded) return loaded;
      const {name, file} = wanted;
      return this.#ask({...message, name, file}, patience);
    });
  }

  /** Imports a file and lists its tools and validators. */
  inspect(file: string, signal: AbortSignal): Promise<PythonReply> {
    return this.#turns(() => this.#ask({do: 'inspect', file}, {signal, limitMs: LOAD_MS}));
  }

  async close(): Promise<void> {
    await this.#child?.close();
    this.#child = undefined;
  }

  async #load({role, name, file}: FunctionPlace, signal: AbortSignal): Promise<PythonReply> {
    const key = JSON.stringify([role, name, file]);
    if (this.#child?.isRunning && this.#loaded.has(key)) return {value: null, printed: []};
    const reply = await this.#ask({do: 'load', role, name, file}, {signal, limitMs: LOAD_MS});
    if ('value' in reply) this.#loaded.add(key);
    return reply;
  }

  async #ask(request: JsonObject, patience: Patience): Promise<PythonReply> {
    if (this.#deaths >= MOST_DEATHS) {
      const error = `was not called: Python has ended ${MOST_DEATHS} times in a row, and is not started again`;
      return {error, printed: []};
    }
    const child = await this.#running(patience.signal);
    const outcome = await child.exchange(request, patience);
    if (outcome.kind !== 'reply') {
      this.#deaths += 1;
      return {error: endWords(outcome, patience), printed: outcome.printed};
    }
    // That a module loads says nothing of what its functions do.
    if (request['do'] !== 'load') this.#deaths = 0;
    return {...(outcome.reply as {value: Json} | {error: string}), printed: outcome.printed};
  }

  async #running(signal: AbortSignal): Promise<PythonChild> {
    signal.throwIfAborted();
    if (this.#child?.isRunning) return this.#child;
    const {root, toolPaths, env, log} = this.#place;
    const command = findPython(root, env);
    if (command === undefined) throw noPython(env);
    this.#loaded = new Set();
    // Without `-B`, folders of the user would fill with compiled files.
    const child = new PythonChild({command, args: ['-B', SCRIPT, root, ...toolPaths], env, log});
    this.#child = child;
    const greeting = await child.greeting({limitMs: START_MS, signal});
    if (greeting.kind === 'reply') return child;
    const why = [`${endWords(greeting, {limitMs: START_MS})}.`, ...greeting.printed].join('\n  ');
    throw new AgacError('TOOL_INVALID', `Python cannot be used: ${command} ${why}`, {
      actions: ['export AGAC_PYTHON=/path/to/python3'],
    });
  }
}

function endWords(outcome: Exclude<Exchange, {kind: 'reply'}>, {limitMs}: Pick<Patience, 'limitMs'>): string {
  return outcome.kind === 'late' ? `took ${longerThan(limitMs)} and was stopped` : `made Python end (${outcome.how})`;
}
