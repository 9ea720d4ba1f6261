import fs, {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';
import {join} from 'node:path';
import {expect} from 'chai';
import fc from 'fast-check';
import {AtomicFile, makeFolder, sweepTemporaries, writeAtomic} from '../../src/store/atomic-file.js';
import {agacError} from './agac-error.js';
import {kill, said, startChild} from './children/child.js';
import {temporaryFolder} from './temporary-folder.js';

describe('store/atomic-file', () => {
  const folder = temporaryFolder();
  const path = () => join(folder(), 'file.json');
  const modeOf = (file: string) => statSync(file).mode & 0o777;

  it('holds what was written, in one piece or many, and says how many bytes', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.string({unit: 'grapheme'}),
        fc.nat(100_000).map((times) => 'né🙂'.repeat(times)),
      ),
      {maxLength: 6},
    );
    fc.assert(
      fc.property(pieces, (texts) => {
        const file = new AtomicFile(path());
        for (const text of texts) file.write(text);
        expect(file.commit()).to.equal(Buffer.byteLength(texts.join('')));
        expect(readFileSync(path(), 'utf8')).to.equal(texts.join(''));
      }),
      {numRuns: 30},
    );
  });

  it('shows nothing before it is committed, and keeps the old file until then', () => {
    writeFileSync(path(), 'old');
    const file = new AtomicFile(path());
    file.write('new'.repeat(200_000));
    expect(readFileSync(path(), 'utf8')).to.equal('old');
    file.commit();
    expect(readFileSync(path(), 'utf8')).to.match(/^(new)+$/);
    expect(readdirSync(folder())).to.deep.equal(['file.json']);
  });

  it('leaves the old file when the process is killed in the middle, and what is left over can be swept away', async () => {
    writeFileSync(path(), 'old');
    const child = startChild('write-half.ts', path());
    await said(child);
    sweepTemporaries(folder());
    expect(readdirSync(folder()), 'of a living process').to.have.length(2);
    await kill(child);
    expect(readFileSync(path(), 'utf8')).to.equal('old');
    sweepTemporaries(folder());
    expect(readdirSync(folder())).to.deep.equal(['file.json']);
  });

  it('is for its owner only, unless told otherwise, whatever the umask', () => {
    const before = process.umask(0o077);
    try {
      writeAtomic(path(), '');
      writeAtomic(join(folder(), 'open.json'), '', {mode: 0o644});
    } finally {
      process.umask(before);
    }
    expect(modeOf(path())).to.equal(0o600);
    expect(modeOf(join(folder(), 'open.json'))).to.equal(0o644);
  });

  it('leaves nothing behind when it is discarded, and can be discarded twice', () => {
    const file = new AtomicFile(path());
    file.write('x'.repeat(1_000_000));
    file.discard();
    file.discard();
    expect(readdirSync(folder())).to.deep.equal([]);
  });

  it('stays when it is discarded after it was committed', () => {
    const file = new AtomicFile(path());
    file.write('x');
    file.commit();
    file.discard();
    expect(readFileSync(path(), 'utf8')).to.equal('x');
  });

  it('cannot take the place of a folder: says so, and leaves nothing behind', async () => {
    mkdirSync(join(path(), 'inner'), {recursive: true});
    const file = new AtomicFile(path());
    const error = await agacError('STORE_WRITE', () => file.commit());
    expect(error.message).to.contain(path());
    expect(readdirSync(folder())).to.deep.equal(['file.json']);
  });

  it('says which file cannot be made', async () => {
    writeFileSync(path(), '');
    const below = join(path(), 'below.json');
    const error = await agacError('STORE_WRITE', () => writeAtomic(below, ''));
    expect(error.message).to.contain(below);
  });

  it('may have a name as long as the system takes', () => {
    const long = join(folder(), 'n'.repeat(255));
    writeAtomic(long, 'x');
    expect(readFileSync(long, 'utf8')).to.equal('x');
  });

  it('makes folders for their owner only', () => {
    const inner = join(folder(), 'a', 'b', 'c');
    makeFolder(inner);
    makeFolder(inner);
    expect([join(folder(), 'a'), join(folder(), 'a', 'b'), inner].map(modeOf)).to.deep.equal([0o700, 0o700, 0o700]);
  });

  it('makes every new name durable: the file, and the folders on the way to it', () => {
    const inner = join(folder(), 'a', 'b');
    const synced = syncedDuring(() => {
      makeFolder(inner);
      writeAtomic(join(inner, 'file'), 'x');
    });
    expect(synced).to.include.members([folder(), join(folder(), 'a'), inner]);
    expect(
      synced.some((name) => name.endsWith('.tmp')),
      'the file itself',
    ).to.equal(true);
    expect(existsSync(join(inner, 'file'))).to.equal(true);
  });

  /** The files and folders that are synced while something is done. */
  function syncedDuring(work: () => void): string[] {
    const {openSync, fsyncSync} = fs;
    const names = new Map<number, string>();
    const synced: string[] = [];
    fs.openSync = (name, ...rest) => {
      const fd = openSync(name, ...rest);
      names.set(fd, String(name));
      return fd;
    };
    fs.fsyncSync = (fd) => {
      synced.push(names.get(fd)!);
      fsyncSync(fd);
    };
    syncBuiltinESMExports();
    try {
      work();
    } finally {
      Object.assign(fs, {openSync, fsyncSync});
      syncBuiltinESMExports();
    }
    return synced;
  }
});
