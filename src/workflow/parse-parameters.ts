import type {JsonObject, Parameters} from '@agac/provider';
import {compact, mapOf, numberAt, textsAt} from '../project/keys-of.js';
import {type Located, type LocatedMap, toJson} from '../project/located.js';
import type {Problems} from '../project/problems.js';
import {reportSecrets} from '../project/secrets.js';
import {VENDOR_KEYS} from './keys.js';

/** How the model is to answer; what is not written is left to the vendor. */
export function parseParameters(keys: LocatedMap): Parameters {
  return compact({
    temperature: numberAt(keys, 'temperature'),
    maxTokens: numberAt(keys, 'max_tokens'),
    topP: numberAt(keys, 'top_p'),
    stop: textsAt(keys, 'stop')?.map(({value}) => value),
    seed: numberAt(keys, 'seed'),
    presencePenalty: numberAt(keys, 'presence_penalty'),
    frequencyPenalty: numberAt(keys, 'frequency_penalty'),
  });
}

/** What goes to the provider as it is: `vendor_options`, and options of single vendors that stand beside it. */
export function parseVendorOptions(keys: LocatedMap, problems: Problems): JsonObject {
  const options = keys.get('vendor_options');
  if (options !== undefined) reportSecrets(options, problems);
  const beside = VENDOR_KEYS.flatMap((key) => {
    const entry = keys.get(key);
    return entry === undefined || entry.value === null ? [] : [[key, entry] as const];
  });
  return toObject([...beside, ...mapOf(options)]);
}

function toObject(entries: readonly (readonly [string, Located])[]): JsonObject {
  return Object.fromEntries(entries.map(([key, entry]) => [key, toJson(entry)]));
}
