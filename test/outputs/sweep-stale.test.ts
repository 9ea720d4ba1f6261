import {mkdirSync, readdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {sweepStale} from '../../src/outputs/sweep-stale.js';
import {agacError, Place} from './outputs.js';

describe('sweepStale', () => {
  let place: Place;
  let folder: string;
  beforeEach(() => {
    place = new Place();
    folder = join(place.root, 'target');
    mkdirSync(join(folder, 'sub'), {recursive: true});
  });
  afterEach(() => place[Symbol.dispose]());

  const sweep = (previous: readonly string[], current: readonly string[]) =>
    sweepStale({root: place.root, folder, previous, current});

  it('removes what was written before and is not now, and nothing else', () => {
    for (const name of ['a.json', 'b.json', 'sub/c.json', 'mine.json']) writeFileSync(join(folder, name), '[]');
    expect(sweep(['a.json', 'b.json', 'sub/c.json', 'gone.json'], ['a.json'])).to.deep.equal(['b.json', 'sub/c.json']);
    expect(readdirSync(folder)).to.have.members(['a.json', 'mine.json', 'sub']);
    expect(readdirSync(join(folder, 'sub'))).to.deep.equal([]);
  });

  it('keeps a file that may be the current one under another spelling', () => {
    writeFileSync(join(folder, 'a.json'), '[]');
    expect(sweep(['a.json'], ['A.json'])).to.deep.equal([]);
  });

  it('touches nothing outside of the folder, whatever the names say', () => {
    writeFileSync(join(place.root, 'precious.json'), '');
    writeFileSync(join(folder, 'rejected.jsonl'), '');
    mkdirSync(join(folder, 'd.json'));
    const names = ['../precious.json', 'sub/../../precious.json', 'rejected.jsonl', 'd.json', 'rejected.jsonl/x.json'];
    expect(sweep([...names, join(place.root, 'precious.json')], [])).to.deep.equal([]);
    expect(readdirSync(place.root)).to.include('precious.json');
    expect(readdirSync(folder)).to.have.members(['rejected.jsonl', 'd.json', 'sub']);
  });

  it('does not follow a linked folder out of the project', async () => {
    mkdirSync(join(place.outside, 'elsewhere'));
    writeFileSync(join(place.outside, 'elsewhere/x.json'), '');
    symlinkSync(join(place.outside, 'elsewhere'), join(folder, 'link'));
    expect((await agacError(() => sweep(['link/x.json'], []))).code).to.equal('STORE_WRITE');
    expect(readdirSync(join(place.outside, 'elsewhere'))).to.deep.equal(['x.json']);
  });
});
