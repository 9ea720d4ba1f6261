import type {Json, JsonObject} from '@agac/provider';
import {lineFinder} from '../domain/line-finder.js';
import {readEngineError} from './engine-error.js';
import {KeptText, type Restored} from './kept-text.js';
import {type Macro, type MacroFile, macrosIn, type TemplateProblem} from './macro-library.js';
import {openEngine, rendered} from './template-engine.js';
import {TemplateLoader} from './template-loader.js';
import {templateTree, UnevenTemplate} from './template-tree.js';

export interface FillIn {
  /** Named by problems. */
  readonly file: string;
  readonly text: string;
  readonly variables: JsonObject;
  readonly functions: Readonly<Record<string, (argument: Json) => string>>;
  /** Files whose macros can be called by their names alone. */
  readonly macroFiles: readonly MacroFile[];
  /** The text of another template, by the name that a template calls it. */
  readonly read: (name: string) => {readonly file: string; readonly text: string} | undefined;
}

export interface FilledIn extends Restored {
  /** The macros that the text defines itself. */
  readonly macros: readonly Macro[];
}

/** Whether there is anything in a text that a template engine would act on. */
export function isTemplate(text: string): boolean {
  return /\{[{%#]/.test(text);
}

/**
 * Fills in all of a text that can be known before there is a record, and leaves the rest of its templates as they are.
 * No record is anywhere near: what is known is what is handed over here.
 */
export function fillIn(source: FillIn): FilledIn | TemplateProblem {
  const {file, text} = source;
  const engine = openEngine();
  let loader: TemplateLoader | undefined;
  let lineOf: Restored['lineOf'] = (line) => line;
  try {
    const macros = macrosIn(templateTree(text), {file, source: text});
    const kept = new KeptText([text, ...source.macroFiles.map((each) => each.text), JSON.stringify(source.variables)]);
    loader = new TemplateLoader({engine, source, kept, ambiguous: twins(macros)});
    lineOf = kept.trace(loader.addMain());
    return {...kept.restore(rendered(engine, 'main', source.variables)), macros};
  } catch (error) {
    if (error instanceof UnevenTemplate) return {file, line: lineFinder(text)(error.at), message: error.message};
    const {message, line = 1} = readEngineError(error);
    const [, name = 'main'] = /\(in ([^\n]*):\d+\)/.exec((error as Error).message) ?? [];
    return {file: loader?.files.get(name) ?? file, line: name === 'main' ? lineOf(line) : line, message};
  }
}

function twins(macros: readonly Macro[]): ReadonlySet<string> {
  const names = macros.map(({name}) => name);
  return new Set(names.filter((name, i) => names.indexOf(name) !== i));
}
