import {fault, isFault} from '../fault.js';

const SENTENCES: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'the name server did not answer',
  ECONNREFUSED: 'the connection was refused',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no network',
  ETIMEDOUT: 'it did not answer',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
};

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO/;

/**
 * What an error of the connection means: `not-sent` before the connection was made (DNS, refused, TLS), `unknown`
 * after. Faults are handed on as they are. The message names the host only: a path may hold ids, a query a key.
 */
export function connectionFault(error: unknown, {host, connected}: {host: string; connected: boolean}): Error {
  if (isFault(error)) return error;
  const code = codeOf(error);
  const why = SENTENCES[code] ?? (error instanceof Error && error.message !== '' ? error.message : code);
  if (connected) {
    const message = `The connection to ${host} broke: ${why}.`;
    return fault({code: 'connection-lost', message, retry: 'later', outcome: 'unknown', cause: error});
  }
  return fault({
    code: 'unreachable',
    message: `${host} cannot be reached: ${why}.`,
    ...(CERTIFICATE.test(code) && {hint: 'A certificate authority of your own is named with NODE_EXTRA_CA_CERTS.'}),
    retry: 'later',
    outcome: 'not-sent',
    cause: error,
  });
}

/** The fault for a host that took too long. `what` completes "… did not ‹connect› within 30 s". */
export function timeoutFault(host: string, what: string, ms: number): Error {
  const notSent = what === 'connect';
  return fault({
    code: notSent ? 'unreachable' : 'timeout',
    message: `${host} did not ${what} within ${ms / 1000} s.`,
    retry: 'later',
    outcome: notSent ? 'not-sent' : 'unknown',
  });
}

function codeOf(error: unknown): string {
  const code = (error as {code?: unknown} | null)?.code;
  return typeof code === 'string' ? code : 'unknown error';
}
