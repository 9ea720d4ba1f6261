import {expect} from 'chai';
import {isListed, keyHosts} from '../../src/domain/key-hosts.js';

describe('domain/key-hosts', () => {
  it('are any where nothing is said, and none where nothing is listed', () => {
    expect(keyHosts({})).to.equal(undefined);
    expect(keyHosts({AGAC_KEY_HOSTS: ' '})).to.deep.equal([]);
    expect(keyHosts({AGAC_KEY_HOSTS: 'a.example, b.example:8443\nc.example'})).to.deep.equal([
      'a.example',
      'b.example:8443',
      'c.example',
    ]);
  });

  const listed: readonly (readonly [string, string])[] = [
    ['https://a.example/v1', 'a.example'],
    ['https://a.example:8443/v1', 'a.example'],
    ['https://A.example/v1', 'a.EXAMPLE'],
    ['https://a.example/v1', 'https://a.example/'],
    ['https://a.example/v1', 'a.example:443'],
    ['https://x.a.example/', '*.a.example'],
    ['http://127.0.0.1:8000/v1', '127.0.0.1'],
    ['http://[::1]:8000/v1', '[::1]:8000'],
    ['http://lan.example:8000/v1', 'http://lan.example:8000'],
    ['http://lan.example/v1', 'http://lan.example:80'],
  ];
  for (const [url, host] of listed) {
    it(`lists ${url} as ${host}`, () => expect(isListed(new URL(url), [host])).to.equal(true));
  }

  const others: readonly (readonly [string, string])[] = [
    ['https://a.example.evil.example/', 'a.example'],
    ['https://evila.example/', '*.a.example'],
    ['https://a.example/', '*.a.example'],
    ['https://xa.example/', 'a.example'],
    ['https://a.example./', 'a.example'],
    ['https://a.example:8443/v1', 'a.example:443'],
    ['http://a.example/v1', 'a.example'],
    ['http://a.example/v1', 'https://a.example'],
    ['http://localhost:8000/', '127.0.0.1'],
    ['https://a.example/v1', 'a.example/v1'],
    ['https://a.example/v1', '*'],
    ['https://a.example/v1', ''],
  ];
  for (const [url, host] of others) {
    it(`does not list ${url} as ${host || 'nothing'}`, () => expect(isListed(new URL(url), [host])).to.equal(false));
  }
});
