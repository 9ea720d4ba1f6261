import type {JsonObject} from '@agac/provider';
import {type LoopbackOptions, LoopbackVendor, type Manners} from '@agac/provider/fake';
import {shapedManners} from '@agac/provider/openai-shape/fake';
import {fileObject, ROUTES} from './vendor-routes.js';

/** Files, completions and result lines are written as OpenAI's; jobs are Mistral's own. */
function manners(isInline: boolean): Manners {
  const shaped = shapedManners({name: 'mistral', routes: ROUTES, fileObject});
  const {basePath: _, ...rest} = shaped;
  return {
    ...rest,
    errorOf: ({status, code, message}) => ({
      status,
      json: JSON.stringify(
        status === 422 ? {detail: [{loc: ['body'], msg: message, type: code}]} : {object: 'error', message, type: code},
      ),
    }),
    words: {
      QUEUED: 'queued',
      RUNNING: 'running',
      SUCCESS: 'completed',
      FAILED: 'failed',
      TIMEOUT_EXCEEDED: 'expired',
      CANCELLATION_REQUESTED: 'stopping',
      CANCELLED: 'cancelled',
      success: 'completed',
    },
    fileId: (number) => uuid(1, number),
    jobId: (number) => uuid(2, number),
    readLine: (line) => {
      const {custom_id: id, body} = JSON.parse(line) as {custom_id: string; body: JsonObject};
      return {id, body};
    },
    // What a job never came to is in no file.
    neverCame: () => undefined,
    // Results of inline jobs are in the jobs themselves.
    ...(isInline && {hidesResults: true}),
  };
}

function uuid(kind: number, number: number): string {
  return `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** Mistral's batch API on the loopback interface. */
export class MistralVendor extends LoopbackVendor {
  constructor({inline = false, ...options}: LoopbackOptions & {readonly inline?: boolean} = {}) {
    super(manners(inline), options);
  }
}
