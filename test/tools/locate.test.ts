import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {expect} from 'chai';
import type {Role} from '../../src/domain/workflow.js';
import {exportedNames} from '../../src/tools/exported-names.js';
import {locateFunction, nearestFunctions} from '../../src/tools/locate.js';

describe('locateFunction', () => {
  let root: string;
  const put = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), {recursive: true});
    writeFileSync(join(root, file), text);
  };
  const locate = (name: string, role: Role = 'tool') =>
    locateFunction({root, toolPaths: ['tools', 'more/tools', 'absent'], role}, name);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'agac-tools-'));
    put('tools/score_ticket.js', 'export default (record) => record;');
    put('tools/deep/text.ts', 'export async function splitText(input: string) {}\nexport const joinText = () => 1;');
    put('more/tools/late.mjs', 'function x() {}\nexport {x as lateTool};\nthrow new Error("ran");');
    put('tools/_private.js', 'export function hidden() {}');
    put('tools/test_x.js', 'export function hidden() {}');
    put('tools/.cache/x.js', 'export function hidden() {}');
    put('tools/node_modules/x/index.js', 'export function hidden() {}');
    put('tools/types.d.ts', 'export function hidden(): void;');
    put('tools/notes.txt', 'export function hidden() {}');
    put('tools/plain.js', 'export const other = 1;');
    put('outside/x.js', 'export function hidden() {}');
    symlinkSync(join(root, 'outside'), join(root, 'tools/linked'));
    symlinkSync(join(root, 'tools'), join(root, 'tools/loop'));
  });
  afterEach(() => rmSync(root, {recursive: true}));

  it('finds a file with a default export by its name', () => {
    expect(locate('score_ticket')).to.deep.equal({file: 'tools/score_ticket.js', exportName: 'default'});
  });

  it('finds a named export in whatever file, without running it', () => {
    expect(locate('splitText')).to.deep.equal({file: 'tools/deep/text.ts', exportName: 'splitText'});
    expect(locate('joinText')).to.deep.equal({file: 'tools/deep/text.ts', exportName: 'joinText'});
    expect(locate('lateTool')).to.deep.equal({file: 'more/tools/late.mjs', exportName: 'lateTool'});
  });

  it('takes names that differ in case, _ and -, after the exact one', () => {
    expect(locate('Score-Ticket')?.file).to.equal('tools/score_ticket.js');
    expect(locate('split_text')?.exportName).to.equal('splitText');
    put('tools/a.js', 'export function SplitText() {}');
    expect(locate('splitText')?.file).to.equal('tools/deep/text.ts');
    expect(locate('SplitText')?.file).to.equal('tools/a.js');
  });

  it('leaves private, test, hidden, installed, declared, linked and other files out', () => {
    expect(locate('hidden')).to.equal(undefined);
  });

  it('does not take a file by its name that has no default export', () => {
    expect(locate('plain')).to.equal(undefined);
  });

  it('finds it in the module that is said, by its end or from the root', () => {
    put('tools/deep/rate.py', '@udf_tool()\ndef rate(data): ...');
    put('tools/other.py', '@udf_tool()\ndef rate(data): ...');
    const inModule = (module: string, name = 'rate') =>
      locateFunction({root, toolPaths: ['tools'], role: 'tool', module}, name)?.file;
    expect(inModule('other')).to.equal('tools/other.py');
    expect(['rate', 'deep.rate', 'tools.deep.rate'].map((module) => inModule(module))).to.deep.equal(
      Array(3).fill('tools/deep/rate.py'),
    );
    expect(inModule('text', 'splitText')).to.equal('tools/deep/text.ts');
    expect([inModule('her'), inModule('deep'), inModule('text')]).to.deep.equal([undefined, undefined, undefined]);
  });

  it('names the nearest tools', () => {
    const nearest = (folder: string, name: string) => nearestFunctions({root, toolPaths: [folder], role: 'tool'}, name);
    expect(nearest('tools', 'splitTxt')).to.deep.equal(['splitText']);
    expect(nearest('tools', 'score_tickets')).to.deep.equal(['score_ticket']);
    expect(nearest('absent', 'x')).to.deep.equal([]);
    put(
      'tools/rate.py',
      '@udf_tool()\ndef rateTicket(data): pass\n@reprompt_validation("m")\ndef rate_ticked(x): pass',
    );
    expect(nearest('tools', 'rate_ticket')).to.deep.equal(['rateTicket', 'score_ticket']);
  });

  it('finds decorated functions in Python, each for what it is decorated as', () => {
    put('tools/deep/rate.py', '@udf_tool(granularity=Granularity.FILE)\ndef rate(rows):\n  raise "ran"');
    put('tools/deep/check.py', '@reprompt_validation("Say more.")\ndef is_long(answer): ...\ndef plain(data): ...');
    expect(locate('Rate')).to.deep.equal({file: 'tools/deep/rate.py', exportName: 'rate', granularity: 'file'});
    expect(locate('is_long', 'validator')).to.deep.equal({file: 'tools/deep/check.py', exportName: 'is_long'});
    expect([locate('is_long'), locate('rate', 'validator'), locate('plain')]).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('takes what JavaScript exports for a validator, too', () => {
    expect(locate('joinText', 'validator')?.file).to.equal('tools/deep/text.ts');
  });
});

describe('exportedNames', () => {
  const CASES: readonly (readonly [text: string, names: readonly string[]])[] = [
    ['export function a() {}', ['a']],
    ['export async function a() {}', ['a']],
    ['export function* a() {}', ['a']],
    ['  export const a = 1, b = 2;', ['a']],
    ['export {a, b as c, type D, d as default};', ['a', 'c', 'default']],
    ['export {\n  a,\n  b as c,\n};', ['a', 'c']],
    ['export default function a() {}', ['default']],
    ['export default async () => {};', ['default']],
    ['module.exports = () => {};', ['default']],
    ['export type A = 1;\nexport interface B {}\nexport * from "./x.js";', []],
    ['const exporter = 1; // export function a() {}', []],
  ];
  for (const [text, names] of CASES) {
    it(`reads ${JSON.stringify(text)}`, () => {
      expect(exportedNames(text)).to.deep.equal(names);
    });
  }
});
