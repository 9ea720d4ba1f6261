import {randomBytes} from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_CHARACTERS = 10;
const RANDOM_BYTES = 16;
const KEY_RADIX = 36;

/** A new id such as `run_01jd…`: 26 letters and digits after the prefix, sorted by the time they were made. */
export function newId(prefix: 'run' | 'batch', now: Date): string {
  let time = '';
  for (let rest = now.getTime(), i = 0; i < TIME_CHARACTERS; i += 1, rest = Math.floor(rest / 32)) {
    time = ALPHABET[rest % 32] + time;
  }
  const random = Array.from(randomBytes(RANDOM_BYTES), (byte) => ALPHABET[byte % 32]).join('');
  return `${prefix}_${time}${random}`;
}

/** Names a run and a part of it to a vendor: letters and digits, a letter first. */
export function partKey(run: string, part: number): string {
  return `${keyStem(run)}${part.toString(KEY_RADIX)}`;
}

export function isKeyOf(run: string, key: string): boolean {
  return key.startsWith(keyStem(run));
}

function keyStem(run: string): string {
  return `agac${run.replace('run_', '')}p`;
}
