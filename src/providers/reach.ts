import type {Connection} from '../domain/run.js';
import type {ProviderEntry} from './discover.js';

export interface Opening {
  readonly entries: readonly ProviderEntry[];
  /** Variables of the process and of the project's `.env`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What `.env` itself says; default: nothing. */
  readonly envFile?: Readonly<Record<string, string>>;
  readonly spool: string;
}

/** Name of the variable that holds this connection's key; undefined where none is needed. */
export function keyVariable(
  connection: Pick<Connection, 'vendor' | 'keyEnv'>,
  entry: ProviderEntry,
): string | undefined {
  return connection.keyEnv ?? (isOwn(connection, entry) ? entry.keyEnv : undefined);
}

export interface Address {
  readonly url: string;
  /** The variable that says it; undefined: the connection does. */
  readonly variable?: string;
}

/** The address that the connection or a variable says; undefined where that is left to the provider. */
export function addressOf(
  connection: Pick<Connection, 'vendor' | 'baseUrl'>,
  entry: ProviderEntry,
  env: Opening['env'],
): Address | undefined {
  if (connection.baseUrl !== undefined) return {url: connection.baseUrl};
  const variable = isOwn(connection, entry) ? entry.baseUrlEnv : undefined;
  const url = variable === undefined ? undefined : env[variable];
  return variable === undefined || url === undefined || url === '' ? undefined : {url, variable};
}

/** The variables that an entry names are for its own vendor: no other is sent that key, or looked for at that address. */
function isOwn({vendor}: Pick<Connection, 'vendor'>, entry: ProviderEntry): boolean {
  return vendor === entry.name;
}
