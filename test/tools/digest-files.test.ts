import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {expect} from 'chai';
import {digestToolFiles} from '../../src/tools/digest-files.js';
import {temporaryFolder} from '../store/temporary-folder.js';

describe('tools/digest-files', () => {
  const root = temporaryFolder();
  const put = (file: string, text = file) => {
    const path = join(root(), file);
    mkdirSync(dirname(path), {recursive: true});
    writeFileSync(path, text);
  };
  const digests = () => digestToolFiles(root(), ['tools', 'more/tools', 'absent']);

  it('knows all files of the tool folders, but for what no function is made of', async () => {
    for (const file of ['tools/a.js', 'tools/deep/_b.py', 'tools/words.txt', 'more/tools/c.ts', 'else/d.js']) put(file);
    for (const file of ['.e', '__pycache__/f.pyc', 'node_modules/g/h.js', 'i.log', 'agent_io/j.json']) {
      put(`tools/${file}`);
    }
    const known = await digests();
    expect(Object.keys(known)).to.deep.equal(['tools/a.js', 'tools/deep/_b.py', 'tools/words.txt', 'more/tools/c.ts']);
    put('tools/words.txt', 'other');
    const {'tools/words.txt': words, ...others} = await digests();
    expect(words)
      .to.match(/^[0-9a-f]{32}$/)
      .and.not.to.equal(known['tools/words.txt']);
    expect({...known, 'tools/words.txt': words}).to.deep.equal({'tools/words.txt': words, ...others});
  });

  it('follows links, round in a circle too, and none that leads nowhere', async () => {
    put('shared/a.js');
    put('shared/lib/b.js');
    mkdirSync(join(root(), 'tools'));
    symlinkSync('../shared/a.js', join(root(), 'tools', 'a.js'));
    symlinkSync('../shared/lib', join(root(), 'tools', 'lib'));
    symlinkSync('../tools', join(root(), 'tools', 'round'));
    symlinkSync('nowhere', join(root(), 'tools', 'gone'));
    symlinkSync('itself', join(root(), 'tools', 'itself'));
    expect(Object.keys(await digests())).to.deep.equal(['tools/a.js', 'tools/lib/b.js']);
  });
});
