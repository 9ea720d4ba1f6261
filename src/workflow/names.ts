import type {Located} from '../project/located.js';
import type {Problems} from '../project/problems.js';

const ACTION = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** Words that mean something else where an action could be named. */
export const RESERVED: readonly string[] = [
  'source',
  'version',
  'workflow',
  'seed',
  'prompt',
  'schema',
  'context_scope',
  'action',
];

/** Names that Windows keeps for devices, with or without a suffix: no file or folder can be called so. */
export function isDeviceName(name: string): boolean {
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name);
}

/** Reports a name that no action can have. */
export function checkActionName(name: Located & {readonly value: string}, problems: Problems): void {
  const {value} = name;
  if (!ACTION.test(value)) {
    const message = `An action cannot be named ${JSON.stringify(value.slice(0, 100))}: a name begins with a letter or underscore, goes on with letters, digits and underscores, and has at most 64 characters.`;
    const legal = value.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^(?=\d)/, '_');
    problems.error(name, message, ACTION.test(legal) ? `Call it ${legal}.` : undefined);
  } else if (RESERVED.includes(value.toLowerCase()) || isDeviceName(value)) {
    problems.error(
      name,
      `An action cannot be named "${value}": the word is taken.`,
      `Call it ${value}_1, for example.`,
    );
  }
}
