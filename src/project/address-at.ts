import {isLoopback} from '../domain/loopback.js';
import type {Located, Place} from './located.js';
import type {Problems} from './problems.js';

/** An http or https URL without credentials, and where it is written. */
export interface Address extends Place {
  readonly url: string;
}

/** Reads what `base_url` says. What is no address is a problem, and undefined. */
export function addressAt(entry: Located | undefined, problems: Problems): Address | undefined {
  if (typeof entry?.value !== 'string') return undefined;
  const text = entry.value.trim();
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return void problems.error(entry, '"base_url" is not an address that begins with https:// or http://.');
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    const message = '"base_url" holds more than an address: a user name, password or query. (It is not shown here.)';
    return void problems.error(
      entry,
      message,
      'Write scheme, host and path alone; api_key names the variable with the key.',
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    problems.warn(
      entry,
      `Requests to ${url.host} go over http: others on the way can read them and the key.`,
      'Use https.',
    );
  }
  return {file: entry.file, line: entry.line, url: text};
}
