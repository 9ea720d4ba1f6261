import type {NoBatchLane} from '@agac/provider';
import {BUILT_IN_ENGINE} from '../domain/built-in-engine.js';
import {AgacError} from '../domain/errors.js';
import type {Connection} from '../domain/run.js';
import {providerOf} from './find.js';
import {addressOf, keyVariable, type Opening} from './reach.js';

/**
 * What opens the built-in engine in the name of a vendor that has no batch lane: at the vendor's address and with its
 * key, by the variable's name. Throws WORKFLOW_INVALID where nobody says an address that may be stored.
 */
export function withoutLane(
  connection: Connection,
  {why, chat = {}}: NoBatchLane,
  {entries, env}: Pick<Opening, 'entries' | 'env'>,
): Connection {
  const {vendor, options} = connection;
  const entry = providerOf(connection, entries);
  const keyEnv = keyVariable(connection, entry);
  const baseUrl = chat.baseUrl ?? addressOf(connection, entry, env)?.url;
  if (baseUrl === undefined || !isPlain(baseUrl)) {
    const reason = baseUrl === undefined ? 'nobody says where' : 'its address is no plain http or https URL';
    throw new AgacError(
      'WORKFLOW_INVALID',
      `${vendor} has no batch lane (${why}), and cannot be asked without: ${reason}.`,
      {
        actions: [`base_url: https://…    (under providers: ${vendor}: or in the workflow)`, 'run_mode: online'],
      },
    );
  }
  return {
    vendor,
    adapter: BUILT_IN_ENGINE,
    ...(keyEnv === undefined ? {} : {keyEnv}),
    baseUrl,
    options: chat.options ?? options,
  };
}

/** Connections are stored, so nothing that may be a secret can be part of an address. */
function isPlain(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && /^https?:$/.test(url.protocol) && `${url.username}${url.password}${url.search}` === '';
}
