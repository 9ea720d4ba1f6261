import type {Limits} from '@agac/provider';
import {expect} from 'chai';
import fc from 'fast-check';
import {Packer} from '../../src/batches/pack.js';

interface Sent {
  readonly group: string;
  /** Encoded, without the newline. */
  readonly bytes: number;
}

/** Limits that a few small requests reach, each there or not. */
const limits: fc.Arbitrary<Limits> = fc.record(
  {
    requests: fc.integer({min: 1, max: 5}),
    bytes: fc.integer({min: 1, max: 60}),
    lineBytes: fc.integer({min: 1, max: 30}),
  },
  {requiredKeys: []},
);

const requests: fc.Arbitrary<Sent[]> = fc.array(fc.record({group: fc.constantFrom('a', 'b', 'c'), bytes: fc.nat(40)}), {
  maxLength: 40,
});

/** What a part may hold, said once more in other words. */
function isWithin({requests: most, bytes, lineBytes}: Limits, part: readonly Sent[]): boolean {
  const size = part.reduce((sum, each) => sum + each.bytes + 1, 0);
  const longest = Math.max(...part.map((each) => each.bytes));
  return !(part.length > (most ?? 99) || size > (bytes ?? 9_999) || longest > (lineBytes ?? 9_999));
}

function pack(sent: readonly Sent[], limit: Limits): {parts: Sent[][]; refused: Sent[]} {
  const packer = new Packer();
  const parts: Sent[][] = [];
  const refused: Sent[] = [];
  for (const each of sent) {
    const placement = packer.place(each.group, each.bytes, limit);
    if (placement.kind === 'too-long') {
      refused.push(each);
      continue;
    }
    const {index, group, count, bytes} = placement.part;
    expect(placement.isNew).to.equal(parts[index] === undefined);
    parts[index] = [...(parts[index] ?? []), each];
    // What the packer says of a part is what is in it.
    expect([group, count, bytes]).to.deep.equal([
      each.group,
      parts[index].length,
      parts[index].reduce((sum, one) => sum + one.bytes + 1, 0),
    ]);
  }
  return {parts, refused};
}

describe('batches/pack', () => {
  it('keeps every part within the limits, of one group, and without a gap in the numbering', () => {
    fc.assert(
      fc.property(requests, limits, (sent, limit) => {
        const {parts} = pack(sent, limit);
        for (const part of parts) {
          expect(isWithin(limit, part), JSON.stringify(part)).to.equal(true);
          expect(new Set(part.map((each) => each.group)).size).to.equal(1);
        }
      }),
    );
  });

  it('refuses exactly what would not fit into a part of its own, and places the others in order', () => {
    fc.assert(
      fc.property(requests, limits, (sent, limit) => {
        const {parts, refused} = pack(sent, limit);
        expect(refused).to.deep.equal(sent.filter((each) => !isWithin(limit, [each])));
        for (const group of ['a', 'b', 'c']) {
          const placed = parts.flat().filter((each) => each.group === group);
          expect(placed).to.deep.equal(sent.filter((each) => each.group === group && isWithin(limit, [each])));
        }
      }),
    );
  });

  it('begins a part only when the one before is full', () => {
    fc.assert(
      fc.property(requests, limits, (sent, limit) => {
        const {parts} = pack(sent, limit);
        for (const group of ['a', 'b', 'c']) {
          const own = parts.filter((part) => part[0]!.group === group);
          for (const [i, part] of own.entries()) {
            const next = own[i + 1]?.[0];
            if (next !== undefined) expect(isWithin(limit, [...part, next])).to.equal(false);
          }
        }
      }),
    );
  });

  it('says how long a request may be', () => {
    const packer = new Packer();
    expect(packer.place('a', 10, {lineBytes: 9})).to.deep.equal({kind: 'too-long', limit: 9});
    expect(packer.place('a', 10, {bytes: 10})).to.deep.equal({kind: 'too-long', limit: 9});
    expect(packer.place('a', 9, {bytes: 10, lineBytes: 9}).kind).to.equal('placed');
  });

  it('puts any number of any length into one part where there are no limits', () => {
    const packer = new Packer();
    for (let i = 0; i < 1_000; i += 1) expect(packer.place('a', 1e9, {})).to.include({kind: 'placed', isNew: i === 0});
  });
});
