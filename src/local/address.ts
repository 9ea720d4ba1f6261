import {fault} from '@agac/provider';

const OLLAMA_PORT = '11434';

/**
 * The base of a server's chat completions, without a slash at its end. Ollama's own notation is taken for `ollama`:
 * no scheme, no port, no path, `0.0.0.0` for this machine. Throws the fault `unsupported` for what is no such address,
 * and for one with credentials in it: those would end up in files.
 */
export function chatAddress(name: string, address: string): string {
  const schemed = /^[a-z]+:\/\//i.test(address) ? address : `http://${address}`;
  const url = URL.parse(schemed);
  if (url === null || !/^https?:$/.test(url.protocol)) throw refused('is not an http or https URL');
  if (`${url.username}${url.password}${url.search}` !== '') {
    throw refused(
      'holds a user name, a password or a query; a key belongs into an environment variable, named by api_key',
    );
  }
  if (name === 'ollama') {
    if (schemed !== address && url.port === '') url.port = OLLAMA_PORT;
    if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1';
    if (url.pathname === '/') url.pathname = '/v1';
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

function refused(why: string): Error {
  return fault({
    code: 'unsupported',
    message: `The base_url ${why}.`,
    hint: 'Write one like http://127.0.0.1:8000/v1.',
    retry: 'never',
    outcome: 'not-sent',
  });
}
