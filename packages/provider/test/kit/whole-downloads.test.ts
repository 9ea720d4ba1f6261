import type {ServerResponse} from 'node:http';
import {expect} from 'chai';
import {isFault} from '../../src/fault.js';
import {type Download, downloadLines} from '../../src/kit/download-lines.js';
import {send} from '../../src/kit/http.js';
import {loopback} from './loopback.js';

const quiet = {signal: new AbortController().signal, log: () => {}};

describe('kit/download-lines, whether they are whole', () => {
  /** The lines of a body that ends with its connection, or the message of the fault. */
  async function read(body: string, rules: Omit<Download, 'open'> = {}, cursor?: string): Promise<string | string[]> {
    const server = await loopback((_, response) => unframed(response, body));
    const lines: string[] = [];
    try {
      const download = {...rules, open: () => send(quiet, {method: 'GET', url: server.url})};
      for await (const {text} of downloadLines([download], cursor)) lines.push(text);
      return lines;
    } catch (error) {
      if (!isFault(error)) throw error;
      expect([error.code, error.retry]).to.deep.equal(['truncated', 'later']);
      return error.message;
    } finally {
      await server.stop();
    }
  }

  it('takes a body that nobody framed for whole when it ends with a line', async () => {
    expect(await read('a\nb\n')).to.deep.equal(['a', 'b']);
    expect(await read('a\nb')).to.match(/in the middle of a line/);
  });

  it('counts bytes where the vendor tells them', async () => {
    expect(await read('a\nb\n', {bytes: async () => 4})).to.deep.equal(['a', 'b']);
    expect(await read('a\n', {bytes: async () => 4})).to.match(/after 2 bytes: the file has 4/);
  });

  it('counts lines where the vendor tells no more than their number; blank ones are none', async () => {
    expect(await read('a\n\r\n\nb\n', {lines: 2})).to.deep.equal(['a', 'b']);
    expect(await read('a\n\r\n\n', {lines: 2})).to.match(/1 of 2 lines/);
    expect(await read('a\nb\nc\n', {lines: 2})).to.deep.equal(['a', 'b', 'c']);
    expect(await read('', {lines: 1})).to.match(/0 of 1 lines/);
  });

  it('counts those before the cursor too, where the server sends all from the beginning', async () => {
    expect(await read('a\nb\n', {lines: 2}, '0:2')).to.deep.equal(['b']);
    expect(await read('a\nb\n', {lines: 3}, '0:2')).to.match(/2 of 3 lines/);
    expect(await read('a\nb', {}, '0:3')).to.match(/in the middle of a line/);
  });
});

/** Neither a length nor chunks. */
function unframed(response: ServerResponse, body: string): void {
  response.useChunkedEncodingByDefault = false;
  response.shouldKeepAlive = false;
  response.writeHead(200).end(body);
}
