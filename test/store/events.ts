import type {JsonObject} from '@agac/provider';
import fc from 'fast-check';
import type {RunEvent} from '../../src/domain/run.js';

const number = fc.nat(1_000_000);
/** Any text, with line ends, quotes, lone surrogates and characters of several bytes. */
const text = fc.string({unit: 'binary', maxLength: 30});
const json = fc.dictionary(fc.string({maxLength: 8}), fc.jsonValue({maxDepth: 2})) as fc.Arbitrary<JsonObject>;

/** Events of any content; that they follow each other is of no concern to a journal. */
export const runEvents: fc.Arbitrary<RunEvent> = fc.oneof(
  fc.record({
    type: fc.constant('run-started' as const),
    at: text,
    run: text,
    workflow: text,
    digest: text,
    actions: fc.constant([]),
  }),
  fc.record({type: fc.constant('part-sending' as const), part: number, at: text}),
  fc.record({type: fc.constant('part-step' as const), part: number, step: json}),
  fc.record({type: fc.constant('part-sent' as const), part: number, at: text, receipt: fc.record({id: text})}),
  fc.record({type: fc.constant('part-not-sent' as const), part: number, message: text}),
  fc.record({type: fc.constant('part-unfound' as const), part: number}),
  fc.record({type: fc.constant('part-fetched' as const), part: number, lines: number, bytes: number}),
);

export const AT = '2026-11-23T00:00:00.000Z';

/** A few events, each with characters of several bytes. */
export function someEvents(count: number): RunEvent[] {
  return Array.from({length: count}, (_, part) => ({type: 'part-not-sent', part, message: `«né» ${part} 🙂`}));
}
