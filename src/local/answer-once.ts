import type {Call, ModelRequest, Result, Settings} from '@agac/provider';
import type {KnownForms} from './answer-form.js';
import {answerRequest} from './answer-request.js';
import {decodeLine} from './decode.js';
import {encodeRequest} from './encode.js';
import {engineFor} from './engine.js';

/** One request, answered now. Faults of the request, those of the server among them, are the result. */
export async function answerOnce(
  request: ModelRequest,
  {id, settings, call}: {id: string; settings: Settings; call: Call & {readonly forms: KnownForms}},
): Promise<Result> {
  call.signal.throwIfAborted();
  const {body} = encodeRequest(request, settings);
  const engine = engineFor(settings, request.model);
  const env = engine.kind === 'chat' && engine.keyEnv !== undefined ? {[engine.keyEnv]: settings.key()} : {};
  const result = await answerRequest({id, body}, engine, {...call, env});
  // A request that is left out of a batch can only be unprocessed when it is asked alone.
  return result === undefined
    ? {kind: 'unprocessed', id, reason: 'failed'}
    : decodeLine(JSON.stringify({id, ...result}));
}
