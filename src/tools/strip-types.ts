import {readFileSync} from 'node:fs';
import module from 'node:module';
import {fileURLToPath} from 'node:url';

let isPrepared = false;

/**
 * Makes `import()` take TypeScript. Node does so by itself from 22.18; from 22.15 it can be taught. Returns false where
 * neither is so.
 */
export function prepareTypeScript(): boolean {
  if (process.features.typescript !== false || isPrepared) return true;
  if (typeof module.registerHooks !== 'function') return false;
  module.registerHooks({
    load(url, context, nextLoad) {
      if (!/^file:.*\.m?ts$/.test(url)) return nextLoad(url, context);
      const source = module.stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8'));
      return {format: 'module', source, shortCircuit: true};
    },
  });
  isPrepared = true;
  return true;
}
