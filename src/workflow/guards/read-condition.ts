import {createRequire} from 'node:module';
import {conditionParser} from './condition-parser.js';
import type {Chevrotain} from './condition-tokens.js';
import {unexpected} from './unexpected.js';
import {ConditionError, type Written} from './written.js';

// The parser library takes some 60 ms to load, and most workflows have no guard.
let shared: ReturnType<typeof conditionParser> | undefined;

/**
 * Reads a condition. Nothing of it is ever run as code.
 * @throws ConditionError with the first thing that is wrong with it
 */
export function readCondition(text: string): Written {
  shared ??= conditionParser(createRequire(import.meta.url)('chevrotain') as Chevrotain);
  const {lexer, parser} = shared;
  const {tokens, errors} = lexer.tokenize(text);
  parser.input = tokens;
  const condition = parsed(() => parser.condition());
  const places = [...errors.map(({offset}) => offset), ...parser.errors.map(({token}) => token.startOffset)];
  if (places.length === 0) return condition;
  // The end of the text has no place.
  throw unexpected(text, Math.min(...places.map((place) => (place < 0 ? text.length : place))));
}

function parsed(parse: () => Written): Written {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ConditionError(0, 'it is nested too deeply', 'Work it out in a tool action before this one.');
  }
}
