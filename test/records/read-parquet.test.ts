import {expect} from 'chai';
import {fixture, read, refused} from './inputs.js';

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
