import {fault, type Json, type JsonObject} from '@agac/provider';
import {type BodyOptions, bodyOptions, known} from '@agac/provider/kit';
import {type Facts, OPENAI_LIKE} from './facts.js';
import {PRESETS} from './presets.js';
import {readFacts} from './read-facts.js';

/** The user's options, told apart: what is known of the server, and what goes into every body. */
export interface Options extends BodyOptions {
  /** As the user knows it. */
  readonly vendor: string;
  readonly facts: Facts;
}

const MEANINGLESS: Readonly<Record<string, string>> = {
  enable_prompt_caching: 'that is not part of the API that servers share',
  enable_caching: 'that is not part of the API that servers share',
  anthropic_version: 'that is a header of another vendor',
};

/**
 * Reads the options of a server that the user calls `name`: the preset of that name, or the one that they name, with all
 * else over it. Throws `unsupported` with everything that is wrong with them.
 */
export function readOptions(name: string, {preset: named, ...options}: JsonObject): Options {
  const {preset, problem} = presetOf(named, name);
  const {facts, rest, problems} = readFacts(options, {...OPENAI_LIKE, ...preset?.facts});
  const all = [...(problem === undefined ? [] : [problem]), ...problems];
  if (all.length > 0) throw fault({code: 'unsupported', message: all.join(' '), retry: 'never', outcome: 'not-sent'});
  return {vendor: preset?.vendor ?? name, facts: known(facts) as Facts, ...bodyOptions(rest, MEANINGLESS)};
}

function presetOf(named: Json | undefined, name: string) {
  const wanted = named ?? name;
  const preset = typeof wanted === 'string' && Object.hasOwn(PRESETS, wanted) ? PRESETS[wanted] : undefined;
  const isMissing = named !== undefined && preset === undefined;
  const names = Object.keys(PRESETS).join(', ');
  return {
    preset,
    problem: isMissing ? `The option preset is one of ${names}, not ${JSON.stringify(named)}.` : undefined,
  };
}
