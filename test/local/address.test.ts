import {expect} from 'chai';
import {chatAddress} from '../../src/local/address.js';
import {thrownBy} from './support.js';

describe('local/address', () => {
  const ollama: Readonly<Record<string, string>> = {
    '127.0.0.1': 'http://127.0.0.1:11434/v1',
    'gpu-box:8080': 'http://gpu-box:8080/v1',
    '0.0.0.0:11434': 'http://127.0.0.1:11434/v1',
    'http://gpu-box': 'http://gpu-box/v1',
    'https://gpu-box/': 'https://gpu-box/v1',
    'http://gpu-box:11434/proxy/v1/': 'http://gpu-box:11434/proxy/v1',
    '[::1]:11434': 'http://[::1]:11434/v1',
  };
  for (const [given, address] of Object.entries(ollama)) {
    it(`takes ${given} for Ollama at ${address}`, () => {
      expect(chatAddress('ollama', given)).to.equal(address);
    });
  }

  it('leaves the address of another server as it is', () => {
    expect(chatAddress('local', 'http://127.0.0.1:8000/v1/')).to.equal('http://127.0.0.1:8000/v1');
    expect(chatAddress('local', 'http://127.0.0.1:8000')).to.equal('http://127.0.0.1:8000');
    expect(chatAddress('local', 'localhost:8000/v1')).to.equal('http://localhost:8000/v1');
  });

  it('refuses what is no address, and one with a secret in it', () => {
    for (const given of [
      'ftp://host/v1',
      'http://',
      'http://user:pass@host/v1',
      'http://host/v1?key=abc',
      'not an address',
    ]) {
      expect(
        thrownBy(() => chatAddress('local', given)),
        given,
      ).to.include({code: 'unsupported', retry: 'never'});
    }
  });
});
