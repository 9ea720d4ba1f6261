import {AgacError} from './domain/errors.js';
import type {ExitCode} from './domain/exit.js';
import {errorEnvelope, errorText, exitCodeOf} from './report/errors.js';
import {writeStdout} from './stdout.js';

const REPORTED: unique symbol = Symbol.for('agac.reported');

/** Marks an error as already shown to the user. */
export function markReported(error: unknown): void {
  if (typeof error === 'object' && error !== null) Object.assign(error, {[REPORTED]: true});
}

/** Shows an error that no command of ours has shown (another plugin's command, an unknown one) and sets the exit code. */
export function reportUncaught(error: unknown, argv: readonly string[]): void {
  const status = exitCodeOf(error);
  process.exitCode = Math.max(Number(process.exitCode ?? 0), status) as ExitCode;
  if (typeof error === 'object' && error !== null && REPORTED in error) return;
  if (isQuietExit(error)) return;
  const isJson = argv.includes('--json') && !argv.slice(0, argv.indexOf('--json')).includes('--');
  if (isJson) writeStdout(`${JSON.stringify(errorEnvelope(error, []), undefined, 2)}\n`);
  else process.stderr.write(errorText(error));
}

/** `this.exit(n)` of an oclif command says nothing by design. */
function isQuietExit(error: unknown): boolean {
  return (error as {code?: unknown}).code === 'EEXIT';
}

/** What a signal ends a command with. */
export function interrupted(signal: NodeJS.Signals): AgacError {
  return new AgacError('INTERRUPTED', `Stopped by ${signal}. What was sent is on record.`, {
    actions: ['Type the command again to go on.'],
  });
}
