import {EVENT_ID} from 'js-yaml';
import {isList, isMap, type Located, type LocatedMap, type LocatedValue} from './located.js';
import type {Problems} from './problems.js';
import {EventReader, type EventSource, isMergeKey, type ScalarEvent} from './yaml-events.js';

/** A value, where its text begins, and how many values it is with every alias written out. */
interface Node {
  readonly value: LocatedValue;
  readonly offset: number;
  readonly size: number;
}

/** More values than this, aliases written out, are an attack (or a data file, which does not belong here). */
const MAX_VALUES = 200_000;

/** Makes the events of a YAML document a tree in which each value knows its line. Undefined, with a problem: too big. */
export function buildTree(source: EventSource, problems: Problems): Located | undefined {
  const events = new EventReader(source);
  const node = new TreeBuilder(events, problems).read();
  if (node.size <= MAX_VALUES) return locate(events, node, node.offset);
  const message = `The file stands for ${node.size} values once its aliases are written out; at most ${MAX_VALUES} are read.`;
  return void problems.error({file: source.file}, message);
}

class TreeBuilder {
  readonly #anchors = new Map<string, Node | 'open'>();
  readonly #events: EventReader;
  readonly #problems: Problems;

  constructor(events: EventReader, problems: Problems) {
    this.#events = events;
    this.#problems = problems;
  }

  read(): Node {
    const offset = this.#events.offset();
    const event = this.#events.take();
    if (!('anchorStart' in event)) throw new TypeError('A YAML value was expected.');
    const anchor = event.anchorStart < 0 ? undefined : this.#events.slice(event.anchorStart, event.anchorEnd);
    if (event.type === EVENT_ID.ALIAS) return this.#alias(anchor ?? '', offset);
    if (anchor !== undefined) this.#anchors.set(anchor, 'open');
    const node = this.#content(event, offset);
    if (anchor !== undefined) this.#anchors.set(anchor, node);
    return node;
  }

  #content(event: ScalarEvent | {readonly type: number; readonly start: number}, offset: number): Node {
    if ('valueStart' in event) return this.#scalar(event, offset);
    return event.type === EVENT_ID.SEQUENCE ? this.#list(event.start) : this.#map(event.start);
  }

  #alias(anchor: string, offset: number): Node {
    const anchored = this.#anchors.get(anchor);
    if (anchored !== undefined && anchored !== 'open') return anchored;
    const message = `The alias *${anchor} stands inside of what it stands for.`;
    this.#problems.error(this.#events.placeOf(offset), message, 'Write the value out.');
    return {value: null, offset, size: 1};
  }

  #scalar(event: ScalarEvent, offset: number): Node {
    const value = this.#events.valueOf(event);
    if (typeof value === 'number') this.#checkNumber(value, this.#events.textOf(event), offset);
    return {value, offset: event.valueStart < 0 ? offset : event.valueStart, size: 1};
  }

  #list(offset: number): Node {
    const items: Located[] = [];
    let size = 1;
    while (this.#events.hasMore()) {
      const at = this.#events.offset();
      const node = this.read();
      items.push(locate(this.#events, node, at));
      size += node.size;
    }
    this.#events.take();
    return {value: items, offset, size};
  }

  #map(offset: number): Node {
    const own = new Map<string, Located>();
    const merged: LocatedValue[] = [];
    let size = 1;
    while (this.#events.hasMore()) {
      const at = this.#events.offset();
      const {key, isMerge} = this.#key();
      const node = this.read();
      size += node.size;
      if (isMerge) merged.push(node.value);
      else this.#add(own, key, locate(this.#events, node, at));
    }
    this.#events.take();
    return {value: mergeUnder(own, merged), offset, size};
  }

  #key(): {readonly key: string; readonly isMerge: boolean} {
    const event = this.#events.peek();
    const text = event.type === EVENT_ID.SCALAR ? this.#events.textOf(event) : undefined;
    const {value} = this.read();
    return {key: text ?? String(value), isMerge: isMergeKey(event, text ?? '')};
  }

  #add(map: Map<string, Located>, key: string, entry: Located): void {
    if (key === '__proto__') return this.#problems.error(entry, 'A key cannot be called __proto__.');
    const first = map.get(key);
    if (first !== undefined) {
      const message = `"${key}" is written a second time (first on line ${first.line}); the last one counts.`;
      this.#problems.warn(entry, message, 'Remove one of the two.');
    }
    map.set(key, entry);
  }

  #checkNumber(value: number, text: string, offset: number): void {
    const place = this.#events.placeOf(offset);
    if (!Number.isFinite(value)) this.#problems.error(place, `${text} is not a number that JSON can hold.`);
    else if (/^[-+]?\d+$/.test(text) && BigInt(text) !== BigInt(value)) {
      const message = `${text} has too many digits to be kept exactly as a number.`;
      this.#problems.error(place, message, `Put it into quotes: "${text}"`);
    }
  }
}

/** `at` is where its key or list item begins. */
function locate(events: EventReader, {value, offset}: Node, at: number): Located {
  const place = events.placeOf(at);
  // A value that is left out has nowhere to be.
  return {...place, textLine: value === null ? place.line : events.textLineOf(offset), value};
}

/** What a map says itself goes before what it merges, and earlier merges before later ones. */
function mergeUnder(own: LocatedMap, merged: readonly LocatedValue[]): LocatedMap {
  if (merged.length === 0) return own;
  const result = new Map(own);
  for (const value of merged.flatMap((each) => (isList(each) ? each.map((item) => item.value) : [each]))) {
    if (!isMap(value)) continue;
    for (const [key, entry] of value) if (!result.has(key)) result.set(key, entry);
  }
  return result;
}
