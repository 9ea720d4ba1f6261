import {isDeepStrictEqual} from 'node:util';
import {isFault, type Probe, type Provider} from '@agac/provider';
import type {Connection} from '../domain/run.js';
import {vendorFailure} from './failures.js';
import type {Ports} from './ports.js';

/**
 * What the batch-mode requests of a connection go through: itself or, where its vendor has no batch lane, what stands
 * in. Whoever can be asked is asked once in a run, and the answer is on record before anything is planned by it.
 */
export async function batchConnection(ports: Ports, connection: Connection): Promise<Connection> {
  const {store, now} = ports;
  const {lanes} = store.state;
  const known = lanes.find((lane) => isDeepStrictEqual(lane.connection, connection));
  if (known !== undefined) return known.instead?.connection ?? connection;
  const {probe} = await ports.provider(connection);
  if (probe === undefined) return connection;
  const found = await asked(ports, probe, connection);
  const at = now().toISOString();
  if (found.batch) {
    store.append({type: 'lane-probed', at, connection});
    return connection;
  }
  const {vendor} = connection;
  const {why} = found;
  const instead = {connection: ports.withoutLane(connection, found), why};
  store.append({type: 'lane-probed', at, connection, instead});
  const isTold = lanes.some((lane) => lane.instead !== undefined && lane.connection.vendor === vendor);
  if (!isTold) ports.notify({kind: 'warning', message: withoutWords(vendor, why)});
  return instead.connection;
}

function withoutWords(vendor: string, why: string): string {
  return `${vendor} has no batch lane; its requests are asked one by one, from this machine and at its usual price. ${why}`;
}

async function asked(
  {signal, log}: Ports,
  probe: NonNullable<Provider['probe']>,
  {vendor}: Connection,
): Promise<Probe> {
  try {
    return await probe({signal, log});
  } catch (error) {
    signal.throwIfAborted();
    throw isFault(error) ? vendorFailure(error, vendor) : error;
  }
}
