import {createRequire} from 'node:module';
import type {JsonObject} from '@agac/provider';
import type {Environment} from 'minijinja-js';
import {addTextFilters, throwComplaint} from './text-filters.js';

/** Steps that one rendering may take: some 80 ms. */
const FUEL = 1_000_000;

// One for the process: starting its WebAssembly module takes some 15 ms, so it also waits until a prompt is needed.
let shared: Environment | undefined;

/** The template engine, set up for prompts. */
export function templateEngine(): Environment {
  shared ??= openEngine();
  return shared;
}

/** After a crash: the next engine is a new instance with memory of its own. */
export function discardTemplateEngine(): void {
  shared = undefined;
  const {cache, resolve} = createRequire(import.meta.url);
  delete cache[resolve('minijinja-js')];
}

/** An engine of its own, set up in the same way, for templates that have more than prompts have. */
export function openEngine(): Environment {
  const {Environment} = createRequire(import.meta.url)('minijinja-js') as typeof import('minijinja-js');
  const engine = new Environment();
  engine.enablePyCompat();
  engine.undefinedBehavior = 'strict';
  engine.trimBlocks = true;
  engine.lstripBlocks = true;
  engine.keepTrailingNewline = true;
  engine.fuel = FUEL;
  // Errors then mark what they are about; see engine-error.ts.
  engine.debug = true;
  // It prints the engine's insides, and the whole record.
  engine.removeGlobal('debug');
  addTextFilters(engine);
  return engine;
}

/** A template that the engine knows, filled in. Throws the engine's own errors, and what a filter of ours complains of. */
export function rendered(engine: Environment, name: string, context: JsonObject): string {
  try {
    const text = engine.renderTemplate(name, context);
    throwComplaint();
    return text;
  } catch (error) {
    throwComplaint();
    throw error;
  }
}
