import {didYouMean, nearest} from '../domain/nearest.js';
import type {Prompt} from '../domain/workflow.js';
import {compact} from '../project/keys-of.js';
import type {Located} from '../project/located.js';
import {withDispatches} from './dispatches.js';
import type {PromptBlock} from './prompt-blocks.js';
import type {Reading} from './reading.js';
import {fillIn} from './versions/fill-in.js';
import type {Version} from './versions/version.js';

const REFERENCE = /^\$([A-Za-z_][\w-]*(?:\.[\w-]+)*)(?:\s+([\s\S]+))?$/;

/**
 * The text of a prompt: inline, or `$file.Name` of the prompt store, after which more text may follow. The value of a
 * version is filled in.
 */
export function parsePrompt(
  entry: Located & {readonly value: string},
  reading: Reading,
  version?: Version,
): Prompt | undefined {
  const text = entry.value.trim();
  const isReference = /^\$[A-Za-z_./]/.test(text);
  const prompt = isReference
    ? stored(text, entry, reading)
    : {text, name: 'inline', file: entry.file, line: entry.textLine};
  if (prompt === undefined) return undefined;
  const filled = version === undefined ? prompt : {...prompt, text: fillIn(prompt.text, version)};
  return withDispatches(compact({...filled, macros: reading.macros(filled.text)}), reading);
}

function stored(text: string, entry: Located, reading: Reading): Prompt | undefined {
  const [, reference, more] = REFERENCE.exec(text) ?? [];
  if (reference?.includes('.') !== true) {
    const [word] = text.split(/\s/);
    return void reading.problems.error(
      entry,
      `"${word}" is no reference to a prompt.`,
      'Write $file.Name, for the block {prompt Name} of prompt_store/file.md.',
    );
  }
  const found = findStoredPrompt(reference, entry, reading);
  if (found === undefined) return undefined;
  return {...found, name: `$${reference}`, text: more === undefined ? found.text : `${found.text}\n${more}`};
}

type PromptReading = Pick<Reading, 'prompts' | 'problems'>;

/**
 * The text that `file.Name` stands for; undefined, with a problem, where there is none. Both the file and the name may
 * have dots, so every split is tried, the longest file first.
 */
export function findStoredPrompt(
  reference: string,
  entry: Located,
  reading: PromptReading,
): Omit<Prompt, 'name'> | undefined {
  const steps = reference.split('.');
  const splits = steps.slice(1).map((_, index) => {
    const at = steps.length - 1 - index;
    return {store: steps.slice(0, at).join('.'), name: steps.slice(at).join('.')};
  });
  const files = splits.flatMap(({store, name}) => {
    const file = reading.prompts.find(store);
    return file === undefined ? [] : [{file, name}];
  });
  if (files.length === 0) return reportNoFile(splits[0]?.store ?? reference, entry, reading);
  for (const {file, name} of files) {
    const block = reading.prompts.blocks(file)?.get(name);
    if (block?.text === '') return reportEmpty(block, file, reading);
    if (block !== undefined) return {text: block.text, file, line: block.line};
  }
  return reportNoBlock(files[0]!, entry, reading);
}

function reportEmpty({name, line}: PromptBlock, file: string, {problems}: PromptReading): undefined {
  problems.error({file, line}, `The prompt "${name}" is empty.`, 'Write its text before {end_prompt}.');
}

function reportNoFile(name: string, entry: Located, {prompts, problems}: PromptReading): undefined {
  const last = name.split('.').at(-1) ?? name;
  const near = nearest(name, prompts.names());
  const suggestion = near === undefined ? `Write it into prompt_store/${last}.md.` : `Did you mean "${near}"?`;
  problems.error(entry, `There is no prompt file ${last}.md in the project.`, suggestion);
}

function reportNoBlock(
  {file, name}: {file: string; name: string},
  entry: Located,
  {prompts, problems}: PromptReading,
): undefined {
  const blocks = prompts.blocks(file);
  if (blocks === undefined) return;
  problems.error(entry, `${file} has no block {prompt ${name}}.`, didYouMean(name, blocks.keys()));
}
