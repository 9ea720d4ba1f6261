import type {IncomingMessage, ServerResponse} from 'node:http';
import {expect} from 'chai';
import type {ApiSource} from '../../../src/domain/workflow.js';
import {fetchRecords} from '../../../src/records/api/fetch-records.js';
import {guardedLookup, isForbidden} from '../../../src/records/api/forbidden-address.js';
import {agacError, all} from '../inputs.js';
import {Api} from './server.js';

const USUAL: ApiSource = {url: '', headers: {}, records: [], maxBytes: 1_000_000, timeoutSeconds: 10};
const FETCHING = {env: {TOKEN: 'canary-value'}, signal: new AbortController().signal, log: () => undefined};

describe('fetchRecords', () => {
  let api: Api;
  afterEach(() => api.close());

  const serve = async (answer: string | ((request: IncomingMessage, response: ServerResponse) => void)) => {
    api = await Api.open(typeof answer === 'string' ? (_, response) => void response.end(answer) : answer);
  };
  const fetched = (more: Partial<ApiSource> = {}) =>
    all(fetchRecords({...USUAL, url: `${api.url}/x`, ...more}, FETCHING));
  const refusal = (more: Partial<ApiSource> = {}) => agacError(() => fetched(more));

  it('reads a list, exact, with the header that a variable makes', async () => {
    await serve('[{"id":9007199254740993},"a"]');
    expect(await fetched({headers: {Authorization: 'Bearer ${TOKEN}'}})).to.deep.equal([
      {id: '9007199254740993'},
      {value: 'a'},
    ]);
    expect(api.asked).to.deep.equal([{url: '/x', authorization: 'Bearer canary-value'}]);
  });

  it('finds the list where it is said to be, and nowhere else', async () => {
    const items = {records: ['data', 'items']};
    await serve('{"items":[0],"data":{"more":{"items":[1]},"items":[{"items":[2]},3],"n":{"data":[4]}},"x":[[5]]}');
    expect(await fetched(items)).to.deep.equal([{items: [2]}, {value: 3}]);
    api.close();
    await serve('{"data":{"items":[]}}');
    expect(await fetched(items)).to.deep.equal([]);
    for (const other of [
      '{"data":{}}',
      '{"data":{"items":{"a":[1]}}}',
      '{"items":[1]}',
      '[1]',
      '{"data":[{"items":[1]}]}',
    ]) {
      api.close();
      await serve(other);
      const {code, message} = await refusal(items);
      expect([code, message]).to.deep.equal(['INPUT_INVALID', message]);
      expect(message, other).to.match(/There is no list at data\.items|neither an array nor an object|no object/);
    }
  });

  it('reads page after page, on the same host alone', async () => {
    await serve((request, response) => {
      const page = Number(/\d+$/.exec(request.url ?? '')?.[0] ?? 1);
      const next = page < 3 ? `/x?page=${page + 1}` : null;
      response.end(JSON.stringify({links: {next}, items: [page]}));
    });
    const places = {records: ['items'], next: ['links', 'next']};
    expect(await fetched(places)).to.deep.equal([{value: 1}, {value: 2}, {value: 3}]);
    expect(api.asked.map(({url}) => url)).to.deep.equal(['/x', '/x?page=2', '/x?page=3']);
    api.close();
    await serve('{"items":[1],"links":{"next":"http://127.0.0.2/"}}');
    expect((await refusal(places)).message).to.contain('The address of the next page is on another host.');
    api.close();
    await serve('{"items":[1],"links":{"next":"/x"}}');
    expect((await refusal({...places, maxBytes: 1000})).message).to.contain('There are more than 1,000 bytes.');
  });

  it('stops at its limits of size and time, and says how to raise them', async () => {
    await serve(JSON.stringify(['x'.repeat(2000)]));
    const large = await refusal({maxBytes: 1000});
    expect([large.code, large.actions]).to.deep.equal(['INPUT_INVALID', ['Raise max_bytes: under data_source.']]);
    api.close();
    await serve((_, response) => void response.write('['));
    const slow = await refusal({timeoutSeconds: 0.3});
    expect(slow.code).to.equal('INPUT_UNREACHABLE');
    expect(slow.message).to.contain('has not sent everything within 0.3 seconds.');
  });

  it('follows no redirect, and never shows what a header holds', async () => {
    await serve((_, response) => void response.writeHead(302, {location: 'https://other.example/y?z=1'}).end());
    const moved = await refusal({headers: {Authorization: 'Bearer ${TOKEN}'}});
    expect(moved.code).to.equal('INPUT_UNREACHABLE');
    expect(moved.actions.join()).to.contain('Write url: https://other.example/y,');
    expect(api.asked).to.have.length(1);
    api.close();
    await serve((request, response) => void response.writeHead(401).end(request.headers.authorization));
    const refused = await refusal({headers: {Authorization: 'Bearer ${TOKEN}'}});
    expect(refused.message).to.match(/^127\.0\.0\.1:\d+ answered with the status 401\.$/);
    expect(refused.actions).to.deep.equal(['Look at what TOKEN holds.']);
    expect(JSON.stringify([refused, refused.message, refused.stack])).to.not.contain('canary-value');
  });

  it('takes no half of an answer, and nothing that is no JSON in UTF-8', async () => {
    for (const bytes of ['', '[{"a":1}', 'no', '"text"', Buffer.from('["caf\xe9"]', 'latin1')]) {
      await serve((_, response) => void response.end(bytes));
      const error = await refusal();
      expect([error.code, error.message]).to.deep.equal(['INPUT_INVALID', error.message]);
      expect(error.message).to.match(/^127\.0\.0\.1:\d+\/x: The answer cannot be read\./);
      api.close();
    }
    await serve((request, response) => {
      response.writeHead(200, {'content-length': 100});
      response.write('[1]', () => request.socket.destroy());
    });
    expect((await refusal()).code).to.equal('INPUT_UNREACHABLE');
  });

  it('reads from no address that hands out the keys of a machine', async () => {
    await serve('[1]');
    for (const host of ['169.254.169.254', '[fe80::1]', '0.0.0.0', '[::ffff:169.254.169.254]', '[fd00:ec2::254]']) {
      const error = await refusal({url: `https://${host}/latest`});
      expect(error.code).to.equal('INPUT_UNREACHABLE');
      expect(error.message).to.contain('is an address that agac does not read from.');
    }
    expect(isForbidden('127.0.0.1', {loopback: false})).to.equal(true);
    expect(isForbidden('::1', {loopback: false})).to.equal(true);
    expect(isForbidden('10.0.0.1', {loopback: false})).to.equal(false);
    const found = await new Promise<string>((resolve) => {
      guardedLookup(false)('localhost', {all: true}, (error) => resolve(error?.message ?? 'found'));
    });
    expect(found).to.match(/^its name leads to (127\.0\.0\.1|::1), which is not read from$/);
  });
});
