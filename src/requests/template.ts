import type {JsonObject} from '@agac/provider';
import type {Environment} from 'minijinja-js';
import {AgacError, type Problem} from '../domain/errors.js';
import type {Prompt} from '../domain/workflow.js';
import {strictSource} from '../templates/strict-source.js';
import {discardTemplateEngine, rendered, templateEngine} from '../templates/template-engine.js';
import {promptProblem} from './prompt-problem.js';
import {renderProblem, templateOf} from './render-problem.js';

/** A prompt, ready to be filled in. Throws RenderProblem when the context lacks what the prompt uses. */
export type Render = (context: JsonObject) => string;

export interface Templates {
  /** What is wrong with a prompt whatever the record; undefined: nothing. */
  check(prompt: Prompt): Problem | undefined;
  /** @throws AgacError TEMPLATE_INVALID for a prompt that {@link check} finds fault with */
  compile(prompt: Prompt): Render;
}

let compiled = 0;

/**
 * The Jinja dialect of prompts: plain text in and out (nothing is escaped for HTML), undefined names are errors, no
 * other file can be loaded, no code of the host can be reached, and values are never read as templates.
 *
 * Values print as the engine has them, which is not quite Python: `true`, `none`, `["a", 1]`, `{"k": "v"}`, and the
 * keys of an object come in alphabetical order.
 */
export function openTemplates(): Templates {
  return {
    check: (prompt) => promptProblem(prompt, templateEngine()),
    compile: (prompt) => {
      const problem = promptProblem(prompt, templateEngine());
      if (problem !== undefined) throw invalid(problem);
      return compiledPrompt(prompt);
    },
  };
}

function compiledPrompt(prompt: Prompt): Render {
  const name = `prompt-${compiled++}`;
  const source = strictSource(templateOf(prompt));
  let knownTo: Environment | undefined;
  return (context) => {
    const engine = templateEngine();
    if (knownTo !== engine) engine.addTemplate(name, source);
    knownTo = engine;
    try {
      return rendered(engine, name, context);
    } catch (error) {
      if (isOwnError(error)) throw renderProblem(error, prompt, context);
      discardTemplateEngine();
      throw renderProblem(new Error(`the template engine failed (${(error as Error).message})`), prompt, context);
    }
  };
}

/** Anything but the engine's own errors, such as a full stack from deep data, leaves it unusable. */
function isOwnError(error: unknown): boolean {
  return error instanceof Error && Object.getPrototypeOf(error) === Error.prototype;
}

function invalid({file, line, message}: Problem): AgacError {
  return new AgacError('TEMPLATE_INVALID', `${message} It is in ${file}, line ${line}.`, {
    actions: ['Correct the prompt and type the command again.'],
  });
}
