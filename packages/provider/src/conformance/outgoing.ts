import {subscribe, unsubscribe} from 'node:diagnostics_channel';
import type {Socket} from 'node:net';

/** `host:port` of every connection that this process makes while `act` runs; `nowhere` for each that comes to nothing. */
export async function outgoing(act: () => unknown): Promise<readonly string[]> {
  const made: string[] = [];
  const note = (message: unknown) => {
    const {socket} = message as {readonly socket: Socket};
    const fail = () => made.push('nowhere');
    socket.once('error', fail);
    socket.once('connect', () => {
      socket.off('error', fail);
      made.push(`${socket.remoteAddress}:${socket.remotePort}`);
    });
  };
  subscribe('net.client.socket', note);
  try {
    await act();
  } finally {
    unsubscribe('net.client.socket', note);
  }
  return made;
}
