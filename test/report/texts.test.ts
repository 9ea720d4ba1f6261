import {expect} from 'chai';
import type {Note} from '../../src/engine/notes.js';
import {dollarWords} from '../../src/report/cost.js';
import {dryRunLines} from '../../src/report/dry-run.js';
import {noteLine} from '../../src/report/notes.js';
import {providerLines} from '../../src/report/providers.js';
import {bytes, count, list} from '../../src/report/words.js';

describe('report/words', () => {
  it('counts', () => {
    expect([0, 1, 2, 1_234_567].map((number) => count(number, 'record'))).to.deep.equal([
      '0 records',
      '1 record',
      '2 records',
      '1,234,567 records',
    ]);
  });

  it('says bytes in decimal units', () => {
    const sizes = [0, 1, 999, 1_000, 12_345, 999_949, 999_950, 1_000_000, 200_000_000, 2.5e9, 9e15];
    expect(sizes.map(bytes)).to.deep.equal([
      '0 B',
      '1 B',
      '999 B',
      '1.0 kB',
      '12.3 kB',
      '999.9 kB',
      '1.0 MB',
      '1.0 MB',
      '200.0 MB',
      '2.5 GB',
      '9000000.0 GB',
    ]);
  });

  it('lists', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(list)).to.deep.equal(['', 'a', 'a and b', 'a, b and c']);
  });
});

describe('report/cost', () => {
  it('says dollars: cents from a dollar on, three digits that count below', () => {
    const amounts = [0, 1, 12.3, 1_234_567.891, 0.9999, 0.5, 0.25, 0.1234, 0.001234, 0.0005, 0.000000123456];
    expect(amounts.map(dollarWords)).to.deep.equal([
      '$0.00',
      '$1.00',
      '$12.30',
      '$1,234,567.89',
      '$1.00',
      '$0.50',
      '$0.25',
      '$0.123',
      '$0.00123',
      '$0.0005',
      '$0.000000123',
    ]);
  });
});

describe('report/notes', () => {
  const counts = {accepted: 5, outputs: 5, again: 0, rejected: 0, strays: 0};
  const none = {filtered: 0, skipped: 0, leftOut: 0, withheld: 0, keptOut: 0};

  for (const [note, line] of [
    [{kind: 'taken', action: 'a', records: 2, ...none}, 'a: 2 records.'],
    [
      {kind: 'taken', action: 'a', records: 2, ...none, withheld: 1},
      'a: 2 records; 1 record wait for an output of another action.',
    ],
    [
      {kind: 'taken', action: 'a', records: 2_000, filtered: 1_000, skipped: 1, leftOut: 5, withheld: 0, keptOut: 3},
      'a: 2,000 records, 995 filtered, 1 skipped, 5 left out by the limit; 3 records kept out, as another action filtered them.',
    ],
    [{kind: 'planned', requests: 3, parts: 1}, '3 requests in 1 part.'],
    [{kind: 'sent', part: 0, id: 'job', adopted: false}, 'Part 0 is at the vendor: job.'],
    [{kind: 'sent', part: 0, id: 'job', adopted: true}, 'Part 0 is at the vendor already: job.'],
    [{kind: 'fetched', part: 1, lines: 1}, 'Part 1: 1 result fetched.'],
    [{kind: 'judged', action: 'a', round: 0, counts}, 'a: 5 accepted.'],
    [
      {kind: 'judged', action: 'a', round: 0, counts: {...counts, again: 1, rejected: 2, strays: 3}},
      'a: 5 accepted, 1 to be asked again, 2 rejected, 3 stray results.',
    ],
    [{kind: 'judged', action: 'a', round: 0, counts: {...counts, filtered: 2}}, 'a: 5 accepted, 2 filtered.'],
    [{kind: 'written', action: 'a', folder: 'out/a', outputs: 1, rejected: 0}, 'a: 1 output in out/a.'],
    [{kind: 'waiting', ms: 1_001, why: 'busy'}, 'Waiting 2 s: busy'],
    [{kind: 'warning', message: 'odd'}, 'Warning: odd'],
    [{kind: 'submitted', batch: 'b', requests: 1}, undefined],
    [{kind: 'asked', part: 0, status: {phase: 'queued', word: 'q'}}, undefined],
    [{kind: 'answering', action: 'a', done: 1, total: 2}, undefined],
  ] as const satisfies readonly (readonly [Note, string | undefined])[]) {
    it(`says ${line ?? `nothing of ${note.kind}`}`, () => {
      expect(noteLine(note)).to.equal(line);
    });
  }

  it("lets nothing of a vendor's words act on a terminal", () => {
    expect(noteLine({kind: 'waiting', ms: 1, why: 'a\u001b[2Jb\u0007'})).to.equal('Waiting 1 s: ab\\u{7}');
  });
});

describe('report/dry-run', () => {
  it('tells what would be sent, and what it leaves out', () => {
    const lines = dryRunLines({
      workflow: 'wf',
      actions: [
        {mode: 'batch', action: 'a', requests: 3, refused: 1, filtered: 2, skipped: 0},
        {mode: 'batch', action: 'b', requests: 1, refused: 0, filtered: 0, skipped: 0},
      ],
      parts: [
        {provider: 'acme', model: 'm-1', mode: 'batch', requests: 3, bytes: 1_500},
        {provider: 'acme', model: 'm-2', mode: 'online', requests: 1},
      ],
      later: ['c', 'd'],
      unprobed: ['acme'],
      prompts: [{action: 'a', source_guid: 'g', messages: [{role: 'system', text: 'Sort\u001b[2J.'}]}],
      warnings: [],
    });
    expect(lines).to.deep.equal([
      'wf would send 4 requests in 2 parts, 1.5 kB. Nothing was sent.',
      '  a: 3 requests, 2 filtered, 1 record cannot be sent',
      '  b: 1 request',
      '  part 0  acme/m-1  3 requests  1.5 kB',
      '  part 1  acme/m-2  1 request  online',
      'Not counted, as they need answers first or ask a person: c and d.',
      'Whether acme has a batch lane is found out by the run; without one, it is asked one by one.',
      '',
      '--- a, record g',
      '[system]\nSort.',
    ]);
  });
});

describe('report/providers', () => {
  const look = {name: 'acme', plugin: '@acme/p', version: '1.0.0', origin: 'user', usable: true} as const;

  it('tells where a provider comes from, whether its key is there, and whether it can be used', () => {
    const lines = providerLines([
      {...look, key: {variable: 'ACME_KEY', isSet: true}},
      {...look, name: 'local', origin: 'core'},
      {...look, name: 'mine', adapter: 'acme'},
      {...look, name: 'old', usable: false, key: {variable: 'OLD_KEY', isSet: false}},
    ]);
    expect(lines).to.deep.equal([
      'acme   @acme/p 1.0.0  ACME_KEY is set',
      'local  built in  no key needed',
      'mine   served by acme of @acme/p 1.0.0  no key needed',
      'old    @acme/p 1.0.0  OLD_KEY is not set  built for another contract: cannot be used',
    ]);
    expect(providerLines([])).to.deep.equal([]);
  });

  it('tells what one can do, and what is not known', () => {
    const card = {
      model: 'm',
      limits: {requests: 50_000, bytes: 200_000_000},
      schema: 'strict',
      parameters: ['temperature', 'seed'],
      partialResults: false,
      windowHours: 24,
    } as const;
    const text = providerLines([{...look, abilities: {online: true, cancel: false, find: true, card}}]).join('\n');
    for (const [what, said] of [
      ['run_mode: online', 'yes'],
      ['cancel', 'no'],
      ['find a lost submission', 'yes'],
      ['follows a schema', 'strict'],
      ['requests a part', '50000'],
      ['bytes a part', '200.0 MB'],
      ['bytes a request', 'unknown'],
      ['finishes within', '24 h'],
      ['keeps results', 'unknown'],
      ['parameters', 'temperature, seed'],
    ]) {
      expect(text).to.match(new RegExp(`^  ${what} +${said}$`, 'm'));
    }
  });
});
