import {existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import type {Rejection} from '../../src/domain/record.js';
import {RejectionsFile} from '../../src/outputs/rejections-file.js';
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

describe('RejectionsFile', () => {
  let place: Place;
  beforeEach(() => {
    place = new Place();
  });
  afterEach(() => place[Symbol.dispose]());

  const open = (path = 't/rejected.jsonl') => new RejectionsFile(place.root, join(place.root, path));
  const write = (count: number, file = open()): number => {
    for (let i = 0; i < count; i += 1) file.add({...REJECTION, attempts: i});
    return file.commit();
  };

  it('writes one JSON object a line and counts them', () => {
    expect(write(3)).to.equal(3);
    const lines = readFileSync(join(place.root, 't/rejected.jsonl'), 'utf8').trimEnd().split('\n');
    const wanted = [0, 1, 2].map((attempts) => ({...REJECTION, attempts}));
    expect(lines.map((line) => JSON.parse(line))).to.deep.equal(wanted);
  });

  it('removes the file of an earlier run when there are none, and does not make one', () => {
    expect(write(0)).to.equal(0);
    expect(existsSync(join(place.root, 't'))).to.equal(false);
    write(1);
    expect(write(0)).to.equal(0);
    expect(readdirSync(join(place.root, 't'))).to.deep.equal([]);
  });

  it('keeps the old file when it is given up', () => {
    write(2);
    const file = open();
    file.add(REJECTION);
    file.discard();
    expect(readFileSync(join(place.root, 't/rejected.jsonl'), 'utf8').split('\n')).to.have.length(3);
    expect(readdirSync(join(place.root, 't'))).to.deep.equal(['rejected.jsonl']);
  });

  it('neither writes through a link nor removes it', async () => {
    const secret = join(place.outside, 'secret');
    writeFileSync(secret, 'kept');
    symlinkSync(secret, join(place.root, 'rejected.jsonl'));
    for (const count of [0, 1]) {
      expect((await agacError(() => write(count, open('rejected.jsonl')))).code).to.equal('STORE_WRITE');
    }
    expect(readFileSync(secret, 'utf8')).to.equal('kept');
  });
});
