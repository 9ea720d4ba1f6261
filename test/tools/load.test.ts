import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {stripTypeScriptTypes} from 'node:module';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {expect} from 'chai';
import {AgacError} from '../../src/domain/errors.js';
import type {WantedFunction} from '../../src/tools/function-place.js';
import {loadFunction} from '../../src/tools/load.js';

const INFO = {action: 'score', record: 'g'};

function tool(name: string, file: string): WantedFunction {
  return {role: 'tool', name, file, action: 'score'};
}

describe('loadFunction', () => {
  let root: string;
  const put = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), {recursive: true});
    writeFileSync(join(root, file), text);
  };
  const failure = async (impl: string, file: string): Promise<string> => {
    try {
      await loadFunction(root, tool(impl, file));
    } catch (error) {
      if (error instanceof AgacError && error.code === 'TOOL_INVALID') return error.message;
    }
    return expect.fail('loaded');
  };

  before(() => {
    root = mkdtempSync(join(tmpdir(), 'agac-load-'));
  });
  after(() => rmSync(root, {recursive: true}));

  it('returns a named export, a default, and a CommonJS export', async () => {
    put('tools/a.mjs', 'export const scoreIt = (x) => [x, 1];\nexport default 3;');
    put('tools/score.mjs', 'export default (x) => [x, 2];');
    put('tools/old.js', 'module.exports = (x) => [x, 3];');
    expect((await loadFunction(root, tool('scoreIt', 'tools/a.mjs')))('x', INFO)).to.deep.equal(['x', 1]);
    expect((await loadFunction(root, tool('score_it', 'tools/a.mjs')))('x', INFO)).to.deep.equal(['x', 1]);
    expect((await loadFunction(root, tool('score', 'tools/score.mjs')))('x', INFO)).to.deep.equal(['x', 2]);
    expect((await loadFunction(root, tool('old', 'tools/old.js')))('x', INFO)).to.deep.equal(['x', 3]);
  });

  it('says what is there when the export is not', async () => {
    put('tools/b.mjs', 'export const other = () => 1;');
    expect(await failure('score', 'tools/b.mjs')).to.equal(
      'The tool `score` of `score` cannot be used: tools/b.mjs exports `other`, and no `score`.',
    );
    expect(await failure('toString', 'tools/b.mjs')).to.contain('no `toString`');
  });

  it('says so when it is no function', async () => {
    put('tools/c.mjs', 'export const score = {a: 1};');
    expect(await failure('score', 'tools/c.mjs')).to.contain('is no function but object');
  });

  it('says where a syntax error is', async () => {
    put('tools/d.mjs', 'export const a = 1;\n\nexport const score = () => 1 +;\n');
    expect(await failure('score', 'tools/d.mjs')).to.match(/tools\/d\.mjs, line 3, does not load: SyntaxError: /);
  });

  it('says what cannot be imported, and what the module throws', async () => {
    put('tools/e.mjs', 'import "./absent.mjs";');
    expect(await failure('score', 'tools/e.mjs'))
      .to.contain('does not load')
      .and.contain('absent.mjs');
    put('tools/f.mjs', '\nthrow new TypeError("no luck");');
    expect(await failure('score', 'tools/f.mjs'))
      .to.contain('line 2')
      .and.contain('TypeError: no luck');
    put('tools/g.mjs', 'throw "luck";');
    expect(await failure('score', 'tools/g.mjs')).to.contain('it throws luck');
  });

  it('says so when the file is gone', async () => {
    expect(await failure('score', 'tools/absent.js')).to.contain('tools/absent.js is not there.');
  });

  // The tests run under a loader that knows TypeScript, so this is asked of Node alone, with the sources as JavaScript.
  describe('with TypeScript', () => {
    before(() => {
      for (const name of [
        'tools/load',
        'tools/strip-types',
        'tools/same-name',
        'tools/function-place',
        'domain/errors',
      ]) {
        const text = readFileSync(new URL(`../../src/${name}.ts`, import.meta.url), 'utf8');
        put(`agac/${name}.js`, stripTypeScriptTypes(text));
      }
      put('package.json', '{"type": "module"}');
      put('tools/part.ts', 'export const one: number = 1;');
      put('tools/typed.ts', 'import {one} from "./part.ts";\nexport const typed = (x: number): number => x + one;');
      const print = '(f) => console.log(f(41)), (e) => console.log(e.code, e.message)';
      put(
        'run.js',
        `import {loadFunction} from './agac/tools/load.js';
         loadFunction(import.meta.dirname, {role: 'tool', name: 'typed', file: 'tools/typed.ts'}).then(${print});`,
      );
    });
    const run = (...flags: string[]): string => {
      const arguments_ = ['--no-warnings', ...flags, join(root, 'run.js')];
      return execFileSync(process.execPath, arguments_, {encoding: 'utf8', env: {PATH: process.env['PATH']}}).trim();
    };

    it('loads it where Node runs it', () => {
      expect(run()).to.equal('42');
    });

    it('loads it where Node has to be taught', () => {
      expect(run('--no-strip-types')).to.equal('42');
    });

    it('says what to do where Node cannot be taught', () => {
      put('old.cjs', "delete require('node:module').registerHooks; require('node:module').syncBuiltinESMExports();");
      expect(run('--no-strip-types', '--require', join(root, 'old.cjs'))).to.match(/^TOOL_INVALID .*Node 22\.18/);
    });
  });
});
