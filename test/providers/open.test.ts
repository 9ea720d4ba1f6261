import {join} from 'node:path';
import {isFault, type Provider} from '@agac/provider';
import {expect} from 'chai';
import {listProviders, type ProviderEntry} from '../../src/providers/discover.js';
import {findProvider} from '../../src/providers/find.js';
import {openProvider, requireKey} from '../../src/providers/open.js';
import {agacError} from '../store/agac-error.js';
import {temporaryFolder} from '../store/temporary-folder.js';
import {entry, installed} from './packages.js';

const KEY = 'secret-key-of-acme-0123456789';

/** A provider that shows what it was opened with, and says its key when it fails. */
const MODULE = `
  import {fault} from ${JSON.stringify(import.meta.resolve('@agac/provider'))};
  export function open(settings) {
    if (settings.options.throws) throw fault({code: settings.options.throws, message: 'no: ' + settings.options.says, retry: 'never'});
    if (settings.options.nothing) return undefined;
    const {key, ...seen} = settings;
    return {
      contract: 1, name: settings.name, describe: () => seen, encode: () => ({}), decode: () => ({}),
      submit: async () => ({id: settings.key() === '${KEY}' ? 'right key' : 'wrong key'}),
      status: async () => { throw fault({code: 'auth', message: 'bad key ' + settings.key(), retry: 'never'}); },
      async *results() {},
    };
  }`;

describe('providers/open', () => {
  const root = temporaryFolder();

  function acme(): readonly ProviderEntry[] {
    const long = {module: './acme.js', keyEnv: 'ACME_KEY', baseUrlEnv: 'ACME_URL'};
    return listProviders([
      installed(root(), {agac: {contract: 1, providers: {acme: long}}, modules: {'acme.js': MODULE}}),
    ]);
  }

  async function open(
    connection: {options?: object; keyEnv?: string; baseUrl?: string} = {},
    env: Record<string, string> = {},
  ): Promise<Provider> {
    const {options = {}, ...rest} = connection;
    return openProvider({vendor: 'acme', options: {...options}, ...rest}, {entries: acme(), env, spool: root()});
  }

  /** What the provider was opened with. */
  const settingsOf = (provider: Provider) => provider.describe('m') as unknown;
  const never = new AbortController().signal;
  const call = {signal: never, log: () => {}, save: async () => {}};
  const part = {key: 'k', model: 'm', count: 0, entries: async function* () {}};

  it('finds the one of a name', () => {
    const entries = [entry({name: 'a'}), entry({name: 'b'})];
    expect(findProvider(entries, 'b')).to.equal(entries[1]);
  });

  it('says what to install, or what was meant, when there is none', async () => {
    const error = await agacError('PROVIDER_MISSING', () => findProvider([entry(), entry({name: 'zz'})], 'acne'));
    expect(error.message).to.contain('acne');
    expect(error.actions).to.include('model_vendor: acme').and.include('agac plugins install @agac/provider-acne');
    expect(error.actions.join()).not.to.contain('zz');
    expect(error.data).to.deep.equal({provider: 'acne', installed: ['acme', 'zz']});
  });

  it('says which plugins to choose from when there are two; what is built in cannot be removed', async () => {
    const entries = [entry({plugin: '@agac/cli', origin: 'core'}), entry({plugin: 'one'}), entry({plugin: 'two'})];
    const error = await agacError('PROVIDER_AMBIGUOUS', () => findProvider(entries, 'acme'));
    expect(error.message).to.contain('one').and.contain('two').and.contain('@agac/cli');
    expect(error.actions).to.deep.equal(['agac plugins uninstall one', 'agac plugins uninstall two']);
  });

  it('does not load a plugin for another contract', async () => {
    const modules = {'acme.js': 'throw new Error("imported");'};
    const entries = listProviders([installed(root(), {agac: {contract: 2, providers: {acme: './acme.js'}}, modules})]);
    const error = await agacError('PROVIDER_INVALID', () =>
      openProvider({vendor: 'acme', options: {}}, {entries, env: {}, spool: root()}),
    );
    expect(error.message).to.contain('contract 2').and.contain('@acme/provider 1.2.3');
  });

  for (const [what, text, said] of [
    ['a module that throws', 'throw new Error("cannot start");', 'cannot start'],
    ['a module without open', 'export const opens = 1;', 'no function named open'],
    ['an open that is no function', 'export const open = 1;', 'no function named open'],
    ['what is no module', 'export export', '@acme/provider 1.2.3'],
  ] as const) {
    it(`says what is wrong with ${what}`, async () => {
      const entries = listProviders([
        installed(root(), {agac: {contract: 1, providers: {acme: './bad.js'}}, modules: {'bad.js': text}}),
      ]);
      const error = await agacError('PROVIDER_INVALID', () =>
        openProvider({vendor: 'acme', options: {}}, {entries, env: {}, spool: root()}),
      );
      expect(error.message).to.contain(said);
    });
  }

  it('says what is wrong with a module that is not there', async () => {
    const entries = [entry({module: join(root(), 'none.js')})];
    const opening = {entries, env: {}, spool: root()};
    await agacError('PROVIDER_INVALID', () => openProvider({vendor: 'acme', options: {}}, opening));
  });

  it('says why a provider cannot be opened, without the key', async () => {
    const options = {throws: 'unsupported', says: KEY};
    const error = await agacError('PROVIDER_INVALID', () => open({options}, {ACME_KEY: KEY}));
    expect(error.message).to.contain('no: ***').and.not.contain(KEY);
    await agacError('KEY_MISSING', () => open({options: {throws: 'no-key'}}));
    await agacError('PROVIDER_INVALID', () => open({options: {nothing: true}}));
  });

  it('opens it with the settings of the connection before those of the environment', async () => {
    const env = {ACME_KEY: KEY, ACME_URL: 'http://env.example', OTHER_KEY: 'x'};
    const common = {name: 'acme', spool: root(), options: {}};
    expect(settingsOf(await open({}, env))).to.deep.equal({
      ...common,
      baseUrl: 'http://env.example',
      keyEnv: 'ACME_KEY',
    });
    const own = {keyEnv: 'OTHER_KEY', baseUrl: 'http://own.example', options: {tier: 'flex'}};
    expect(settingsOf(await open(own, env))).to.deep.equal({...common, ...own});
  });

  it('opens an adapter under the name of the vendor it serves, and keeps its own variables from it', async () => {
    const entries = acme();
    const env = {ACME_KEY: KEY, ACME_URL: 'https://acme.example'};
    const opening = {entries, env, spool: root()};
    const mine = {vendor: 'mine', adapter: 'acme', options: {}} as const;
    const seen = settingsOf(await openProvider(mine, opening)) as {readonly [key: string]: unknown};
    expect([seen['name'], seen['keyEnv'], seen['baseUrl']]).to.deep.equal(['mine', undefined, undefined]);
    requireKey(mine, {...opening, env: {}});
    const error = await agacError('PROVIDER_MISSING', () => openProvider({...mine, adapter: 'gone'}, opening));
    expect(error.actions).to.include('agac plugins install @agac/provider-gone');
  });

  it('hands the key over when it is asked for, and takes it out of what comes back', async () => {
    const provider = await open({}, {ACME_KEY: KEY});
    expect(await provider.submit(part, call)).to.deep.equal({id: 'right key'});
    const error: unknown = await provider.status({id: 'j'}, call).catch((caught: unknown) => caught);
    expect(isFault(error) && error.message).to.equal('bad key ***');
  });

  it('faults with the name of the variable where there is no key', async () => {
    for (const env of [{}, {ACME_KEY: ''}]) {
      const provider = await open({}, env as Record<string, string>);
      const error: unknown = await provider.submit(part, call).catch((caught: unknown) => caught);
      expect(isFault(error) && error).to.include({code: 'no-key', retry: 'never', outcome: 'not-sent'});
      expect((error as Error).message).to.contain('ACME_KEY');
    }
  });

  it('requires a key by the name of its variable, never showing one', async () => {
    const entries = [entry({keyEnv: 'ACME_KEY'}), entry({name: 'free'})];
    const opening = {entries, env: {OTHER_KEY: KEY, EMPTY: ''}, spool: root()};
    requireKey({vendor: 'free', options: {}}, opening);
    requireKey({vendor: 'acme', keyEnv: 'OTHER_KEY', options: {}}, opening);
    for (const [keyEnv, variable] of [
      [undefined, 'ACME_KEY'],
      ['EMPTY', 'EMPTY'],
    ] as const) {
      const connection = {vendor: 'acme', options: {}, ...(keyEnv && {keyEnv})};
      const error = await agacError('KEY_MISSING', () => requireKey(connection, opening));
      expect(error.message).to.contain(variable);
      expect(error.actions.join()).to.contain(`export ${variable}=`);
      expect(error.data).to.deep.equal({variable, provider: 'acme'});
      expect(JSON.stringify([error.message, error.actions, error.data])).not.to.contain(KEY);
    }
  });
});
