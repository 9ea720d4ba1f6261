import type {Call} from '@agac/provider';
import type {KnownForms} from './answer-form.js';
import {answerByChat} from './chat.js';
import type {Engine} from './engine.js';
import type {SpooledRequest, SpooledResult} from './job.js';
import {answerBySample} from './sample-engine.js';

export interface AnswerCall extends Call {
  /** Where the key is looked up. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What is learnt of the server while it is asked. */
  readonly forms: KnownForms;
}

/**
 * Asks the engine. What goes wrong with the request is part of the result; undefined: the request is to be left out.
 * Rejects with the signal's reason.
 */
export async function answerRequest(
  request: Pick<SpooledRequest, 'id' | 'body'>,
  engine: Engine,
  call: AnswerCall,
): Promise<SpooledResult | undefined> {
  if (engine.kind === 'sample') return answerBySample(request, engine.rehearsal, call.signal);
  const key = engine.keyEnv === undefined ? undefined : call.env[engine.keyEnv];
  return answerByChat(request.body, {baseUrl: engine.baseUrl, key, keyEnv: engine.keyEnv}, call);
}
