import type {Connection} from '../domain/run.js';
import type {LlmAction} from '../domain/workflow.js';

/** What opens the provider of an action. */
export function connectionOf({vendor, adapter, keyEnv, baseUrl, vendorOptions}: LlmAction): Connection {
  return {
    vendor,
    ...(adapter === undefined ? {} : {adapter}),
    ...(keyEnv === undefined ? {} : {keyEnv}),
    ...(baseUrl === undefined ? {} : {baseUrl}),
    options: vendorOptions,
  };
}
