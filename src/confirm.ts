import {createInterface} from 'node:readline/promises';

/** Whether there is somebody who could answer. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true && process.env['CI'] === undefined;
}

/** Asks on the terminal; only `y` or `yes` is a yes. Throws the signal's reason when it fires. */
export async function confirm(question: string, signal: AbortSignal): Promise<boolean> {
  const lines = createInterface({input: process.stdin, output: process.stderr});
  // On a terminal that is read line by line, Ctrl-C is a key and no signal.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const ended = new Promise<string>((resolve) => lines.on('close', () => resolve('')));
  try {
    const answer = await Promise.race([lines.question(`${question} [y/N] `, {signal}), ended]);
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    signal.throwIfAborted(); // the reason, not node's AbortError around it
    throw error;
  } finally {
    lines.close();
  }
}
