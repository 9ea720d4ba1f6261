import {isList, isMap, type Located} from './located.js';
import type {Problems} from './problems.js';

const VARIABLE = /^[A-Z][A-Z0-9_]*$/;
const SECRET_KEY = /(^|[_-])(api_?key|key|secret|password|passwd|authorization|(access|auth|bearer)_?token|token)$/i;
const SECRET_VALUE = /^(sk-|sk_|gsk_|xai-|hf_|ghp_|github_pat_|AIza|AKIA|ASIA|Bearer\s)[\w-]/;

/** Whether what goes by this name, a variable, a key of a map or a header, is likely to hold a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_KEY.test(name) || /^(proxy-)?(cookie|authorization)$/i.test(name);
}

/** Whether a text looks like a key, or is an address with a password in it. */
export function isSecretText(text: string): boolean {
  return SECRET_VALUE.test(text) || /:\/\/[^/\s@]*:[^/\s@]+@/.test(text);
}

/** Whether a text is the name of an environment variable, and not itself a key that happens to be in capitals. */
export function isVariableName(text: string): boolean {
  return VARIABLE.test(text) && text.length <= 64 && !/^[A-Z0-9]{20,}$/.test(text);
}

/** Reports every value in a free-form map that is a key or password. What it is, is not shown. */
export function reportSecrets(located: Located, problems: Problems): void {
  const {value} = located;
  if (isList(value)) for (const item of value) reportSecrets(item, problems);
  if (typeof value === 'string' && SECRET_VALUE.test(value)) reportSecret(located, problems);
  if (!isMap(value)) return;
  for (const [key, entry] of value) {
    if (SECRET_KEY.test(key) && typeof entry.value === 'string' && !isVariableName(entry.value)) {
      reportSecret(entry, problems);
    } else reportSecrets(entry, problems);
  }
}

function reportSecret(at: Located, problems: Problems): void {
  const message = 'This looks like a secret. It is not shown here; secrets do not belong into files of the project.';
  problems.error(at, message, 'Put it into an environment variable or .env, and name the variable with api_key.');
}
