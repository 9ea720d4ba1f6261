import {randomBytes} from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_CHARACTERS = 10;
const RANDOM_BYTES = 16;

/** A new id such as `run_01jd…`: 26 letters and digits after the prefix, sorted by the time they were made. */
export function newId(prefix: 'run' | 'batch', now: Date): string {
  let time = '';
  for (let rest = now.getTime(), i = 0; i < TIME_CHARACTERS; i += 1, rest = Math.floor(rest / 32)) {
    time = ALPHABET[rest % 32] + time;
  }
  const random = Array.from(randomBytes(RANDOM_BYTES), (byte) => ALPHABET[byte % 32]).join('');
  return `${prefix}_${time}${random}`;
}
