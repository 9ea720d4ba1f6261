import {expect} from 'chai';
import fc from 'fast-check';
import {stableUuid} from '../../src/domain/stable-uuid.js';
import {type Arrival, type Joined, join, type Offer, without} from '../../src/engine/join.js';
import {compareSeq} from '../../src/engine/order.js';
import {collect} from '../store/collect.js';
import {stream} from './streams.js';

const SOURCES = 3;
/** One name is the beginning of another, and they have underscores, as a node's id has. */
const NAMES = ['split', 'split_up', 'score', 'score_up', 'sum'];

/** The outputs of every action, by name, in order. */
type Outputs = Map<string, Arrival[]>;

/** How a random workflow's actions answer: from whom each takes its records, and how many outputs each record gets. */
interface Shape {
  /** How far back the action is that it depends on; 0: the sources. */
  readonly back: number;
  readonly counts: readonly number[];
}

const shapes = fc.array(fc.record({back: fc.nat(2), counts: fc.array(fc.nat(2), {minLength: 4, maxLength: 12})}), {
  minLength: NAMES.length,
  maxLength: NAMES.length,
});

const sources: Arrival[] = Array.from({length: SOURCES}, (_, i) => ({
  seq: [i],
  file: 'a.json',
  guid: `g${i}`,
  lineage: [],
  context: {source: {id: i}},
}));

/** What an action makes of its records: so many outputs of each. */
function answered(name: string, records: readonly Arrival[], counts: readonly number[]): Arrival[] {
  return records.flatMap((record, i) =>
    Array.from({length: counts[i % counts.length]!}, (_, index) => {
      const node = `${name}_${stableUuid(JSON.stringify([name, record.seq, index]))}`;
      const {lineage, context, seq} = record;
      return {...record, seq: [...seq, index], lineage: [...lineage, node], context: {...context, [name]: {node}}};
    }),
  );
}

function run(actions: readonly Shape[]): Outputs {
  const outputs: Outputs = new Map();
  for (const [i, {back, counts}] of actions.entries()) {
    const from = back === 0 ? undefined : NAMES[i - back];
    const records = from === undefined ? sources : outputs.get(from)!;
    outputs.set(NAMES[i]!, answered(NAMES[i]!, records, counts));
  }
  return outputs;
}

/** The textbook: every combination of which no two differ in a namespace that both have. */
function naturalJoin(lists: readonly (readonly Arrival[])[]): Arrival['context'][] {
  return lists
    .map((list) => list.map((each) => each.context))
    .reduce((rows, list) =>
      rows.flatMap((row) => list.filter((each) => agree(row, each)).map((each) => ({...row, ...each}))),
    );
}

function agree(a: Arrival['context'], b: Arrival['context']): boolean {
  return Object.keys(a).every((name) => !(name in b) || JSON.stringify(a[name]) === JSON.stringify(b[name]));
}

async function joined(
  lists: readonly (readonly Offer[])[],
): Promise<Record<'rows' | 'withheld' | 'keptOut', Arrival[]>> {
  const [primary = [], ...others] = lists;
  const all = await collect(
    join(
      stream(primary),
      others.map((other) => stream(other)),
    ),
  );
  const of = (kind: Joined['kind']) => all.filter((each) => each.kind === kind).map((each) => each.record);
  return {rows: of('joined'), withheld: of('withheld'), keptOut: of('kept-out')};
}

/** The record as it stood before the action that made it, which would have filtered it. */
function withoutOwn(name: string, {seq, lineage, context, ...rest}: Arrival): Offer {
  const before = Object.fromEntries(Object.entries(context).filter(([namespace]) => namespace !== name));
  return {...rest, seq: seq.slice(0, -1), lineage: lineage.slice(0, -1), context: before, filtered: true};
}

/** Which outputs an action brings together: two or three actions, in any order. */
const dependencies = fc.shuffledSubarray(NAMES, {minLength: 2, maxLength: 3});

describe('engine/join', () => {
  it('is the natural join of the outputs by what they descend from, in the order of the first', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, dependencies, async (actions, names) => {
        const outputs = run(actions);
        const lists = names.map((name) => outputs.get(name)!);
        const {rows} = await joined(lists);
        expect(rows.map((row) => row.context)).to.deep.equal(naturalJoin(lists));
      }),
      {numRuns: 300},
    );
  });

  it('withholds exactly the records of the first with which nothing goes', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, dependencies, async (actions, names) => {
        const outputs = run(actions);
        const lists = names.map((name) => outputs.get(name)!);
        const {withheld} = await joined(lists);
        const matched = naturalJoin(lists).map((context) => JSON.stringify(context[names[0]!]));
        const expected = lists[0]!.filter((each) => !matched.includes(JSON.stringify(each.context[names[0]!])));
        expect(withheld).to.deep.equal(expected);
      }),
      {numRuns: 300},
    );
  });

  it('gives every record a place of its own, in order, and each ancestor once', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, dependencies, async (actions, names) => {
        const outputs = run(actions);
        const {rows} = await joined(names.map((name) => outputs.get(name)!));
        for (const [i, row] of rows.entries()) {
          if (i > 0) expect(compareSeq(rows[i - 1]!.seq, row.seq)).to.be.lessThan(0);
          expect(row.lineage).to.have.members(
            Object.values(row.context).flatMap((value) => ('node' in value ? [value['node']] : [])),
          );
          expect(new Set(row.lineage).size).to.equal(row.lineage.length);
        }
      }),
      {numRuns: 100},
    );
  });

  it('joins again what was joined before', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, dependencies, fc.constantFrom(...NAMES), async (actions, names, last) => {
        const outputs = run(actions);
        const {rows} = await joined(names.map((name) => outputs.get(name)!));
        const merged = answered('merged', rows, [1, 2, 0]);
        const lists = [merged, outputs.get(last)!];
        for (const order of [lists, lists.toReversed()]) {
          expect((await joined(order)).rows.map((row) => row.context)).to.deep.equal(naturalJoin(order));
        }
      }),
      {numRuns: 200},
    );
  });

  it('does not put the answer about one item beside that about another, when its own was rejected', async () => {
    const split = answered('split', sources.slice(0, 1), [2]);
    const score = answered('score', split, [1]);
    const [, second] = split;
    const sum = answered('sum', [second!], [1]);
    const {rows, withheld} = await joined([score, sum]);
    expect(rows.map((row) => row.context['split'])).to.deep.equal([second!.context['split']]);
    expect(withheld).to.deep.equal([score[0]]);
  });

  it('keeps out what was filtered where it would have been, and nothing else', async () => {
    const filters = fc.array(fc.boolean(), {minLength: 30, maxLength: 30});
    await fc.assert(
      fc.asyncProperty(shapes, dependencies, filters, async (actions, names, isFiltered) => {
        const outputs = run(actions.map((shape) => ({...shape, counts: [1]})));
        const offered = names.map((name, i) => {
          const from = outputs.get(name)!;
          return from.map((record, k) => (isFiltered[i * 10 + k] ? withoutOwn(name, record) : record));
        });
        const {rows, keptOut, withheld} = await joined(offered);
        const isOut = (source: number) => names.some((_, i) => isFiltered[i * 10 + source]);
        const expected = sources.filter((_, source) => !isOut(source)).map(({guid}) => guid);
        expect(rows.map(({guid}) => guid)).to.deep.equal(expected);
        expect([keptOut.length, withheld]).to.deep.equal([sources.length - expected.length, []]);
      }),
      {numRuns: 200},
    );
  });

  it('keeps out one item of a list, and takes the others', async () => {
    const split = answered('split', sources.slice(0, 2), [2]);
    const score = answered('score', split, [1]);
    const offered: Offer[] = score.map((record, i) => (i === 2 ? withoutOwn('score', record) : record));
    for (const lists of [
      [split, offered],
      [offered, split],
    ]) {
      const {rows, keptOut, withheld} = await joined(lists);
      expect(rows.map(({context}) => context['split'])).to.deep.equal([0, 1, 3].map((i) => split[i]!.context['split']));
      expect(keptOut.map(({context}) => context['split'])).to.deep.equal([split[2]!.context['split']]);
      expect(withheld).to.deep.equal([]);
    }
  });

  it('keeps out what the first filtered, also when the other has nothing that goes with it', async () => {
    const [score] = answered('score', sources.slice(0, 1), [1]);
    const {rows, keptOut, withheld} = await joined([[withoutOwn('score', score!)], []]);
    expect([rows, keptOut.length, withheld]).to.deep.equal([[], 1, []]);
  });

  it('knows of all that was skipped on either side', async () => {
    const [one] = answered('score', sources.slice(0, 1), [1]);
    const [other] = answered('sum', sources.slice(0, 1), [1]);
    const {rows} = await joined([[{...one!, skipped: ['split', 'score']}], [{...other!, skipped: ['split', 'sum']}]]);
    expect(rows[0]?.skipped).to.deep.equal(['split', 'score', 'sum']);
  });

  it('closes the streams that it does not read to their end', async () => {
    const closed: string[] = [];
    const other = stream(answered('score', sources, [1]), () => closed.push('other'));
    for await (const _ of join(stream(sources), [other])) break;
    expect(closed).to.deep.equal(['other']);
  });
});

describe('engine/join without', () => {
  it('leaves out what is known, by its place', async () => {
    const places = fc.uniqueArray(fc.array(fc.nat(4), {minLength: 1, maxLength: 3}), {selector: String, maxLength: 20});
    await fc.assert(
      fc.asyncProperty(places, fc.array(fc.boolean(), {minLength: 20, maxLength: 20}), async (unsorted, isKnown) => {
        const all = unsorted
          .toSorted(compareSeq)
          .map((seq): Joined => ({kind: 'joined', record: {...sources[0]!, seq}}));
        const known = all.filter((_, i) => isKnown[i]).map((each) => each.record);
        const left = await collect(without(stream(all), stream(known)));
        expect(left).to.deep.equal(all.filter((_, i) => !isKnown[i]));
      }),
      {numRuns: 200},
    );
  });

  it('does not trip over known records that are there no more, and closes both streams', async () => {
    const closed: string[] = [];
    const records = sources.map((record): Joined => ({kind: 'joined', record}));
    const known = stream([{seq: [0]}, {seq: [0, 1]}, {seq: [1, 5]}, {seq: [9]}], () => closed.push('known'));
    const left = await collect(
      without(
        stream(records, () => closed.push('stream')),
        known,
      ),
    );
    expect(left).to.deep.equal(records.slice(1));
    expect(closed.toSorted()).to.deep.equal(['known', 'stream']);
  });
});
