import {type ChildProcessByStdio, spawn} from 'node:child_process';
import {once} from 'node:events';
import {extname} from 'node:path';
import type {Readable, Writable} from 'node:stream';
import {fileURLToPath} from 'node:url';
import {isFault, type JsonObject} from '@agac/provider';
import {textLines} from '@agac/provider/kit';
import {AgacError} from '../../domain/errors.js';
import {invalidInput} from '../invalid-input.js';
import type {InputFile} from '../list-inputs.js';
import type {End, Said} from './protocol.js';

/** What reading one file may take. */
export interface Allowance {
  readonly memoryBytes: number;
  /** Between two records. */
  readonly silenceMs: number;
}

const MIB = 1024 * 1024;
const ALLOWANCE: Allowance = {memoryBytes: 2048 * MIB, silenceMs: 600_000};

/** A process that reads files, one after another. */
interface Reader {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  readonly lines: AsyncIterator<string>;
}

interface Asked {
  readonly input: InputFile;
  readonly allowance: Allowance;
}

/** One that has read its file to the end, and waits for another. */
let idle: Reader | undefined;

/**
 * Reads a file in a process of its own: what its library takes for a file that was made to take all there is ends that
 * process and not this one. It has none of this process's variables.
 * @throws AgacError INPUT_INVALID as the reader of the format says, and where it takes more than it may
 */
export async function* readAside(input: InputFile, allowance = ALLOWANCE): AsyncGenerator<JsonObject> {
  const reader = idle !== undefined && isRunning(idle.process) ? idle : startReader();
  idle = undefined;
  hold(reader, true);
  reader.process.stdin.write(`${JSON.stringify({input, memoryBytes: allowance.memoryBytes})}\n`);
  let isReady = false;
  try {
    for (;;) {
      const said = await nextSaid(reader, {input, allowance});
      if ('record' in said) yield said.record;
      else {
        isReady = said.end === 'ready';
        return throwIfStopped(said);
      }
    }
  } finally {
    putAway(reader, isReady);
  }
}

function throwIfStopped({refused, bug}: End): void {
  if (refused !== undefined) throw new AgacError('INPUT_INVALID', refused.message, refused);
  if (bug !== undefined) throw new Error(bug);
}

function startReader(): Reader {
  // Sources run as they are under a loader (tests) have another suffix; the loader is in the arguments of this process.
  const script = fileURLToPath(new URL(`./reader${extname(import.meta.url)}`, import.meta.url));
  const loaders = process.execArgv.filter((argument) => !argument.startsWith('--inspect'));
  const child = spawn(process.execPath, [...loaders, script], {
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
    env: {},
  });
  // That it could not be started, or written to, shows as an end before the file's.
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  return {process: child, lines: textLines(child.stdout)[Symbol.asyncIterator]()};
}

/** Whether this process goes on as long as that one is there. */
function hold({process: child}: Reader, isHeld: boolean): void {
  for (const each of [child, child.stdin, child.stdout] as readonly {ref?(): void; unref?(): void}[]) {
    isHeld ? each.ref?.() : each.unref?.();
  }
}

function putAway(reader: Reader, isReady: boolean): void {
  hold(reader, false);
  if (isReady && idle === undefined) idle = reader;
  else reader.process.kill('SIGKILL');
}

async function nextSaid({process: child, lines}: Reader, {input, allowance}: Asked): Promise<Said> {
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, allowance.silenceMs);
  try {
    const {done, value} = await lines.next();
    const said = done === true ? undefined : parsed(value);
    if (said !== undefined) return said;
  } catch (cause) {
    if (!isFault(cause)) throw cause;
    throw invalidInput(input, {message: 'One record is larger than 32 MiB.', cause});
  } finally {
    clearTimeout(timer);
  }
  const {memoryBytes, silenceMs} = allowance;
  const message = isLate
    ? `Nothing more came of it for ${silenceMs / 1000} seconds.`
    : `Reading it takes more memory than there is, or than ${memoryBytes / MIB} MiB (${await endOf(child)}).`;
  throw invalidInput(input, {message, actions: ['Split the file, or save it anew.']});
}

/** Undefined for a line that breaks off, as the process has ended. */
function parsed(line: string): Said | undefined {
  try {
    return JSON.parse(line) as Said;
  } catch {
    return undefined;
  }
}

async function endOf(child: Reader['process']): Promise<string> {
  if (child.pid === undefined) return 'no process could be started for it';
  if (isRunning(child)) await once(child, 'exit');
  return child.signalCode ?? `exit code ${child.exitCode}`;
}

function isRunning({exitCode, signalCode}: Reader['process']): boolean {
  return exitCode === null && signalCode === null;
}
