import type {Problems} from '../project/problems.js';
import {readTextFile} from '../project/read-text.js';
import {definitionsFor, type Macro, type MacroFile, macroFile} from '../templates/macro-library.js';
import {walkFiles} from './walk-files.js';

/** Where templates lie, relative to the root. */
export const TEMPLATES = 'templates';

const MAX_BYTES = 1_000_000;
const MACRO_SUFFIXES = ['.j2', '.jinja2'];
const SUFFIXES = [...MACRO_SUFFIXES, '.jinja', '.yml', '.yaml', '.md', '.txt'];

export interface TemplateText {
  /** Relative to the project root. */
  readonly file: string;
  readonly text: string;
}

/** The files in `templates/`. Nothing is read before it is asked for, and each file once. */
export interface TemplateStore {
  readonly all: () => readonly TemplateText[];
  readonly macroFiles: () => readonly MacroFile[];
}

export function openTemplateStore(root: string, problems: Problems): TemplateStore {
  let texts: readonly TemplateText[] | undefined;
  let macros: readonly MacroFile[] | undefined;
  const all = () => {
    texts ??= walkFiles(root, TEMPLATES, SUFFIXES).flatMap((file) => {
      const text = readTextFile({root, file}, problems, MAX_BYTES);
      return text === undefined ? [] : [{file, text}];
    });
    return texts;
  };
  return {
    all,
    macroFiles: () => {
      macros ??= readMacroFiles(all(), problems);
      return macros;
    },
  };
}

function readMacroFiles(texts: readonly TemplateText[], problems: Problems): readonly MacroFile[] {
  const taken = new Map<string, Macro>();
  return texts.flatMap(({file, text}) => {
    if (!MACRO_SUFFIXES.some((suffix) => file.endsWith(suffix))) return [];
    const read = macroFile(file, text);
    if ('message' in read) {
      problems.error(read, `The template cannot be used: ${read.message}.`);
      return [];
    }
    const own = read.macros.filter((macro) => {
      const first = taken.get(macro.name);
      if (first === undefined) taken.set(macro.name, macro);
      else problems.warn(macro, `The macro "${macro.name}" is in ${first.file}, too; that one is taken.`);
      return first === undefined;
    });
    return [{...read, macros: own}];
  });
}

/** What prompts may call: the macros of `templates/`, and those that the workflow file defines. */
export type MacrosFor = (text: string) => string | undefined;

export function macrosFor(store: TemplateStore, own: readonly Macro[]): MacrosFor {
  return (text) => {
    // Most prompts call nothing, and no file is read for them.
    if (!/\w\s*\(/.test(text)) return undefined;
    const files = store.macroFiles();
    const all = [...files.flatMap((file) => file.macros), ...own];
    return definitionsFor(text, new Map(all.map((macro) => [macro.name, macro])), files);
  };
}
