import type {Problems} from '../project/problems.js';
import {readTextFile} from '../project/read-text.js';
import {type PromptBlock, parsePromptBlocks} from './prompt-blocks.js';
import {walkFiles} from './walk-files.js';

const MAX_BYTES = 1_000_000;

type Blocks = ReadonlyMap<string, PromptBlock>;

/** The prompt files of a project, each read once. */
export interface PromptStore {
  /** The file meant by `triage` or, in folders or by its dots, `cards.triage`; relative to the root. */
  readonly find: (name: string) => string | undefined;
  /** Names of all prompt files in the stores. */
  readonly names: () => readonly string[];
  /** By name; undefined, with a problem, when the file cannot be read. */
  readonly blocks: (file: string) => Blocks | undefined;
}

/**
 * Looks into the workflow's `prompt_store`, then the project's, then through the whole project. `folder` is the
 * workflow's, relative to the root.
 */
export function openPromptStore(root: string, folder: string, problems: Problems): PromptStore {
  const stores = [`${folder}/prompt_store`, 'prompt_store'].map((store) => once(() => filesIn(root, store)));
  const everywhere = once(() => filesIn(root, '.'));
  const read = new Map<string, Blocks | undefined>();
  return {
    find: (name) => {
      for (const files of [...stores, everywhere]) {
        const found = files().find((each) => each.name === name || each.name.endsWith(`.${name}`));
        if (found !== undefined) return found.file;
      }
      return undefined;
    },
    names: () => stores.flatMap((files) => files().map(({name}) => name)),
    blocks: (file) => {
      if (!read.has(file)) read.set(file, readBlocks(root, file, problems));
      return read.get(file);
    },
  };
}

function readBlocks(root: string, file: string, problems: Problems): Blocks | undefined {
  const text = readTextFile({root, file}, problems, MAX_BYTES);
  return text === undefined ? undefined : parsePromptBlocks(text, file, problems);
}

interface PromptFile {
  readonly file: string;
  /** Its path inside the store without suffix, with dots for slashes. */
  readonly name: string;
}

function filesIn(root: string, store: string): readonly PromptFile[] {
  const above = store === '.' ? 0 : store.length + 1;
  return walkFiles(root, store, ['.md']).map((file) => ({file, name: file.slice(above, -3).replaceAll('/', '.')}));
}

function once<T>(make: () => T): () => T {
  let made: {readonly value: T} | undefined;
  return () => {
    made ??= {value: make()};
    return made.value;
  };
}
