import type {Environment} from 'minijinja-js';
import type {FillIn} from './fill-in.js';
import type {KeptText} from './kept-text.js';
import type {MacroFile} from './macro-library.js';
import {LITERAL, settle} from './settle.js';
import {strictSource} from './strict-source.js';
import {dedent, literal} from './template-filters.js';
import {usedNames} from './used-names.js';

/** Functions that the engine brings along. */
const BUILT_IN = ['range', 'dict', 'namespace', 'lipsum', 'cycler', 'joiner'];

export interface Loading {
  readonly engine: Environment;
  readonly source: FillIn;
  readonly kept: KeptText;
  /** Macros that the text defines more than once: they belong where they are. */
  readonly ambiguous: ReadonlySet<string>;
}

/** Gives the engine the templates that a text needs, each with only that filled in which can be. */
export class TemplateLoader {
  /** Files by the names that the engine knows them by. */
  readonly files = new Map<string, string>();
  readonly #loading: Loading;
  readonly #functions: ReadonlySet<string>;
  #included = 0;

  constructor(loading: Loading) {
    const {engine, source} = loading;
    this.#loading = loading;
    const macros = source.macroFiles.flatMap((file) => file.macros.map(({name}) => name));
    this.#functions = new Set([...BUILT_IN, ...Object.keys(source.functions), ...macros]);
    // Lines of YAML end where they end; settle() closes up what statements leave behind.
    engine.trimBlocks = false;
    engine.lstripBlocks = false;
    engine.addFilter(LITERAL, literal);
    engine.addFilter('dedent', dedent);
    for (const [name, call] of Object.entries(source.functions)) engine.addGlobal(name, call);
  }

  /** Registers the text itself, and returns it as the engine has it. */
  addMain(): string {
    const {file, text, variables} = this.#loading.source;
    return this.#add({name: 'main', file, text, variables: new Set(Object.keys(variables)), marked: true});
  }

  #add({
    name,
    file,
    text,
    variables,
    marked,
  }: {
    name: string;
    file: string;
    text: string;
    variables: ReadonlySet<string>;
    marked: boolean;
  }): string {
    const {engine, kept, ambiguous} = this.#loading;
    this.files.set(name, file);
    const load = (wanted: string, known: ReadonlySet<string>) => this.#load(wanted, known);
    const settled = settle(text, {variables, functions: this.#functions, kept, marked, ambiguous, load});
    const template = this.#imports(text, file) + settled;
    engine.addTemplate(name, strictSource(template));
    return template;
  }

  #load(wanted: string, variables: ReadonlySet<string>): string | undefined {
    const found = this.#loading.source.read(wanted);
    if (found === undefined) return undefined;
    this.#included += 1;
    if (this.#included > 100) throw new Error('templates include each other without end');
    const name = `${wanted}#${this.#included}`;
    this.#add({name, ...found, variables, marked: false});
    return name;
  }

  /** Macros are called by their names alone, from wherever they are; this makes the engine find them. */
  #imports(text: string, file: string): string {
    const called = new Set(usedNames(text).flatMap(({kind, name}) => (kind === 'function' ? [name] : [])));
    const lines = this.#loading.source.macroFiles.flatMap((other) => {
      const names = other.macros.map(({name}) => name).filter((name) => called.has(name));
      if (other.file === file || names.length === 0) return [];
      this.#addMacros(other);
      return [`{% from ${JSON.stringify(nameOf(other))} import ${names.join(', ')} %}`];
    });
    return lines.join('');
  }

  #addMacros(file: MacroFile): void {
    const name = nameOf(file);
    if (this.files.has(name)) return;
    this.#add({name, file: file.file, text: file.text, variables: new Set(), marked: false});
  }
}

function nameOf({file}: MacroFile): string {
  return `macros of ${file}`;
}
