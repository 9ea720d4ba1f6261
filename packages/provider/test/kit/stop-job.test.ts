import {expect} from 'chai';
import type {Phase} from '../../src/contract/status.js';
import {isFault} from '../../src/fault.js';
import {stopJob} from '../../src/kit/stop-job.js';
import {openClient} from '../../src/kit/vendor-client.js';
import {type Loopback, loopback} from './loopback.js';

describe('kit/stop-job', () => {
  let server: Loopback;
  let status = 200;
  let asked = 0;
  before(async () => {
    server = await loopback((_request, response) => {
      response.writeHead(status, {'content-type': 'application/json'}).end('{"message": "It has ended."}');
    });
  });
  after(() => server.stop());

  async function stop(phase: Phase): Promise<string> {
    const call = {signal: new AbortController().signal, log: () => {}};
    const client = openClient(
      {name: 'acme', key: () => 'unused', spool: '', options: {}},
      {vendor: 'Acme', baseUrl: server.url, ownHosts: [], headers: () => ({})},
    );
    asked = 0;
    const standing = async () => {
      asked += 1;
      return {phase, word: phase, ...(phase === 'ended' && {end: 'completed' as const})};
    };
    const caught = await stopJob(client, call, {path: '/cancel', standing}).catch((error: unknown) => error);
    return caught === undefined ? `no fault, asked ${asked} times` : isFault(caught) ? caught.code : String(caught);
  }

  it('asks once, and no more where that is taken', async () => {
    status = 200;
    expect(await stop('running')).to.equal('no fault, asked 0 times');
  });

  it('takes a refusal for nothing where the job has ended or is stopping', async () => {
    for (status of [400, 409, 422]) {
      for (const phase of ['ended', 'stopping'] as const) expect(await stop(phase)).to.equal('no fault, asked 1 times');
    }
  });

  it('hands on the refusal of a job that runs, and every other fault', async () => {
    status = 400;
    expect(await stop('running')).to.equal('refused');
    for (const [other, code] of [
      [401, 'auth'],
      [404, 'not-found'],
      [500, 'vendor-error'],
    ] as const) {
      status = other;
      expect(await stop('ended')).to.equal(code);
      expect(asked).to.equal(0);
    }
  });
});
