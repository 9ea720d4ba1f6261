import {isLoopback} from './loopback.js';

/** The variable in which a user lists the hosts that keys may go to. */
export const KEY_HOSTS = 'AGAC_KEY_HOSTS';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The hosts that keys may go to: names, with a port or without, `*.` before one for all below it, `http://` where it may
 * be in the clear. Undefined: any host. Set to nothing, it lists none.
 */
export function keyHosts(env: Variables): readonly string[] | undefined {
  return env[KEY_HOSTS]?.split(/[\s,]+/).filter((host) => host !== '');
}

/** Whether an address is on one of these hosts; over http only on this machine, or where the list says so. */
export function isListed(url: URL, hosts: readonly string[]): boolean {
  return hosts.some((host) => fits(url, host.toLowerCase()));
}

const PATTERN = /^(?:(https?):\/\/)?(.+?)(?::(\d+))?\/?$/;

function fits(url: URL, pattern: string): boolean {
  const [, scheme, name = '', port] = PATTERN.exec(pattern) ?? [];
  const isSafe = url.protocol === 'https:' || scheme === 'http' || isLoopback(url.hostname);
  const isNamed = name.startsWith('*.') ? url.hostname.endsWith(name.slice(1)) : url.hostname === name;
  return isSafe && isNamed && (port === undefined || port === portOf(url));
}

function portOf({port, protocol}: URL): string {
  return port !== '' ? port : protocol === 'https:' ? '443' : '80';
}
