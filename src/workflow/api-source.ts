import {isLoopback} from '../domain/loopback.js';
import type {ApiSource} from '../domain/workflow.js';
import {compact, mapOf, numberAt, textAt} from '../project/keys-of.js';
import {isMap, type Located, type LocatedMap} from '../project/located.js';
import type {Problems} from '../project/problems.js';
import {isSecretName, isVariableName, reportSecrets} from '../project/secrets.js';

const MAX_BYTES = 10 * 1024 * 1024;
const TIMEOUT_SECONDS = 30;

const API_KEYS = ['url', 'headers', 'query', 'records', 'next', 'max_bytes', 'timeout'];
const FOLDER_KEYS = ['folder', 'file_type'];
/** What the connection itself sets. */
const OWN_HEADERS = /^(host|connection|content-length|transfer-encoding|accept-encoding|te|upgrade|expect)$/i;
const VARIABLE = /\$\{([^}]*)\}/g;

/** Records from an address: what `data_source` says where its type is `api`; undefined for other types. */
export function parseApi(entry: Located | undefined, problems: Problems): ApiSource | undefined {
  if (!isMap(entry?.value)) return undefined;
  const keys = entry.value;
  const isApi = textAt(keys, 'type')?.toLowerCase() === 'api';
  for (const key of isApi ? FOLDER_KEYS : API_KEYS) {
    const misplaced = keys.get(key);
    if (misplaced === undefined || misplaced.value === null) continue;
    const suggestion = isApi ? `Remove "${key}".` : 'Write type: api.';
    problems.error(misplaced, `"${key}" means nothing with this type of data_source.`, suggestion);
  }
  if (!isApi) return undefined;
  const url = addressOf(entry, keys, problems);
  const records = pathAt(keys, 'records', problems);
  const next = pathAt(keys, 'next', problems);
  if (next !== undefined && records === undefined) {
    const message = '"next" needs "records": an answer that is a list has no room for an address.';
    problems.error(keys.get('next')!, message, 'Write records: and the key of the list.');
  }
  return compact({
    url: url ?? '',
    headers: headersOf(keys.get('headers'), problems),
    records: records ?? [],
    next,
    maxBytes: numberAt(keys, 'max_bytes') ?? MAX_BYTES,
    timeoutSeconds: numberAt(keys, 'timeout') ?? TIMEOUT_SECONDS,
  });
}

function addressOf(entry: Located, keys: LocatedMap, problems: Problems): string | undefined {
  const written = keys.get('url');
  if (typeof written?.value !== 'string') {
    if (written === undefined || written.value === null) {
      problems.error(entry, '"data_source" names no address.', 'Write url: https://…');
    }
    return undefined;
  }
  const url = URL.parse(written.value.trim());
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return void problems.error(written, '"url" is not an address that begins with https://.');
  }
  if (url.username !== '' || url.password !== '') {
    const message = '"url" holds a user name or password. (It is not shown here.)';
    return void problems.error(written, message, 'Send it as a header, with the name of a variable.');
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return void problems.error(written, `"url" reads ${url.host} over http, where others can read it.`, 'Use https.');
  }
  url.hash = '';
  for (const [name, value] of textsOf(keys.get('query'), problems)) url.searchParams.set(name, value);
  const isSecret = [...url.searchParams].some(([name, value]) => isSecretName(name) || value.includes('${'));
  if (isSecret) {
    const message = 'A key in the query of an address is kept in logs. (It is not shown here.)';
    return void problems.error(keys.get('query') ?? written, message, 'Send it as a header, if the API takes one.');
  }
  return url.href;
}

/** Values as they are to be sent, with `${NAME}` for each variable. */
function headersOf(entry: Located | undefined, problems: Problems): Readonly<Record<string, string>> {
  const headers = [...textsOf(entry, problems)].map(([name, value]): [string, string] => {
    const at = mapOf(entry).get(name)!;
    const secret = isSecretName(name);
    const text = secret && isVariableName(value) ? `\${${value}}` : value;
    const variables = [...text.matchAll(VARIABLE)].map(([, variable = '']) => variable);
    const unnamed = variables.find((variable) => !isVariableName(variable));
    // Beside a variable there may be a word such as Bearer.
    const rest = text.replace(VARIABLE, '').trim();
    if (unnamed !== undefined || (secret && (variables.length === 0 || !/^[A-Za-z]{0,12}$/.test(rest)))) {
      const message = `The header ${JSON.stringify(name)} holds a secret, or no name of a variable. (It is not shown here.)`;
      problems.error(at, message, `Write ${name}: "Bearer \${MY_TOKEN}", for example, and put the token into .env.`);
    } else reportSecrets(at, problems);
    if (OWN_HEADERS.test(name)) problems.error(at, `The header ${JSON.stringify(name)} cannot be set.`, 'Remove it.');
    return [name, text];
  });
  return Object.fromEntries(headers);
}

function textsOf(entry: Located | undefined, problems: Problems): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const [name, located] of mapOf(entry)) {
    if (typeof located.value === 'object') problems.error(located, `"${name}" is not a text.`);
    else texts.set(name, String(located.value));
  }
  return texts;
}

/** `data.items` as its keys. */
function pathAt(keys: LocatedMap, key: string, problems: Problems): readonly string[] | undefined {
  const text = textAt(keys, key)?.trim();
  if (text === undefined) return undefined;
  const path = text.replace(/^\$\./, '').split('.');
  if (path.every((step) => step !== '' && step !== '*' && step !== '$' && !step.includes('['))) return path;
  return void problems.error(keys.get(key)!, `"${key}" is no path.`, 'Write keys with dots between them: data.items');
}
