import type {Json} from '@agac/provider';
import type {XmlEvent} from './xml-events.js';

interface Open {
  /** Attributes and children, in their order; of a name that comes again, all values. */
  readonly fields: Map<string, Json[]>;
  text: string;
}

/**
 * Builds the value of an element from its events: without attributes and children its text, else an object with both
 * by name, a name that comes again as a list, and text beside them as `text`. White space around a text is left out.
 */
export class ElementValues {
  readonly #open: Open[] = [];

  /** Takes the next event; returns the element that it closes where that one is the outermost. */
  take(event: XmlEvent): {readonly value: Json} | undefined {
    const current = this.#open.at(-1);
    if (event.kind === 'text') {
      if (current !== undefined) current.text += event.text;
      return undefined;
    }
    if (event.kind === 'open') {
      const fields = new Map(
        Object.entries(event.attributes).map(([name, value]): [string, Json[]] => [name, [value]]),
      );
      this.#open.push({fields, text: ''});
      return undefined;
    }
    const value = contentOf(this.#open.pop()!);
    const parent = this.#open.at(-1);
    if (parent === undefined) return {value};
    add(parent, event.name, value);
    return undefined;
  }
}

function contentOf(element: Open): Json {
  const text = element.text.trim();
  if (element.fields.size === 0) return text;
  if (text !== '') add(element, 'text', text);
  return Object.fromEntries(
    [...element.fields].map(([name, values]) => [name, values.length === 1 ? values[0]! : values]),
  );
}

function add({fields}: Open, name: string, value: Json): void {
  const values = fields.get(name);
  if (values === undefined) fields.set(name, [value]);
  else values.push(value);
}
