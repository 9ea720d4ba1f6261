import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {AgacError} from '../../src/domain/errors.js';
import {readEnvFile} from '../../src/project/env.js';

describe('readEnvFile', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'agac-env-'));
  });
  afterEach(() => rmSync(root, {recursive: true}));

  it('reads names and values', () => {
    writeFileSync(join(root, '.env'), '\uFEFFA=1\n# B=2\nexport C="x # y"\r\nD=\'q\' # note\n\nE=\nF=a=b\n');
    expect(readEnvFile(root)).to.deep.equal({A: '1', C: 'x # y', D: 'q', E: '', F: 'a=b'});
  });

  it('is empty where there is no such file', () => {
    expect(readEnvFile(root)).to.deep.equal({});
  });

  it('says so where it cannot be read', () => {
    mkdirSync(join(root, '.env'));
    expect(() => readEnvFile(root))
      .to.throw(AgacError, 'The file .env cannot be read (EISDIR).')
      .with.property('code', 'PROJECT_INVALID');
  });
});
