import {subscribe, unsubscribe} from 'node:diagnostics_channel';
import type {Socket} from 'node:net';

/** `host:port` of every connection that this process opens while `act` runs. */
export async function outgoing(act: () => unknown): Promise<readonly string[]> {
  const made: string[] = [];
  const note = (message: unknown) => {
    const {socket} = message as {readonly socket: Socket};
    socket.once('connect', () => made.push(`${socket.remoteAddress}:${socket.remotePort}`));
    socket.once('error', () => made.push('a host that could not be reached'));
  };
  subscribe('net.client.socket', note);
  try {
    await act();
  } finally {
    unsubscribe('net.client.socket', note);
  }
  return made;
}
