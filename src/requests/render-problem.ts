import type {JsonObject} from '@agac/provider';
import type {Prompt} from '../domain/workflow.js';
import {readEngineError} from '../templates/engine-error.js';
import {missingName} from './missing-name.js';

interface Place {
  readonly prompt: Prompt;
  /** Of the prompt's file, from 1. */
  readonly line: number;
  readonly field?: string;
  readonly suggestion?: string;
}

/** A prompt cannot be rendered for one record. The message is a whole sentence and says all that the fields say. */
export class RenderProblem extends Error {
  override readonly name = 'RenderProblem';
  /** As in Prompt.name. */
  readonly prompt: string;
  readonly file: string;
  readonly line: number;
  /** What the record does not have, as the prompt writes it: `source.mesage`. */
  readonly field: string | undefined;
  /** What was probably meant: `source.message`. */
  readonly suggestion: string | undefined;

  constructor(message: string, {prompt, line, field, suggestion}: Place) {
    super(message);
    this.prompt = prompt.name;
    this.file = prompt.file;
    this.line = line;
    this.field = field;
    this.suggestion = suggestion;
  }
}

/** Turns an error of the template engine into one about the user's prompt and the record's fields. */
export function renderProblem(error: unknown, prompt: Prompt, context: JsonObject): RenderProblem {
  const said = readEngineError(error);
  const line = fileLine(prompt, said.line);
  const place = `(${prompt.file}, line ${line})`;
  const missing = said.message.includes('undefined') ? missingName(said, context) : undefined;
  if (missing === undefined) {
    return new RenderProblem(`The prompt \`${prompt.name}\` ${place} cannot be rendered: ${said.message}.`, {
      prompt,
      line,
    });
  }
  const {field, suggestion} = missing;
  const hint = suggestion === undefined ? '' : ` Did you mean \`${suggestion}\`?`;
  const message = `The prompt \`${prompt.name}\` ${place} uses \`${field}\`, which it is not given for this record.${hint}`;
  return new RenderProblem(message, {prompt, line, field, suggestion});
}

/** What the engine is given of a prompt: its macros, on lines before its own, and its text. */
export function templateOf({text, macros = ''}: Prompt): string {
  return macros + text;
}

/** The line of the prompt's file for a line of its template; for one of its macros, where the prompt begins. */
export function fileLine({line: first, macros = ''}: Prompt, line = 1): number {
  return first + Math.max(line - macros.split('\n').length, 0);
}
