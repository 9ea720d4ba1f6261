import {expect} from 'chai';
import {send} from '../../src/kit/http.js';
import {responseFault, sentenceIn} from '../../src/kit/http-faults.js';
import {loopback} from './loopback.js';

const KEY = 'canary-key-0123456789';
const context = {vendor: 'Acme', secrets: [KEY], keyEnv: 'ACME_API_KEY', now: 0};

async function faultFor(status: number, headers: Record<string, string>, body: string) {
  const server = await loopback((_, response) => response.writeHead(status, headers).end(body));
  try {
    const signal = new AbortController().signal;
    return await responseFault(await send({signal, log: () => {}}, {method: 'GET', url: server.url}), context);
  } finally {
    await server.stop();
  }
}

describe('kit/http-faults', () => {
  const table: readonly (readonly [number, string, string, string])[] = [
    [301, 'vendor-error', 'later', 'unknown'],
    [400, 'refused', 'never', 'refused'],
    [401, 'auth', 'never', 'refused'],
    [402, 'refused', 'never', 'refused'],
    [403, 'auth', 'never', 'refused'],
    [404, 'not-found', 'never', 'refused'],
    [405, 'refused', 'never', 'refused'],
    [408, 'vendor-error', 'later', 'unknown'],
    [409, 'vendor-error', 'later', 'unknown'],
    [410, 'gone', 'never', 'refused'],
    [413, 'refused', 'never', 'refused'],
    [422, 'refused', 'never', 'refused'],
    [429, 'rate-limited', 'later', 'refused'],
    [500, 'vendor-error', 'later', 'unknown'],
    [503, 'vendor-error', 'later', 'unknown'],
    [529, 'vendor-error', 'later', 'unknown'],
  ];
  for (const [status, code, retry, outcome] of table) {
    it(`${status} is ${code}, ${retry}, ${outcome}`, async () => {
      expect(await faultFor(status, {}, '')).to.include({code, retry, outcome, message: `Acme answered ${status}.`});
    });
  }

  it('hands on how long to wait, where waiting helps', async () => {
    expect((await faultFor(429, {'retry-after': '7'}, '')).afterMs).to.equal(7000);
    expect((await faultFor(503, {'retry-after': 'Thu, 01 Jan 1970 00:00:09 GMT'}, '')).afterMs).to.equal(9000);
    expect((await faultFor(400, {'retry-after': '7'}, '')).afterMs).to.equal(undefined);
  });

  it('names the variable of the key and never shows the key', async () => {
    const body = JSON.stringify({error: {message: `Incorrect API key provided: ${KEY}.`}});
    const error = await faultFor(401, {}, body);
    expect(error.message).to.equal('Acme answered 401: Incorrect API key provided: ***.');
    expect(error.hint).to.equal('Check the key in ACME_API_KEY.');
  });

  it('shows at most 300 characters of a text, and nothing of a page', async () => {
    expect((await faultFor(400, {}, 'x'.repeat(100_000))).message).to.have.length('Acme answered 400: '.length + 300);
    expect((await faultFor(502, {}, ' <!doctype html><h1>Bad gateway</h1>')).message).to.equal('Acme answered 502.');
  });

  it('finds the sentence in the usual shapes', () => {
    for (const body of [
      '{"error": {"message": "no"}}',
      '{"error": "no"}',
      '{"message": "no"}',
      '{"detail": "no"}',
      '{"detail": [{"msg": "no"}]}',
      '[{"error": {"code": 400, "message": "no"}}]',
      ' no\n',
    ]) {
      expect(sentenceIn(body), body).to.equal('no');
    }
  });

  it('says where FastAPI found something wrong', () => {
    const body = '{"detail": [{"loc": ["body", "messages", 0, "role"], "msg": "Field required"}, {"msg": "more"}]}';
    expect(sentenceIn(body)).to.equal('body.messages.0.role: Field required');
  });
});
