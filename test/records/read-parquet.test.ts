import {expect} from 'chai';
import {readAside} from '../../src/records/aside/read-aside.js';
import {agacError, all, fixture, Project, read, refused} from './inputs.js';
import {parquetFile} from './parquet-file.js';

describe('readParquet', () => {
  it('is a record a row, exact, with ISO dates, over all row groups', async () => {
    expect(await read('a.parquet', fixture('orders.parquet'))).to.deep.equal([
      {
        id: 1,
        small: 1,
        name: 'Ä',
        rate: 0.1,
        paid: true,
        day: '2026-01-31',
        at: '2026-01-31T12:30:15.123456Z',
        price: 19.99,
        large: 12345678901234567000,
        tags: ['a', 'b'],
        address: {city: 'Oslo', zip: 150},
        raw: 'AP8=',
        opens: '09:30:00',
      },
      {
        id: 2,
        small: null,
        name: null,
        rate: 'NaN',
        paid: false,
        day: null,
        at: null,
        price: null,
        large: null,
        tags: [],
        address: null,
        raw: null,
        opens: null,
      },
      {
        id: '9223372036854775807',
        small: -3,
        name: 'c',
        rate: 'Infinity',
        paid: null,
        day: '1969-12-31',
        at: null,
        price: -0.01,
        large: null,
        tags: null,
        address: {city: null, zip: '9223372036854775807'},
        raw: '',
        opens: '23:59:59.000001',
      },
    ]);
  });

  it('unpacks zstd, too', async () => {
    const [first] = await read('a.parquet', fixture('packed.parquet'));
    expect(first).to.deep.equal({id: 1, name: 'Ä'});
  });

  it('refuses what is damaged', async () => {
    const whole = fixture('orders.parquet');
    for (const bytes of ['', 'id,name\n', whole.subarray(0, whole.length - 20), Buffer.from('PAR1\0\0\0\0PARE')]) {
      const error = await refused('a.parquet', bytes);
      expect(error.code).to.equal('INPUT_INVALID');
      expect(error.message).to.match(/^a\.parquet: It cannot be read as parquet \(/);
    }
  });

  it('refuses what claims more rows than it can hold', async () => {
    expect(await read('a.parquet', parquetFile({rows: 2, values: 2}))).to.deep.equal([{a: null}, {a: null}]);
    for (const isEmpty of [false, true]) {
      const error = await refused('a.parquet', parquetFile({rows: 2e12, values: 2, isEmpty}));
      expect(error.message).to.equal(
        'a.parquet: It claims to hold 2,000,000,000,000 rows, more than 200 for each of its bytes.',
      );
    }
  });

  it('is read in a process of its own, which takes what a run of a thousand million values takes', async function () {
    this.timeout(120_000);
    using project = new Project();
    const bomb = project.input('a.parquet', parquetFile({rows: 3, values: 1e9}));
    expect(bomb.bytes).to.be.lessThan(200);
    const allowance = {memoryBytes: 700 * 1024 * 1024, silenceMs: 100_000};
    const error = await agacError(() => all(readAside(bomb, allowance)));
    expect(error.code).to.equal('INPUT_INVALID');
    expect(error.message).to.match(
      /^a\.parquet: Reading it takes more memory than there is, or than 700 MiB \(SIG[A-Z]+\)\.$/,
    );
    // The next one finds a new process.
    expect(await read('b.parquet', parquetFile({rows: 1, values: 1}))).to.deep.equal([{a: null}]);
  });

  it('reads all rows or refuses the file, wherever it is damaged', async () => {
    const whole = fixture('packed.parquet');
    let refusals = 0;
    for (let at = 4; at < 120; at += 3) {
      const bytes = Buffer.from(whole);
      bytes.fill(0xff, at, at + 3);
      try {
        const records = await read('a.parquet', bytes);
        expect(records).to.have.length(3);
      } catch (error) {
        expect(error).to.have.property('code', 'INPUT_INVALID');
        refusals += 1;
      }
    }
    expect(refusals).to.be.greaterThan(20);
  });
});
