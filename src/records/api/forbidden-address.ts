import {type LookupAddress, lookup} from 'node:dns';
import {BlockList, isIP, type LookupFunction} from 'node:net';

const LOOPBACK = blockList(['127.0.0.0/8', '::1/128']);
/**
 * This machine's own networks and the services of a cloud that hand out its keys. Private networks are not among them:
 * an API of the house is what many read from.
 */
const NEVER = blockList([
  '0.0.0.0/8',
  '169.254.0.0/16',
  '100.100.100.200/32',
  '192.0.0.192/32',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  'fe80::/10',
  'fd00:ec2::254/128',
  'ff00::/8',
  '64:ff9b::/96',
]);

/** Whether nothing may be read from this IP address; loopback only where the user has written it. */
export function isForbidden(address: string, {loopback}: {loopback: boolean}): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  return NEVER.check(address, family) || (!loopback && LOOPBACK.check(address, family));
}

/** Whether the host of a URL is this machine, as it is written. */
export function isLoopbackHost(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '');
  return (
    host === 'localhost' || (isIP(address) !== 0 && LOOPBACK.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'))
  );
}

/** Looks a name up as node does, and refuses it where one of its addresses is forbidden: names can lead anywhere. */
export function guardedLookup(loopback: boolean): LookupFunction {
  return (host, options, callback) => {
    lookup(host, {...options, all: true}, (error, addresses) => {
      const found = error === null ? addresses : [];
      const forbidden = found.find(({address}) => isForbidden(address, {loopback}));
      const failure =
        error ?? (forbidden && new Error(`its name leads to ${forbidden.address}, which is not read from`));
      if (failure) callback(failure, []);
      else if (options.all === true) callback(null, found);
      else callback(null, (found[0] as LookupAddress).address, found[0]!.family);
    });
  };
}

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    list.addSubnet(address, Number(prefix), address.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}
