import {createGzip, gzipSync} from 'node:zlib';
import {expect} from 'chai';
import {read, refused} from './inputs.js';

describe('what is packed with gzip', () => {
  it('is read as what is in it, in every text format', async () => {
    expect(await read('a.json.gz', gzipSync('\ufeff[{"n":1},{"n":2}]'))).to.deep.equal([{n: 1}, {n: 2}]);
    expect(await read('a.jsonl.gz', gzipSync('{"n":1}\n{"n":2}\n'))).to.deep.equal([{n: 1}, {n: 2}]);
    expect(await read('a.csv.gz', gzipSync('n\n1\n2\n'))).to.deep.equal([{n: '1'}, {n: '2'}]);
    expect(await read('a.txt.gz', gzipSync('x'))).to.deep.equal([{content: 'x', file_name: 'a.txt.gz'}]);
  });

  it('may be several files packed one after the other', async () => {
    const packed = Buffer.concat([gzipSync('{"n":1}\n'), gzipSync('{"n":2}\n')]);
    expect(await read('a.jsonl.gz', packed)).to.deep.equal([{n: 1}, {n: 2}]);
  });

  it('has the line of a mistake as it is unpacked', async () => {
    const error = await refused('a.jsonl.gz', gzipSync('{"n":1}\n\nnothing\n'));
    expect(error.message).to.match(/^a\.jsonl\.gz, line 3: This line cannot be read as JSON/);
  });

  it('is refused where it is no gzip or not whole', async () => {
    const packed = gzipSync(`n\n${'ab'.repeat(5000)}\n`);
    for (const bytes of ['n\n1\n', '', packed.subarray(0, packed.length - 9)]) {
      const error = await refused('a.csv.gz', bytes);
      expect(error.code).to.equal('INPUT_INVALID');
      expect(error.message).to.match(/^a\.csv\.gz: It is not a whole gzip file \(/);
      expect(error.actions.join()).to.contain('gzip -t');
    }
  });

  it('is refused where it unpacks to far more than any data would', async () => {
    const bomb = createGzip();
    const line = Buffer.from(`"${'0'.repeat(1_048_573)}"\n`);
    for (let megabytes = 0; megabytes < 80; megabytes += 1) bomb.write(line);
    bomb.end();
    const error = await refused('a.jsonl.gz', Buffer.concat(await bomb.toArray()));
    expect(error.message).to.equal('a.jsonl.gz: It unpacks to more than 200 times its size.');
  });
});
