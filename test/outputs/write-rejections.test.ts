import {existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import type {Rejection} from '../../src/domain/record.js';
import {writeRejections} from '../../src/outputs/write-rejections.js';
import {agacError, Place} from './outputs.js';

const REJECTION: Rejection = {
  source_guid: 'g',
  action: 'label',
  file: 'a.csv',
  reason: 'missing',
  message: 'No\nanswer.',
  attempts: 1,
  retry: 'agac batch retry',
};

describe('writeRejections', () => {
  let place: Place;
  beforeEach(() => {
    place = new Place();
  });
  afterEach(() => place[Symbol.dispose]());

  async function* some(count: number): AsyncGenerator<Rejection> {
    for (let i = 0; i < count; i += 1) yield {...REJECTION, attempts: i};
  }
  const write = (count: number) =>
    writeRejections({root: place.root, path: join(place.root, 't/rejected.jsonl'), rejections: some(count)});

  it('writes one JSON object a line and counts them', async () => {
    expect(await write(3)).to.equal(3);
    const lines = readFileSync(join(place.root, 't/rejected.jsonl'), 'utf8').trimEnd().split('\n');
    const wanted = [0, 1, 2].map((attempts) => ({...REJECTION, attempts}));
    expect(lines.map((line) => JSON.parse(line))).to.deep.equal(wanted);
  });

  it('removes the file of an earlier run when there are none, and does not make one', async () => {
    expect(await write(0)).to.equal(0);
    expect(existsSync(join(place.root, 't'))).to.equal(false);
    await write(1);
    expect(await write(0)).to.equal(0);
    expect(readdirSync(join(place.root, 't'))).to.deep.equal([]);
  });

  it('keeps the old file when the rejections break off', async () => {
    await write(2);
    async function* broken() {
      yield REJECTION;
      throw new Error('cut');
    }
    const path = join(place.root, 't/rejected.jsonl');
    const error = await writeRejections({root: place.root, path, rejections: broken()}).catch(String);
    expect(error).to.contain('cut');
    expect(readFileSync(path, 'utf8').split('\n')).to.have.length(3);
    expect(readdirSync(join(place.root, 't'))).to.deep.equal(['rejected.jsonl']);
  });

  it('neither writes through a link nor removes it', async () => {
    const secret = join(place.outside, 'secret');
    writeFileSync(secret, 'kept');
    symlinkSync(secret, join(place.root, 'rejected.jsonl'));
    for (const count of [0, 1]) {
      const files = {root: place.root, path: join(place.root, 'rejected.jsonl'), rejections: some(count)};
      expect((await agacError(() => writeRejections(files))).code).to.equal('STORE_WRITE');
    }
    expect(readFileSync(secret, 'utf8')).to.equal('kept');
  });
});
