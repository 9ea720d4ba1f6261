import type {Provider} from '@agac/provider';
import {AgacError} from '../domain/errors.js';
import {isListed, KEY_HOSTS, keyHosts} from '../domain/key-hosts.js';
import {isLoopback} from '../domain/loopback.js';
import type {Connection} from '../domain/run.js';
import {providerOf} from './find.js';
import {type Address, addressOf, keyVariable, type Opening} from './reach.js';

/** Which key goes where, and whose word that is. */
export interface KeyWay {
  /** The variable with the key. */
  readonly variable: string;
  /** Undefined: the provider does not tell. */
  readonly url: URL | undefined;
  /** A variable of the user's shell or of `.env`, another file of the project, or nobody: then it is the provider's own. */
  readonly saidBy: 'shell' | 'env-file' | 'project' | 'provider';
}

/** Of a connection and the provider that was opened for it; undefined: it is given no key. */
export function keyWay(connection: Connection, provider: Provider, opening: Opening): KeyWay | undefined {
  const {entries, env} = opening;
  const entry = providerOf(connection, entries);
  const variable = keyVariable(connection, entry);
  if (variable === undefined) return undefined;
  const address = addressOf(connection, entry, env);
  const url = URL.parse(provider.baseUrl ?? address?.url ?? '') ?? undefined;
  return {variable, url, saidBy: saidBy(address, opening)};
}

/** What stands in `.env` and is the same in the environment may have come from either: it is taken for the project's. */
function saidBy(address: Address | undefined, {envFile = {}}: Opening): KeyWay['saidBy'] {
  if (address === undefined) return 'provider';
  if (address.variable === undefined) return 'project';
  return envFile[address.variable] === address.url ? 'env-file' : 'shell';
}

/** Why a key may not go its way: the user lists the hosts for keys, and it is not among them. Undefined: it may. */
export function refusedHost({variable, url, saidBy}: KeyWay, {env}: Pick<Opening, 'env'>): AgacError | undefined {
  const hosts = keyHosts(env);
  if (hosts === undefined || saidBy === 'shell' || (url !== undefined && isListed(url, hosts))) return undefined;
  const where = url === undefined ? 'nobody says where' : hostOf(url);
  const by = saidBy === 'env-file' ? ', as .env says' : '';
  const listed = hosts.length === 0 ? 'no host' : hosts.join(', ');
  return new AgacError(
    'KEY_HOST_REFUSED',
    `The key in ${variable} would go to ${where}${by}; ${KEY_HOSTS} forbids it.`,
    {
      actions: [`${KEY_HOSTS} lists ${listed}.`],
      data: {variable, ...(url && {host: url.host})},
    },
  );
}

/**
 * A sentence on a key that the project sends to a host that is neither the vendor's own nor this machine. Undefined where
 * it does not, or where the user has listed the host.
 */
export function strangeHost(
  {variable, url, saidBy}: KeyWay,
  {env, envFile = {}}: Opening,
  ownHosts: readonly string[] = [],
): string | undefined {
  if (url === undefined || saidBy === 'shell' || saidBy === 'provider') return undefined;
  const isUsers = env[KEY_HOSTS] !== envFile[KEY_HOSTS];
  const known = [...ownHosts, ...((isUsers && keyHosts(env)) || [])];
  if (isLoopback(url.hostname) || isListed(url, known)) return undefined;
  const by = saidBy === 'env-file' ? ', as .env says' : '';
  return `The key in ${variable} goes to ${hostOf(url)}${by}.`;
}

/** What to do about a {@link strangeHost}. */
export const LIST_IT = `If it should, list the host in ${KEY_HOSTS}: keys then go to no host that is not listed there.`;

function hostOf({protocol, host}: URL): string {
  return protocol === 'http:' ? `http://${host}` : host;
}
