import {constructFromEvents, EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, type Schema} from 'js-yaml';
import type {Place} from './located.js';

export type ScalarEvent = Extract<Event, {type: typeof EVENT_ID.SCALAR}>;

export interface EventSource {
  /** Of one document, already proven to be well-formed. */
  readonly events: readonly Event[];
  readonly text: string;
  /** Named by places and problems. */
  readonly file: string;
  readonly schema: Schema;
  readonly lineAt: (offset: number) => number;
}

/** Goes through the events of a YAML document, one by one. */
export class EventReader {
  readonly #source: EventSource;
  #next = 1; // after the document event
  #offset = 0;

  constructor(source: EventSource) {
    this.#source = source;
  }

  peek(): Event {
    return this.#source.events[this.#next]!;
  }

  take(): Event {
    const event = this.peek();
    this.#offset = startOf(event) ?? this.#offset;
    this.#next += 1;
    return event;
  }

  /** Whether the list or map that is being read goes on. */
  hasMore(): boolean {
    return this.peek().type !== EVENT_ID.POP;
  }

  /** Where the next value is written; for one that is left out, where the one before it is. */
  offset(): number {
    return startOf(this.peek()) ?? this.#offset;
  }

  slice(start: number, end: number): string {
    return this.#source.text.slice(start, end);
  }

  placeOf(offset: number): Place {
    return {file: this.#source.file, line: this.#source.lineAt(offset)};
  }

  /** Line of the first character, from this offset on, that is not white space. */
  textLineOf(offset: number): number {
    const space = /\s*/y;
    space.lastIndex = offset;
    const skipped = space.exec(this.#source.text)?.[0].length ?? 0;
    return this.#source.lineAt(offset + skipped);
  }

  /** What is written, quotes and escapes undone. */
  textOf(event: ScalarEvent): string {
    return getScalarValue(this.#source.text, event);
  }

  valueOf(event: ScalarEvent): null | boolean | number | string {
    const {events, text, schema} = this.#source;
    const alone = [events[0]!, {...event, anchorStart: -1, anchorEnd: -1}, {type: EVENT_ID.POP}];
    return constructFromEvents(alone, {source: text, schema})[0] as null | boolean | number | string;
  }
}

export function isMergeKey(event: Event, text: string): boolean {
  return text === '<<' && event.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN;
}

function startOf(event: Event): number | undefined {
  const offsets = [
    'tagStart' in event ? event.tagStart : -1,
    'anchorStart' in event ? event.anchorStart : -1,
    'valueStart' in event ? event.valueStart : -1,
    'start' in event ? event.start : -1,
  ].filter((offset) => offset >= 0);
  return offsets.length === 0 ? undefined : Math.min(...offsets);
}
