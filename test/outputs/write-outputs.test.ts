import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {JsonObject} from '@agac/provider';
import {expect} from 'chai';
import fc from 'fast-check';
import {outputNames} from '../../src/outputs/output-names.js';
import {writeOutputs} from '../../src/outputs/write-outputs.js';
import {agacError, entries, Place} from './outputs.js';

describe('writeOutputs', () => {
  let place: Place;
  let folder: string;
  beforeEach(() => {
    place = new Place();
    folder = join(place.root, 'target/label');
  });
  afterEach(() => place[Symbol.dispose]());

  const write = (files: readonly string[], ...pairs: readonly (readonly [string, JsonObject])[]) =>
    writeOutputs({root: place.root, folder, names: outputNames(files), outputs: entries(...pairs)});

  it('writes an array with one record a line for every input file, also without outputs', async () => {
    const written = await write(['a.csv', 'b/c.csv', 'd.csv'], ['a.csv', {x: 1}], ['a.csv', {x: '\n'}], ['d.csv', {}]);
    const [a, c, d] = ['a.json', 'b/c.json', 'd.json'].map((name) => readFileSync(join(folder, name), 'utf8'));
    const lines = a?.split('\n') ?? [];
    expect([lines[0], lines.length, lines[3], lines[4]]).to.deep.equal(['[', 5, ']', '']);
    expect(lines[1]?.endsWith('},')).to.equal(true);
    expect(JSON.parse(a ?? '').map(({content}: {content: unknown}) => content)).to.deep.equal([{x: 1}, {x: '\n'}]);
    expect(c).to.equal('[]\n');
    expect(d?.split('\n')).to.have.length(4);
    expect(written.map(({file, name, records}) => [file, name, records])).to.deep.equal([
      ['a.csv', 'a.json', 2],
      ['b/c.csv', 'b/c.json', 0],
      ['d.csv', 'd.json', 1],
    ]);
    for (const {path, bytes} of written) expect(statSync(path).size).to.equal(bytes);
  });

  it('writes valid JSON of all contents, in order, and the same bytes again', async () => {
    const contents = fc.array(fc.dictionary(fc.string(), fc.jsonValue({noUnicodeString: false})), {maxLength: 6});
    await fc.assert(
      fc.asyncProperty(contents, async (values) => {
        const pairs = values.map((value) => ['a.csv', value as JsonObject] as const);
        await write(['a.csv'], ...pairs);
        const first = readFileSync(join(folder, 'a.json'), 'utf8');
        const read = JSON.parse(first).map(({content}: {content: unknown}) => content);
        expect(read).to.deep.equal(JSON.parse(JSON.stringify(values)));
        await write(['a.csv'], ...pairs);
        expect(readFileSync(join(folder, 'a.json'), 'utf8')).to.equal(first);
      }),
      {numRuns: 25},
    );
  });

  it('makes files that others may read, and leaves nothing else behind', async () => {
    await write(['a.csv'], ['a.csv', {}]);
    expect(readdirSync(folder)).to.deep.equal(['a.json']);
    expect(statSync(join(folder, 'a.json')).mode & 0o777).to.equal(0o644);
  });

  it('keeps the old file, whole, when the outputs break off', async () => {
    await write(['a.csv'], ['a.csv', {x: 'old'}]);
    const before = readFileSync(join(folder, 'a.json'), 'utf8');
    async function* broken() {
      yield* entries(['a.csv', {x: 'new'}]);
      throw new Error('power cut');
    }
    const files = {root: place.root, folder, names: outputNames(['a.csv']), outputs: broken()};
    expect(String(await writeOutputs(files).catch((error: unknown) => error))).to.contain('power cut');
    expect(readFileSync(join(folder, 'a.json'), 'utf8')).to.equal(before);
    expect(readdirSync(folder)).to.deep.equal(['a.json']);
  });

  it('refuses outputs that do not come together, or of no known file', async () => {
    const apart = await write(['a', 'b'], ['a', {}], ['b', {}], ['a', {}]).catch((error: unknown) => String(error));
    expect(apart).to.contain('did not come together');
    expect(await write(['a'], ['z', {}]).catch((error: unknown) => String(error))).to.contain('no output name for z');
  });

  it('does not follow a linked folder out of the project', async () => {
    mkdirSync(join(place.outside, 'elsewhere'));
    mkdirSync(folder, {recursive: true});
    symlinkSync(join(place.outside, 'elsewhere'), join(folder, 'b'));
    const error = await agacError(() => write(['b/c/x.csv'], ['b/c/x.csv', {}]));
    expect(error.code).to.equal('STORE_WRITE');
    expect(error.message).to.contain('outside of');
    expect(readdirSync(join(place.outside, 'elsewhere'))).to.deep.equal([]);
  });

  it('does not take a folder whose name begins as the root does for a part of it', async () => {
    mkdirSync(`${place.root}-other`);
    mkdirSync(join(place.root, 'target'));
    symlinkSync(`${place.root}-other`, folder);
    expect((await agacError(() => write(['a.csv']))).code).to.equal('STORE_WRITE');
  });

  it('follows a link that stays in the project', async () => {
    mkdirSync(join(place.root, 'real'));
    mkdirSync(join(place.root, 'target'));
    symlinkSync(join(place.root, 'real'), folder);
    await write(['a.csv']);
    expect(readdirSync(join(place.root, 'real'))).to.deep.equal(['a.json']);
  });

  it('replaces files only: no link, folder, pipe', async () => {
    mkdirSync(folder, {recursive: true});
    const secret = join(place.outside, 'secret');
    writeFileSync(secret, 'kept');
    symlinkSync(secret, join(folder, 'link.json'));
    mkdirSync(join(folder, 'folder.json'));
    execFileSync('mkfifo', [join(folder, 'pipe.json')]);
    for (const name of ['link', 'folder', 'pipe']) {
      const error = await agacError(() => write([`${name}.csv`], [`${name}.csv`, {}]));
      expect(error.code).to.equal('STORE_WRITE');
      expect(error.message).to.contain(`${name}.json is in the way`);
    }
    expect(readFileSync(secret, 'utf8')).to.equal('kept');
  });

  it('says which file cannot be written', async () => {
    mkdirSync(join(place.root, 'target'));
    writeFileSync(folder, 'a file where the folder should be');
    const error = await agacError(() => write(['a.csv'], ['a.csv', {}]));
    expect(error.code).to.equal('STORE_WRITE');
    expect(error.message).to.contain(join(folder, 'a.json'));
    expect(existsSync(join(folder, 'a.json'))).to.equal(false);
  });
});
