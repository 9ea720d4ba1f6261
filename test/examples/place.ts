import {join} from 'node:path';
import type {Place} from '../../src/verbs/project-context.js';

const source = join(import.meta.dirname, '../../src');

/** A project as commands see it, with the built-in engine as its only provider. */
export function placeOf(root: string): Place {
  const local = {name: 'local', plugin: '@agac/cli', version: '0.1.0', origin: 'core', contract: 1} as const;
  return {
    root,
    providers: [{...local, module: join(source, 'local/provider.ts')}],
    signal: new AbortController().signal,
    log: () => undefined,
  };
}
