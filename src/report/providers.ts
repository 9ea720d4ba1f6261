import type {Abilities, ProviderLook} from '../verbs/look-at-providers.js';
import {bytes} from './words.js';

/** What `agac providers` prints. */
export function providerLines(looks: readonly ProviderLook[]): string[] {
  const width = Math.max(0, ...looks.map((look) => look.name.length));
  return looks.flatMap(({name, adapter, plugin, version, origin, usable, key, abilities}) => {
    const offered = origin === 'core' ? 'built in' : `${plugin} ${version}`;
    const source = adapter === undefined ? offered : `served by ${adapter} of ${offered}`;
    const keyState = key === undefined ? 'no key needed' : `${key.variable} ${key.isSet ? 'is set' : 'is not set'}`;
    const fit = usable ? '' : '  built for another contract: cannot be used';
    return [`${name.padEnd(width)}  ${source}  ${keyState}${fit}`, ...(abilities ? abilityLines(abilities) : [])];
  });
}

function abilityLines({online, cancel, find, card}: Abilities): string[] {
  const {limits, schema, parameters, windowHours, retentionDays} = card;
  const known = (value: number | undefined, unit: (number: number) => string) =>
    value === undefined ? 'unknown' : unit(value);
  return [
    `  run_mode: online        ${yes(online)}`,
    `  cancel                  ${yes(cancel)}`,
    `  find a lost submission  ${yes(find)}`,
    `  partial results         ${yes(card.partialResults)}`,
    `  follows a schema        ${schema}`,
    `  requests a part         ${known(limits.requests, String)}`,
    `  bytes a part            ${known(limits.bytes, bytes)}`,
    `  bytes a request         ${known(limits.lineBytes, bytes)}`,
    `  finishes within         ${known(windowHours, (hours) => `${hours} h`)}`,
    `  keeps results           ${known(retentionDays, (days) => `${days} days`)}`,
    `  parameters              ${parameters.join(', ') || 'none'}`,
  ];
}

function yes(value: boolean): string {
  return value ? 'yes' : 'no';
}
