import {once} from 'node:events';
import {type AddressInfo, connect, createServer} from 'node:net';
import {expect} from 'chai';
import {outgoing} from '../../src/conformance/outgoing.js';

describe('outgoing', () => {
  const server = createServer((socket) => socket.end('HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n'));
  let port = 0;

  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });

  after(() => server.close());

  it('tells of the connections that are made while it looks, and of no other', async () => {
    expect(await outgoing(() => {})).to.deep.equal([]);
    const made = await outgoing(() => fetch(`http://127.0.0.1:${port}`));
    await once(connect(port, '127.0.0.1').resume(), 'close');
    expect(made).to.deep.equal([`127.0.0.1:${port}`]);
  });

  it('tells of attempts that come to nothing', async () => {
    const made = await outgoing(() => once(connect(1, '127.0.0.1'), 'connect').catch(() => {}));
    expect(made).to.deep.equal(['nowhere']);
  });
});
