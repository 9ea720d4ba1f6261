import type {Connection} from '../domain/run.js';
import type {LlmAction} from '../domain/workflow.js';

/** What opens the provider of an action. */
export function connectionOf({vendor, keyEnv, baseUrl, vendorOptions}: LlmAction): Connection {
  return {
    vendor,
    ...(keyEnv === undefined ? {} : {keyEnv}),
    ...(baseUrl === undefined ? {} : {baseUrl}),
    options: vendorOptions,
  };
}
