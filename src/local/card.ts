import type {ModelCard, ParameterName} from '@agac/provider';
import {MAX_LINE_BYTES} from '@agac/provider/kit';
import {isSample} from './engine.js';

const PARAMETERS: readonly ParameterName[] = [
  'temperature',
  'maxTokens',
  'topP',
  'stop',
  'seed',
  'presencePenalty',
  'frequencyPenalty',
];

/** What is known of a model on this machine: nothing is paid and nothing expires, and it can be read as it comes. */
export function describeModel(settings: {readonly name: string}, model: string): ModelCard {
  const common = {model, limits: {lineBytes: MAX_LINE_BYTES}, parameters: PARAMETERS, partialResults: true};
  // Whether a server follows the schema by decoding is the server's affair: Ollama and vLLM do, others do not.
  return isSample(settings, model) ? {...common, schema: 'strict', simulated: true} : {...common, schema: 'hint'};
}
