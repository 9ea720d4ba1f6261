import type {Located} from './located.js';
import type {Problems} from './problems.js';
import {isVariableName} from './secrets.js';

/** The name of an environment variable: `NAME` or `${NAME}`. Anything else may be a key and is a problem, not shown. */
export function variableAt(entry: Located | undefined, problems: Problems): string | undefined {
  if (typeof entry?.value !== 'string') return undefined;
  const text = entry.value.trim();
  const name = /^\$\{(.+)\}$/.exec(text)?.[1]?.trim() ?? text;
  if (isVariableName(name)) return name;
  const message = '"api_key" is not the name of an environment variable. (It is not shown here: it may be a key.)';
  return void problems.error(
    entry,
    message,
    'Write api_key: MY_API_KEY, for example, and put the key itself into .env or the environment.',
  );
}
