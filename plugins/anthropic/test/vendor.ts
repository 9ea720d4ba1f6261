import type {JsonObject} from '@agac/provider';
import {type LoopbackOptions, LoopbackVendor, type Manners} from '@agac/provider/fake';
import {ROUTES} from './vendor/routes.js';
import {errorObject, neverCame, schemaOf, speak} from './vendor/say.js';

const MANNERS: Manners = {
  name: 'anthropic',
  routes: ROUTES,
  // Its own client of 2026-11 sends the key as a token, older ones and the documentation in a header of its own.
  keyOf: ({headers}) => {
    const own = headers['x-api-key'];
    return typeof own === 'string' ? own : /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  },
  errorOf: ({status, message}) => ({
    status,
    json: JSON.stringify(errorObject(status, message)),
    headers: {'request-id': 'req_1'},
  }),
  words: {in_progress: 'running', canceling: 'stopping', ended: 'completed'},
  fileId: (number) => `file_${number}`,
  jobId: (number) => `msgbatch_01${String(number).padStart(6, '0')}`,
  readLine: (line) => {
    const {custom_id: id, params} = JSON.parse(line) as {custom_id: string; params: JsonObject};
    return {id, body: params};
  },
  speak,
  neverCame,
  schemaOf,
  hidesResults: true,
};

/** Anthropic's Message Batches API on the loopback interface. */
export class AnthropicVendor extends LoopbackVendor {
  constructor(options?: LoopbackOptions) {
    super(MANNERS, options);
  }
}
