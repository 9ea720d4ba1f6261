import {expect} from 'chai';
import type {Settings} from '../../src/contract/provider.js';
import {isFault} from '../../src/fault.js';
import {openClient, unlessMissing, type VendorHost} from '../../src/kit/vendor-client.js';
import {type Loopback, loopback} from './loopback.js';

const call = {signal: new AbortController().signal, log: () => {}};

describe('kit/vendor-client', () => {
  let server: Loopback;
  let answer = {status: 200, body: '{"ok": true}', headers: {} as Record<string, string>};

  beforeEach(async () => {
    answer = {status: 200, body: '{"ok": true}', headers: {}};
    server = await loopback((_, response) => response.writeHead(answer.status, answer.headers).end(answer.body));
  });
  afterEach(() => server.stop());

  function client(host: Partial<VendorHost> = {}, baseUrl = `${server.url}/v1//`) {
    const settings: Settings = {
      name: 'acme',
      baseUrl,
      keyEnv: 'ACME_KEY',
      key: () => 'secret-0123456789',
      spool: '',
      options: {},
    };
    return openClient(settings, {
      vendor: 'Acme',
      baseUrl: 'https://acme.invalid',
      ownHosts: ['acme.invalid'],
      headers: (key) => ({'x-key': key}),
      ...host,
    });
  }

  async function faultOf(promised: Promise<unknown>) {
    const caught = await promised.catch((error: unknown) => error);
    expect(isFault(caught), String(caught)).to.equal(true);
    return caught as Error & {code: string; hint?: string; afterMs?: number; retry: string};
  }

  it('puts path and query behind the base URL, and the key into the headers', async () => {
    await client({query: 'api-version=1'}).json(call, {method: 'GET', path: '/jobs?limit=1'});
    await client({query: 'api-version=1'}).json(call, {method: 'POST', path: '/jobs', json: {a: 1}});
    const [get, post] = server.seen;
    expect([get?.url, post?.url]).to.deep.equal(['/v1/jobs?limit=1&api-version=1', '/v1/jobs?api-version=1']);
    expect(post?.headers).to.include({'x-key': 'secret-0123456789', 'content-type': 'application/json'});
  });

  it('follows a URL that the vendor names on its own host, and takes the key to no other', async () => {
    await client().json(call, {method: 'GET', path: `${server.url}/results/1`});
    expect(server.seen[0]?.url).to.equal('/results/1');
    for (const path of ['https://elsewhere.invalid/results', 'http://127.0.0.1:9/x', 'nonsense']) {
      expect((await faultOf(client().json(call, {method: 'GET', path}))).code).to.equal('foreign-host');
    }
    expect(server.seen).to.have.length(1);
  });

  it('takes JSON that is no object for a mistake of the vendor', async () => {
    for (answer.body of ['[]', 'null', '1', '<html>', '']) {
      expect(await faultOf(client().json(call, {method: 'GET', path: '/x'}))).to.include({
        code: 'vendor-error',
        retry: 'later',
      });
    }
  });

  it('lets the vendor explain an error beyond its status', async () => {
    answer = {
      status: 429,
      body: '{"error": {"code": "quota"}}',
      headers: {'retry-after-ms': '2500', 'retry-after': '9'},
    };
    const plain = await faultOf(client().json(call, {method: 'GET', path: '/x'}));
    expect(plain).to.include({code: 'rate-limited', retry: 'later', afterMs: 2500});
    const explain: VendorHost['explain'] = (_fault, status, body) =>
      status === 429 && body.includes('quota') ? {code: 'quota', retry: 'never', hint: 'Pay.'} : {};
    const explained = await faultOf(client({explain}).json(call, {method: 'GET', path: '/x'}));
    expect(explained).to.include({code: 'quota', retry: 'never', hint: 'Pay.'});
    expect(explained.afterMs).to.equal(undefined);
  });

  it('names the variable of a key that was refused', async () => {
    answer = {status: 401, body: 'no', headers: {}};
    expect((await faultOf(client().json(call, {method: 'GET', path: '/x'}))).hint).to.equal(
      'Check the key in ACME_KEY.',
    );
  });

  it('tells what is missing from what went wrong', async () => {
    for (answer.status of [404, 410]) {
      expect(await unlessMissing(client().json(call, {method: 'GET', path: '/x'}))).to.equal(undefined);
    }
    answer.status = 500;
    await faultOf(unlessMissing(client().json(call, {method: 'GET', path: '/x'})));
  });
});
