import {join} from 'node:path';
import {expect} from 'chai';
import {listProviders} from '../../src/providers/discover.js';
import {temporaryFolder} from '../store/temporary-folder.js';
import {installed} from './packages.js';

describe('providers/discover', () => {
  const root = temporaryFolder();

  it('lists what a package.json offers, in the short form and the long one', () => {
    const long = {module: './dist/b.js', keyEnv: 'B_KEY', baseUrlEnv: 'B_URL', named: true};
    const plugin = installed(root(), {agac: {contract: 1, providers: {a: './dist/a.js', b: long}}});
    const common = {plugin: '@acme/provider', version: '1.2.3', origin: 'user', contract: 1};
    expect(listProviders([plugin])).to.deep.equal([
      {name: 'a', ...common, module: join(root(), 'dist/a.js')},
      {name: 'b', ...common, module: join(root(), 'dist/b.js'), named: true, keyEnv: 'B_KEY', baseUrlEnv: 'B_URL'},
    ]);
  });

  it('imports nothing: a module that throws, and one that is not there, are listed all the same', () => {
    const providers = {broken: './broken.js', missing: './missing.js'};
    const modules = {'broken.js': 'throw new Error("imported");'};
    const plugin = installed(root(), {agac: {contract: 1, providers}, modules});
    expect(listProviders([plugin]).map(({name}) => name)).to.deep.equal(['broken', 'missing']);
  });

  it('says which contract a package is for: 0 where it says none', () => {
    const contracts = [{contract: 7}, {}, {contract: '1'}].map((said, i) => {
      const plugin = installed(join(root(), String(i)), {agac: {...said, providers: {a: './a.js'}}});
      return listProviders([plugin])[0]!.contract;
    });
    expect(contracts).to.deep.equal([7, 0, 0]);
  });

  it('tells what was installed by the user from what is built in', () => {
    const origins = ['core', 'user', 'link', 'dev', 'jit'].map((type) => {
      const plugin = installed(join(root(), type), {type, agac: {contract: 1, providers: {a: './a.js'}}});
      return listProviders([plugin])[0]!.origin;
    });
    expect(origins).to.deep.equal(['core', 'user', 'link', 'dev', 'core']);
  });

  it('keeps the order of the plugins, and lists a package once that oclif loaded twice', () => {
    const b = installed(join(root(), 'b'), {name: 'b', agac: {contract: 1, providers: {same: './b.js'}}});
    const a = installed(join(root(), 'a'), {name: 'a', agac: {contract: 1, providers: {same: './a.js'}}});
    expect(listProviders([b, a, b]).map(({plugin}) => plugin)).to.deep.equal(['b', 'a']);
  });

  it('overlooks packages that offer nothing, and entries that name no module', () => {
    const nothing = [undefined, null, 'x', [], {}, {providers: null}, {providers: ['./a.js']}, {providers: 'a'}];
    const plugins = nothing.map((agac, i) => installed(join(root(), String(i)), {agac}));
    expect(listProviders(plugins)).to.deep.equal([]);
    const odd = installed(join(root(), 'odd'), {
      agac: {contract: 1, providers: {a: 1, b: null, c: [], d: {}, e: {module: 2}, f: {module: './f.js', keyEnv: 3}}},
    });
    expect(listProviders([odd])).to.deep.equal([
      {
        name: 'f',
        plugin: '@acme/provider',
        version: '1.2.3',
        origin: 'user',
        contract: 1,
        module: join(root(), 'odd', 'f.js'),
      },
    ]);
  });
});
