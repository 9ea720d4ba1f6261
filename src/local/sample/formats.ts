import type {Random} from './random.js';
import type {Topic} from './topic.js';

/** A text of a format, at least `length` long where the format can be. */
type Formatter = (random: Random, topic: Topic, length: number) => string;

const two = (value: number) => String(value).padStart(2, '0');
const hex = (random: Random, digits: number) =>
  Array.from({length: digits}, () => random.int(0, 15).toString(16)).join('');

const date: Formatter = (random) => `20${two(random.int(10, 29))}-${two(random.int(1, 12))}-${two(random.int(1, 28))}`;
const time: Formatter = (random) => `${two(random.int(0, 23))}:${two(random.int(0, 59))}:${two(random.int(0, 59))}Z`;

/** Slugs joined until they are long enough. */
function slugs(random: Random, topic: Topic, {length, between}: {length: number; between: string}): string {
  let text = topic.slug(random);
  while (text.length < length) text += `${between}${topic.slug(random)}`;
  return text;
}

// example.org, 192.0.2.0/24 and 2001:db8::/32 are set aside for examples: what is made up belongs to nobody.
const hostname: Formatter = (random, topic, length) =>
  `${slugs(random, topic, {length: length - '.example.org'.length, between: '.'})}.example.org`;
const email: Formatter = (random, topic, length) =>
  `${slugs(random, topic, {length: length - '@example.org'.length, between: '.'})}@example.org`;
const path: Formatter = (random, topic, length) => `/${slugs(random, topic, {length: length - 1, between: '/'})}`;
const uri: Formatter = (random, topic, length) => `https://example.org${path(random, topic, length - 19)}`;

/** The formats that are known, by their name in JSON Schema. */
export const FORMATS: Readonly<Record<string, Formatter>> = {
  date,
  time,
  'date-time': (random, topic, length) => `${date(random, topic, length)}T${time(random, topic, length)}`,
  duration: (random) => `P${random.int(1, 30)}D`,
  email,
  'idn-email': email,
  hostname,
  'idn-hostname': hostname,
  ipv4: (random) => `192.0.2.${random.int(1, 254)}`,
  ipv6: (random) => `2001:db8::${random.int(1, 0xffff).toString(16)}`,
  uri,
  url: uri,
  iri: uri,
  'uri-reference': path,
  'iri-reference': path,
  'json-pointer': path,
  uuid: (random) =>
    `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-${random.pick(['8', '9', 'a', 'b'])}${hex(random, 3)}-${hex(random, 12)}`,
};
