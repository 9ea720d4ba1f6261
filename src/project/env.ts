import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {parseEnv} from 'node:util';
import {AgacError} from '../domain/errors.js';

/**
 * The variables of the file `.env` at the root of a project; none where there is no such file.
 * @throws AgacError PROJECT_INVALID when it is there and cannot be read
 */
export function readEnvFile(root: string): Readonly<Record<string, string>> {
  const text = read(join(root, '.env'));
  return Object.fromEntries(
    Object.entries(parseEnv(text)).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return '';
    throw new AgacError('PROJECT_INVALID', `The file .env cannot be read (${code ?? 'unknown reason'}).`, {
      actions: ['Make it a file that you may read, or remove it.'],
      cause,
    });
  }
}
