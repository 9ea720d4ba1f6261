import {isAbsolute, relative} from 'node:path';
import {fileURLToPath} from 'node:url';

/** `TypeError: x is not a function (tools/score.js:12)`, from whatever a user's code threw. */
export function thrownSentence(thrown: unknown): string {
  try {
    if (!(thrown instanceof Error))
      return typeof thrown === 'string' ? thrown : (JSON.stringify(thrown) ?? String(thrown));
    const place = placeOf(thrown.stack ?? '');
    return `${thrown.name}: ${thrown.message}${place === undefined ? '' : ` (${place})`}`;
  } catch {
    return 'something that cannot be shown';
  }
}

/** The first place in a stack that is the user's own: no package, nothing of Node. Relative to the current folder. */
function placeOf(stack: string): string | undefined {
  for (const [, path = '', line] of stack.matchAll(
    /^ +at (?:.*\()?((?:file:\/\/)?\/[^\n()]*|[A-Za-z]:\\[^\n()]*):(\d+):\d+\)?$/gm,
  )) {
    if (path.includes('node_modules')) continue;
    const file = path.startsWith('file:') ? fileURLToPath(path) : path;
    const near = relative(process.cwd(), file);
    return `${isAbsolute(near) ? file : near}:${line}`.replaceAll('\\', '/');
  }
  return undefined;
}
