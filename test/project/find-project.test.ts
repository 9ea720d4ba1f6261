import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {findProject, SETTINGS_FILES} from '../../src/project/find-project.js';

describe('findProject', () => {
  let top: string;
  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), 'agac-find-'));
    mkdirSync(join(top, 'a/b/c'), {recursive: true});
  });
  afterEach(() => rmSync(top, {recursive: true}));

  for (const file of SETTINGS_FILES) {
    it(`finds ${file} in the folder and above it`, () => {
      writeFileSync(join(top, 'a', file), '');
      expect(findProject(join(top, 'a'))).to.equal(join(top, 'a'));
      expect(findProject(join(top, 'a/b/c'))).to.equal(join(top, 'a'));
      expect(findProject(join(top, 'a/b/not/there'))).to.equal(join(top, 'a'));
      expect(findProject(top)).to.equal(undefined);
    });
  }

  it('takes the nearest', () => {
    writeFileSync(join(top, 'agent_actions.yml'), '');
    writeFileSync(join(top, 'a/b/.agent_actions.yml'), '');
    expect(findProject(join(top, 'a/b/c'))).to.equal(join(top, 'a/b'));
    expect(findProject(join(top, 'a'))).to.equal(top);
  });

  it('costs no more than two modules of node when a command starts', () => {
    const source = readFileSync(join(import.meta.dirname, '../../src/project/find-project.ts'), 'utf8');
    const imports = [...source.matchAll(/from '([^']+)'/g)].map(([, name]) => name);
    expect(imports.sort()).to.deep.equal(['node:fs', 'node:path']);
  });
});
