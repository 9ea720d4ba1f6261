import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {expect} from 'chai';
import {exportedNames} from '../../src/tools/exported-names.js';
import {locateTool, nearestTools} from '../../src/tools/locate.js';

describe('locateTool', () => {
  let root: string;
  const put = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), {recursive: true});
    writeFileSync(join(root, file), text);
  };
  const locate = (impl: string) => locateTool(root, ['tools', 'more/tools', 'absent'], impl);

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
    put('tools/notes.py', 'export function hidden() {}');
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

  it('names the nearest tools', () => {
    expect(nearestTools(root, ['tools'], 'splitTxt')).to.deep.equal(['splitText']);
    expect(nearestTools(root, ['tools'], 'score_tickets')).to.deep.equal(['score_ticket']);
    expect(nearestTools(root, ['absent'], 'x')).to.deep.equal([]);
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
