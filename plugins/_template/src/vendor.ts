import type {JsonObject} from '@agac/provider';
import {type LoopbackOptions, LoopbackVendor, type Manners} from '@agac/provider/fake';
import {ROUTES} from './vendor/routes.js';
import {neverCame, schemaOf, speak} from './vendor/say.js';

const MANNERS: Manners = {
  name: 'acme',
  takesRanges: true,
  routes: ROUTES,
  keyOf: ({headers}) => /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1],
  errorOf: ({status, code, message}) => ({status, json: JSON.stringify({error: {code, message}})}),
  words: {
    validating: 'validating',
    queued: 'queued',
    running: 'running',
    finalizing: 'finalizing',
    done: 'completed',
    failed: 'failed',
    expired: 'expired',
    stopping: 'stopping',
    stopped: 'cancelled',
  },
  fileId: (number) => `file-${number}`,
  jobId: (number) => `job-${number}`,
  readLine: (line) => {
    const {id, request} = JSON.parse(line) as {id: string; request: JsonObject};
    return {id, body: request};
  },
  speak,
  neverCame,
  schemaOf,
};

/** Acme's batch API on the loopback interface. */
export class AcmeVendor extends LoopbackVendor {
  constructor(options: LoopbackOptions = {}) {
    super(MANNERS, options);
  }
}
