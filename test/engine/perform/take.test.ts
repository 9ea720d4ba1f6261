import type {JsonObject} from '@agac/provider';
import {expect} from 'chai';
import type {InputRecord} from '../../../src/domain/record.js';
import {take} from '../../../src/engine/perform/take.js';
import {intakeFile} from '../../../src/store/run-files.js';
import {collect} from '../../store/collect.js';
import {temporaryFolder} from '../../store/temporary-folder.js';
import {llm, ref, tool} from '../actions.js';
import {numbered, TO_THE_END, Workbench} from '../workbench.js';

const NO_GUARD = {filtered: 0, skipped: 0, leftOut: 0, keptOut: 0};

const observing = (...names: string[]) => ({
  observe: names.map(ref),
  drop: [],
  passthrough: [],
  seed: {},
});

describe('engine/perform/take', () => {
  const folder = temporaryFolder();
  let bench: Workbench;

  afterEach(() => bench.store.close());

  function intake(action: string, number = 0): Promise<InputRecord[]> {
    return collect(bench.store.read<InputRecord>(intakeFile(action, number)));
  }

  it('keeps the staged records as they are now, in order', async () => {
    bench = new Workbench(folder(), [llm('label')], numbered(3));
    await take(bench.ports, 'label');
    bench.records = [];
    expect(await intake('label')).to.deep.equal(
      [0, 1, 2].map((n) => ({
        ordinal: n,
        seq: [n],
        file: 'a.json',
        guid: `g${n}`,
        lineage: [],
        context: {source: {n}},
      })),
    );
    expect(bench.store.state.actions[0]?.intakes).to.deep.equal([{first: 0, count: 3, upTo: {}}]);
    expect(bench.notes).to.deep.equal([{kind: 'taken', action: 'label', records: 3, withheld: 0, ...NO_GUARD}]);
  });

  it('is a fact with no records, too', async () => {
    bench = new Workbench(folder(), [llm('label'), tool('after', {dependencies: ['label']})], []);
    expect(await bench.loop()).to.equal('idle');
    expect(bench.store.state.actions.map((action) => action.written)).to.deep.equal([0, 0]);
    expect(bench.vendor.submits).to.deep.equal([]);
  });

  it('leaves nothing of an input that breaks off', async () => {
    bench = new Workbench(folder(), [llm('label')], []);
    async function* sources() {
      yield {file: 'a.json', ordinal: 0, guid: 'g', value: {n: 0}};
      throw new Error('cut');
    }
    const failure = await take({...bench.ports, sources}, 'label').catch((error: Error) => error);
    expect(failure).to.have.property('message', 'cut');
    expect(bench.store.has(intakeFile('label', 0))).to.equal(false);
    expect(bench.story).to.deep.equal(['run-started']);
  });

  it('carries on what is needed later, and nothing else', async () => {
    const unused = tool('unused', {dependencies: ['split'], scope: observing('split.item')});
    const actions = [
      tool('split'),
      unused,
      tool('last', {dependencies: ['unused'], scope: observing('unused.*', 'source.n')}),
    ];
    bench = new Workbench(folder(), actions, numbered(1));
    bench.tools['split'] = () => [{item: 1}, {item: 2}];
    bench.tools['unused'] = () => ({u: 1});
    bench.tools['last'] = () => ({done: true});
    await bench.loop();
    expect((await intake('unused')).map((record) => record.context)).to.deep.equal(
      [1, 2].map((item) => ({source: {n: 0}, split: {item}})),
    );
    expect((await intake('last')).map((record) => record.context)).to.deep.equal(
      Array(2).fill({source: {n: 0}, unused: {u: 1}}),
    );
  });

  it('makes of each output of a list a record of its own, that knows where it comes from', async () => {
    bench = new Workbench(folder(), [tool('split'), tool('each', {dependencies: ['split']})], numbered(2));
    bench.tools['split'] = () => [{item: 1}, {item: 2}];
    bench.tools['each'] = () => ({done: true});
    await bench.loop();
    const parents = bench.outputs('split');
    const records = await intake('each');
    expect(records.map(({seq, ordinal}) => [ordinal, ...seq])).to.deep.equal([
      [0, 0, 0],
      [1, 0, 1],
      [2, 1, 0],
      [3, 1, 1],
    ]);
    expect(records.map((record) => record.parentId)).to.deep.equal(parents.map((output) => output.target_id));
    expect(records.map((record) => record.lineage)).to.deep.equal(parents.map((output) => output.lineage));
  });

  it('withholds what has nothing to go with, and takes it, alone, when there is something', async () => {
    const retry = {maxAttempts: 0, onExhausted: 'return_last'} as const;
    const actions = [
      llm('a', {retry}),
      llm('b', {retry}),
      tool('both', {dependencies: ['a', 'b'], scope: observing('a.*', 'b.*')}),
    ];
    bench = new Workbench(folder(), actions, numbered(3));
    const called: JsonObject[] = [];
    bench.tools['both'] = (input) => {
      called.push(input as JsonObject);
      return {};
    };
    let isIll = true;
    bench.vendor.answer = ({shown, id}) => {
      const isOfB = id.slice(27, 30) === '001';
      const {n} = shown['source'] as {n: number};
      return isIll && isOfB && n === 1 ? undefined : JSON.stringify({label: `${isOfB ? 'b' : 'a'}${n}`});
    };
    await bench.loop();
    expect(called.map((input) => input['a'])).to.deep.equal([{label: 'a0'}, {label: 'a2'}]);
    expect(bench.notes).to.deep.include({kind: 'taken', action: 'both', records: 2, withheld: 1, ...NO_GUARD});

    isIll = false;
    const file = bench.store.create('actions/b/asks-1.jsonl');
    file.write('{"ordinal":1,"retries":0,"reprompts":0}\n');
    file.commit();
    bench.store.append({type: 'retry-asked', action: 'b', intake: 0, round: 1, count: 1});
    await bench.loop(TO_THE_END);
    expect(called.slice(2)).to.deep.equal([{a: {label: 'a1'}, b: {label: 'b1'}}]);
    expect(await intake('both', 1)).to.have.length(1);
    expect((await intake('both', 1))[0]).to.deep.include({ordinal: 2, seq: [1, 0, 0]});
    expect(bench.outputs('both').map((output) => output.source_guid)).to.deep.equal(['g0', 'g1', 'g2']);
  });
});
