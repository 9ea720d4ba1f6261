import type {BatchRate, ModelCard, ParameterName, Price} from '@agac/provider';
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

/** Batches are worked off request by request, each at the price of any other. */
const BATCH_RATE: BatchRate = {share: 1, cached: 'share', source: 'the built-in engine', asOf: '2026-11-23'};
/** Answers that are made up cost nothing. What a server's cost, only the user knows: power, or the bill of a gateway. */
const NOTHING: Price = {inputPerMillion: 0, outputPerMillion: 0, source: 'the built-in engine', asOf: '2026-11-23'};

/** What is known of a model on this machine: nothing expires, and it can be read as it comes. */
export function describeModel(settings: {readonly name: string}, model: string): ModelCard {
  const limits = {lineBytes: MAX_LINE_BYTES};
  const common = {model, limits, parameters: PARAMETERS, partialResults: true, batchRate: BATCH_RATE};
  // Whether a server follows the schema by decoding is the server's affair: Ollama and vLLM do, others do not.
  if (!isSample(settings, model)) return {...common, schema: 'hint'};
  return {...common, schema: 'strict', simulated: true, price: NOTHING};
}
