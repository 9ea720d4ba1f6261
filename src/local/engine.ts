import {fault, type Settings} from '@agac/provider';
import {chatAddress} from './address.js';
import {type Rehearsal, rehearsalOf} from './rehearsal.js';

/** Who answers: the built-in sample generator, or a server that speaks OpenAI's chat completions. */
export type Engine = SampleEngine | ChatEngine;

export interface SampleEngine {
  readonly kind: 'sample';
  readonly rehearsal: Rehearsal;
}

export interface ChatEngine {
  readonly kind: 'chat';
  /** Without a slash at its end; `/chat/completions` comes after it. */
  readonly baseUrl: string;
  /** Name of the variable with the key; undefined: no key is sent. */
  readonly keyEnv?: string;
}

/** The model that makes answers up. */
export const SAMPLE = 'sample';

/** Whether answers of this model are made up. Only `local` has it; a server may have a model of that name, too. */
export function isSample(settings: Pick<Settings, 'name'>, model: string): boolean {
  return settings.name === 'local' && model === SAMPLE;
}

/** Who answers for a model. Throws the fault `unsupported` where nobody can, or where an option makes no sense. */
export function engineFor(settings: Settings, model: string): Engine {
  if (isSample(settings, model)) return {kind: 'sample', rehearsal: rehearsalOf(settings.options)};
  const {baseUrl, keyEnv} = settings;
  if (baseUrl === undefined) {
    throw fault({
      code: 'unsupported',
      message: `The built-in engine has no model ${model}; without a base_url it has ${SAMPLE} only.`,
      hint: 'Add base_url: http://127.0.0.1:8000/v1 (a server with OpenAI-compatible chat completions) to the action, or use model_name: sample.',
      retry: 'never',
      outcome: 'not-sent',
    });
  }
  return {kind: 'chat', baseUrl: chatAddress(settings.name, baseUrl), ...(keyEnv !== undefined && {keyEnv})};
}
