import type {Json, JsonObject} from '@agac/provider';
import {lineFinder} from '../domain/line-finder.js';
import {placed} from '../project/located.js';
import type {Problems} from '../project/problems.js';
import {isSecretName, isSecretText} from '../project/secrets.js';
import {fillIn, isTemplate} from '../templates/fill-in.js';
import {freeNames} from '../templates/free-names.js';
import type {Macro} from '../templates/macro-library.js';
import {segmentsOf} from '../templates/template-code.js';
import {TEMPLATES, type TemplateStore} from './macros.js';
import {findStoredPrompt} from './parse-prompt.js';
import type {PromptStore} from './prompt-store.js';

export interface WorkflowText {
  /** Relative to the project root. */
  readonly file: string;
  readonly text: string;
  /** Name of the workflow. */
  readonly name: string;
}

export interface FileSurroundings {
  readonly templates: TemplateStore;
  readonly prompts: PromptStore;
  /** Variables that the file may name; secrets among them stay out of reach. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly problems: Problems;
}

export interface FilledFile {
  readonly text: string;
  /** The line of the file, from 1, that a line of the text comes from. */
  readonly lineOf: (line: number) => number;
  /** Macros that the file defines. */
  readonly macros: readonly Macro[];
}

/**
 * Works out the templates in a workflow file, as far as they say the same for every record: loops, macros, variables.
 * What asks for a record's fields stays as it is. Undefined, with problems, where that cannot be done.
 */
export function fillInFile(source: WorkflowText, surroundings: FileSurroundings): FilledFile | undefined {
  const {file, text} = source;
  const {templates, problems} = surroundings;
  if (!isTemplate(text)) return {text, lineOf: (line) => line, macros: []};
  reportNow(source, problems);
  const env = environmentFor(source, surroundings);
  const filled = fillIn({
    file,
    text,
    variables: {workflow_name: source.name, env: env.values},
    functions: {load_prompt: (reference) => loadPrompt(reference, source, surroundings)},
    macroFiles: templates.macroFiles(),
    read: (name) => templates.all().find((each) => each.file === `${TEMPLATES}/${name}`),
  });
  if (!('message' in filled)) return filled;
  const missing = env.missing.find((name) => lineOf(filled, source, surroundings).includes(name));
  if (missing !== undefined && filled.message.includes('undefined')) {
    const suggestion = `Set it, or write env.get("${missing}", "…") with what holds without it.`;
    return void problems.error(filled, `The environment variable ${missing} is not set.`, suggestion);
  }
  const why = filled.message.replace(/^undefined value$/, 'a name in this line has no value');
  problems.error(filled, `The templates in this file cannot be worked out: ${why}.`);
  return undefined;
}

function environmentFor(
  {file, text}: WorkflowText,
  {templates, environment, problems}: FileSurroundings,
): {readonly values: JsonObject; readonly missing: readonly string[]} {
  const values: Record<string, Json> = {};
  const missing: string[] = [];
  for (const source of [{file, text}, ...templates.all()]) {
    const lineAt = lineFinder(source.text);
    for (const {name, at} of variablesIn(source.text)) {
      const value = environment[name];
      if (value === undefined) missing.push(name);
      else if (isSecretName(name) || isSecretText(value)) {
        const message = `The environment variable ${name} may hold a secret; those stay out of files and of what is stored.`;
        problems.error({file: source.file, line: lineAt(at)}, message, 'Name the variable itself: api_key: MY_API_KEY');
        // So that there is no second problem.
        values[name] = name;
      } else values[name] = value;
    }
  }
  return {values, missing};
}

/** The variables that the code of a template names: `env.NAME`, `env["NAME"]`, `env.get("NAME", …)`. */
function variablesIn(text: string): readonly {readonly name: string; readonly at: number}[] {
  return segmentsOf(text).flatMap(({tokens}) =>
    freeNames(tokens).flatMap(({name, fields: [field], start, end, isCalled}) => {
      if (name !== 'env' || field === undefined) return [];
      const isGet = field === 'get' && isCalled;
      const variable = isGet ? /^\s*\(\s*["']([^"']*)["']/.exec(text.slice(end))?.[1] : field;
      return variable === undefined ? [] : [{name: variable, at: start}];
    }),
  );
}

/** A workflow that differs each time it is read would be another one each time it is run. */
function reportNow({file, text}: WorkflowText, problems: Problems): void {
  const lineAt = lineFinder(text);
  for (const {tokens} of segmentsOf(text)) {
    const now = freeNames(tokens).find(({name}) => name === 'now');
    if (now === undefined) continue;
    const message = '"now" is not supported here: a workflow says the same whenever it is read.';
    problems.error({file, line: lineAt(now.start)}, message, 'Put the date into the records or the seed data.');
  }
}

function loadPrompt(reference: Json, {file, text}: WorkflowText, {prompts, problems}: FileSurroundings): string {
  const written = String(reference).trim().replace(/^\$/, '');
  const line = lineFinder(text)(Math.max(0, text.indexOf(written)));
  return findStoredPrompt(written, placed({file, line}, written), {prompts, problems})?.text ?? '';
}

function lineOf(
  {file, line}: {readonly file: string; readonly line: number},
  source: WorkflowText,
  {templates}: FileSurroundings,
): string {
  const found = [source, ...templates.all()].find((each) => each.file === file);
  return found?.text.split('\n')[line - 1] ?? '';
}
