import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {ROOT, type Sandbox} from '../sandbox.js';

/** Imports of a module outside of the checkout. */
const from = (path: string) => JSON.stringify(join(ROOT, path));

/**
 * Acme's adapter under the names of the user's own. It asks for the batch lane by asking for the list of jobs; where
 * there is none, chat completions are under `/v1`. The option `house` is its own.
 */
const MODULE = `
  import {fault} from ${from('packages/provider/dist/index.js')};
  import {openClient} from ${from('packages/provider/dist/kit/index.js')};
  import {open as acme} from ${from('plugins/_template/dist/provider.js')};
  export function open(settings) {
    const {house, ...options} = settings.options;
    if (house === 'none') throw fault({code: 'unsupported', message: 'There is no house.', hint: 'Build one.', retry: 'never'});
    const headers = (key) => ({authorization: 'Bearer ' + key});
    const client = openClient(settings, {vendor: settings.name, baseUrl: 'https://nowhere.invalid', ownHosts: [], headers});
    return {
      ...acme({...settings, options}),
      probe: async (call) => {
        try {
          await client.json(call, {method: 'GET', path: '/v1/jobs?limit=1'});
          return {batch: true};
        } catch (error) {
          if (error.code !== 'not-found') throw error;
          return {batch: false, why: 'It has no /v1/jobs.', chat: {baseUrl: settings.baseUrl + '/v1', options}};
        }
      },
    };
  }`;

/** Installs a package whose provider of this name also serves vendors that a project names. */
export function linkNamedAdapter(sandbox: Sandbox, name: string): void {
  const root = join(sandbox.home, name);
  const plugin = `@acme/provider-${name}`;
  mkdirSync(root, {recursive: true});
  writeFileSync(
    join(root, 'package.json'),
    JSON.stringify({
      name: plugin,
      version: '1.0.0',
      type: 'module',
      agac: {contract: 1, providers: {[name]: {module: './provider.js', named: true, keyEnv: 'ITS_OWN_KEY'}}},
      oclif: {},
    }),
  );
  writeFileSync(join(root, 'provider.js'), MODULE);
  sandbox.link(plugin, root);
}
