import type {JsonObject} from '@agac/provider';
import {expect} from 'chai';
import type {FunctionGuard} from '../../src/domain/guard.js';
import type {InputRecord} from '../../src/domain/record.js';
import {loop} from '../../src/engine/loop.js';
import {writePartial} from '../../src/engine/perform/write-partial.js';
import {type ActionLook, lookAtRun} from '../../src/engine/progress.js';
import {intakeFile} from '../../src/store/run-files.js';
import {collect} from '../store/collect.js';
import {temporaryFolder} from '../store/temporary-folder.js';
import {guard} from '../workflow/guards/conditions.js';
import {llm, ref, tool} from './actions.js';
import {numbered, ONCE, Workbench} from './workbench.js';

const FREE = {send: false, parallel: true} as const;
const skipping = (text: string) => guard(text, {onFalse: 'skip'});
const scope = (observe: readonly string[], passthrough: readonly string[] = []) => ({
  observe: observe.map(ref),
  drop: [],
  passthrough: passthrough.map(ref),
  seed: {},
});

describe('a guard, when records enter an action,', () => {
  let bench: Workbench;

  // Before the folder is removed.
  afterEach(() => {
    expect(JSON.parse(JSON.stringify(bench.store.state))).to.deep.equal(JSON.parse(JSON.stringify(bench.stateOnDisk)));
    for (const action of lookAtRun(bench.store.state).actions) everyRecordLeavesOnce(action);
    bench.store.close();
  });

  const folder = temporaryFolder();

  /** One output a record here, so that they can be counted. */
  function everyRecordLeavesOnce({action, records, outputs, rejected, filtered}: ActionLook): void {
    expect(outputs + rejected + filtered, action).to.equal(records);
    expect([bench.outputs(action).length, bench.rejections(action).length], action).to.deep.equal([outputs, rejected]);
  }

  const look = (action: string) => lookAtRun(bench.store.state).actions.find((each) => each.action === action)!;
  const sourcesOf = (action: string) => bench.outputs(action).map((output) => output.source_guid);
  const asked = () => bench.vendor.jobs.map((job) => job.entries.length);
  const warnings = () => bench.notes.flatMap((note) => (note.kind === 'warning' ? [note.message] : []));
  const intake = (action: string, number = 0) => collect(bench.store.read<InputRecord>(intakeFile(action, number)));

  /** A tool that keeps what it was called with. */
  function listening(name: string): JsonObject[] {
    const heard: JsonObject[] = [];
    bench.tools[name] = (input) => {
      heard.push(input as JsonObject);
      return {};
    };
    return heard;
  }

  async function askAgain(action: string, ...ordinals: number[]): Promise<void> {
    const round = bench.store.state.actions.find(({name}) => name === action)!.rounds.length;
    const file = bench.store.create(`actions/${action}/asks-${round}.jsonl`);
    for (const ordinal of ordinals) file.write(`${JSON.stringify({ordinal, retries: 0, reprompts: 0})}\n`);
    file.commit();
    bench.store.append({type: 'retry-asked', action, intake: 0, round, count: ordinals.length});
    await bench.loop();
  }

  describe('filters', () => {
    it('and asks about the others alone, in batch mode', async () => {
      bench = new Workbench(folder(), [llm('label', {guard: guard('source.n IN [1, 4]')})], numbered(6));
      await bench.loop();
      expect([asked(), sourcesOf('label')]).to.deep.equal([[2], ['g1', 'g4']]);
      expect(look('label')).to.include({records: 6, outputs: 2, filtered: 4, skipped: 0, rejected: 0, state: 'done'});
      expect(bench.events[1]).to.deep.include({type: 'records-taken', count: 6, filtered: 4});
      expect(bench.store.state.actions[0]?.rounds[0]).to.deep.include({records: 2});
      expect(bench.store.state.actions[0]?.rounds[0]?.judged).to.deep.equal({
        accepted: 2,
        outputs: 2,
        again: 0,
        rejected: 0,
        strays: 0,
        filtered: 4,
      });
      expect(bench.store.state.batches[0]).to.include({requests: 2, refused: 0});
    });

    it('and asks about the others alone, online', async () => {
      const label = llm('label', {runMode: 'online', guard: guard('source.n > 3')});
      bench = new Workbench(folder(), [label], numbered(6));
      await bench.loop();
      expect([bench.vendor.completed, sourcesOf('label')]).to.deep.equal([2, ['g4', 'g5']]);
    });

    it('so that what comes after gets the others alone', async () => {
      const actions = [
        llm('label', {guard: guard('source.n != 1')}),
        tool('after', {dependencies: ['label'], scope: scope(['label.*'])}),
      ];
      bench = new Workbench(folder(), actions, numbered(3));
      const heard = listening('after');
      await bench.loop();
      expect(heard).to.have.length(2);
      expect(look('after')).to.include({records: 2, filtered: 0, keptOut: 1});
    });

    it('and keeps of the filtered no more than where they stand', async () => {
      bench = new Workbench(folder(), [llm('label', {guard: guard('source.n == 0')})], numbered(2));
      await bench.loop();
      expect(await intake('label')).to.deep.equal([
        {ordinal: 0, seq: [0], file: 'a.json', guid: 'g0', lineage: [], context: {source: {n: 0}}},
        {ordinal: 1, seq: [1], file: 'a.json', guid: 'g1', lineage: [], context: {}, byGuard: 'filtered'},
      ]);
    });

    it('all of them: nothing is sent, nothing waits, the file is empty, and the user is told', async () => {
      const actions = [
        llm('label', {guard: guard('source.n > 9')}),
        tool('count', {guard: guard('source.n > 9')}),
        tool('after', {dependencies: ['label']}),
      ];
      bench = new Workbench(folder(), actions, numbered(3));
      // A provider that cannot be opened, and a tool that is not there, are no trouble when nothing is asked of them.
      const provider = () => Promise.reject(new TypeError('no provider'));
      expect(await loop({...bench.ports, provider}, FREE)).to.equal('idle');
      expect(lookAtRun(bench.store.state).state).to.equal('finished');
      expect([bench.store.state.batches, bench.store.state.parts, bench.outputs('label')]).to.deep.equal([[], [], []]);
      expect(look('label')).to.include({state: 'done', records: 3, filtered: 3});
      expect(look('after')).to.include({state: 'done', records: 0, keptOut: 3});
      expect(warnings()).to.deep.equal([
        'label: none of its 3 records matches the guard `source.n > 9`.',
        'count: none of its 3 records matches the guard `source.n > 9`.',
      ]);
    });

    it('before a tool that takes whole files is called', async () => {
      const all = tool('all', {granularity: 'file', guard: guard('source.n > 1')});
      bench = new Workbench(folder(), [all], numbered(4));
      bench.tools['all'] = (rows) =>
        (rows as unknown as JsonObject[]).map(({source, source_index}) => ({...(source as JsonObject), source_index}));
      await bench.loop();
      expect(bench.outputs('all').map(({content, source_guid}) => [content, source_guid])).to.deep.equal([
        [{n: 2}, 'g2'],
        [{n: 3}, 'g3'],
      ]);
    });

    it('by what a record carries and the action does not observe, of any action before it, and of its seed data', async () => {
      const actions = [
        llm('a', {scope: scope(['source.n'])}),
        llm('b', {dependencies: ['a'], scope: scope(['a.label'])}),
        tool('c', {
          dependencies: ['b'],
          scope: {...scope(['b.label']), seed: {most: 1}},
          guard: guard('source.n <= seed.most and a.label == "ok"'),
        }),
      ];
      bench = new Workbench(folder(), actions, numbered(4));
      const heard = listening('c');
      await bench.loop();
      expect(heard).to.deep.equal([{b: {label: 'ok'}}, {b: {label: 'ok'}}]);
      expect((await intake('c'))[0]?.context, 'what only the guard needed is carried no further').to.have.keys('b');
    });
  });

  describe('that is a function', () => {
    const decider = {name: 'decide', file: 'tools/decide.js'};
    const asking = (otherwise: Partial<FunctionGuard> = {}): FunctionGuard => ({
      text: 'udf:decide',
      decider,
      namespaces: ['source', 'label'],
      onFalse: 'filter',
      passOnError: true,
      ...otherwise,
    });
    const after = (own: FunctionGuard) => [
      llm('label', {scope: scope(['source.n'], ['source.id']), guard: skipping('source.n > 0')}),
      tool('last', {dependencies: ['label'], scope: scope(['label.id']), guard: own}),
    ];
    const records = (count: number) => numbered(count).map(({n}) => ({n: n!, id: `i${n}`}));

    it('decides by all that is upstream, in input order, and null is what was skipped', async () => {
      bench = new Workbench(folder(), after(asking()), records(3));
      const heard: JsonObject[] = [];
      bench.tools['decide'] = (input) => {
        heard.push(input as JsonObject);
        return (input as {source: {n: number}}).source.n !== 1;
      };
      bench.tools['last'] = () => ({});
      await bench.loop();
      expect(heard.map(({source, label}) => ({source, label}))).to.deep.equal([
        {source: {n: 0, id: 'i0'}, label: null},
        {source: {n: 1, id: 'i1'}, label: {label: 'ok', id: 'i1'}},
        {source: {n: 2, id: 'i2'}, label: {label: 'ok', id: 'i2'}},
      ]);
      expect(sourcesOf('last')).to.deep.equal(['g0', 'g2']);
      expect(look('last')).to.include({records: 3, outputs: 2, filtered: 1});
    });

    for (const inverted of [false, true]) {
      it(`is taken by the truth of what it returns${inverted ? ', or by its contrary' : ''}`, async () => {
        const values = [true, 'false', [0], {a: 0}, 1, false, '', [], {}, 0, null];
        const guarded = tool('last', {guard: asking(inverted ? {inverted} : {})});
        bench = new Workbench(folder(), [guarded], numbered(values.length));
        bench.tools['decide'] = (input) => values[(input as {source: {n: number}}).source.n];
        bench.tools['last'] = () => ({});
        await bench.loop();
        const [yes, no] = [values.slice(0, 5), values.slice(5)].map((some) => some.map((each) => values.indexOf(each)));
        expect(sourcesOf('last')).to.deep.equal((inverted ? no : yes)!.map((n) => `g${n}`));
        expect(warnings()).to.deep.equal([]);
      });
    }

    for (const passOnError of [true, false]) {
      it(`that fails lets records ${passOnError ? 'pass' : 'go'}, as it says, and the user is told`, async () => {
        bench = new Workbench(folder(), [tool('last', {guard: asking({passOnError})})], numbered(3));
        bench.tools['decide'] = (input) => {
          if ((input as {source: {n: number}}).source.n === 1) throw new RangeError('too far');
          return (input as {source: {n: number}}).source.n === 2 ? undefined : true;
        };
        bench.tools['last'] = () => ({});
        await bench.loop();
        expect(look('last')).to.include({records: 3, outputs: passOnError ? 3 : 1, filtered: passOnError ? 0 : 2});
        expect(warnings()).to.have.length(1);
        expect(warnings()[0]).to.match(
          /^last: the guard could not be worked out for 2 of its records: `decide` threw RangeError: too far \(.*\)\. They /,
        );
        expect(warnings()[0]).to.match(passOnError ? /They pass\.$/ : /They do not match\.$/);
      });
    }
  });

  describe('skips', () => {
    it('and lets a record go on with null in place of the action, and with what is passed through', async () => {
      const actions = [
        llm('label', {scope: scope(['source.n'], ['source.id']), guard: skipping('source.n > 0')}),
        tool('whole', {dependencies: ['label'], scope: scope(['label.*', 'source.n'])}),
        tool('named', {
          dependencies: ['label'],
          scope: scope(['label.label', 'label.id'], ['label.id', 'label.label']),
        }),
      ];
      bench = new Workbench(
        folder(),
        actions,
        numbered(2).map(({n}) => ({n: n!, id: `i${n}`})),
      );
      bench.concurrency = 1;
      const [whole, named] = [listening('whole'), listening('named')];
      await bench.loop();
      expect(asked()).to.deep.equal([1]);
      expect(bench.outputs('label').map(({content, metadata}) => [content, metadata['skipped']])).to.deep.equal([
        [{id: 'i0'}, true],
        [{label: 'ok', id: 'i1'}, undefined],
      ]);
      expect(bench.outputs('label')[0]?.metadata).to.deep.equal({kind: 'llm', skipped: true, reason: 'guard'});
      expect(whole).to.deep.equal([
        {label: null, source: {n: 0}},
        {label: {label: 'ok', id: 'i1'}, source: {n: 1}},
      ]);
      expect(named).to.deep.equal([{label: {label: null, id: 'i0'}}, {label: {label: 'ok', id: 'i1'}}]);
      expect(bench.outputs('named').map(({content}) => content)).to.deep.equal([
        {id: 'i0', label: null},
        {id: 'i1', label: 'ok'},
      ]);
      expect(look('label')).to.include({records: 2, outputs: 2, filtered: 0, skipped: 1});
    });

    it('one action after the other, each by a guard of its own', async () => {
      const actions = [
        llm('a', {guard: skipping('source.n != 0')}),
        llm('b', {dependencies: ['a'], scope: scope(['a.label']), guard: skipping('a IS NOT NULL and source.n != 1')}),
        llm('c', {dependencies: ['b'], scope: scope(['b.label', 'source.n']), guard: guard('b.label IS NULL')}),
      ];
      bench = new Workbench(folder(), actions, numbered(3));
      await bench.loop();
      expect(asked()).to.deep.equal([2, 1, 2]);
      expect(bench.outputs('b').map(({metadata}) => metadata.skipped ?? false)).to.deep.equal([true, true, false]);
      expect(sourcesOf('c')).to.deep.equal(['g0', 'g1']);
      expect(bench.outputs('c')[0]?.lineage.map((node) => node[0])).to.deep.equal(['a', 'b', 'c']);
    });

    it('what it does not need: a field that is not there is no reason to reject a record that is not asked about', async () => {
      const label = llm('label', {
        scope: scope(['source.text'], ['source.id', 'source.gone']),
        guard: skipping('source.text IS NOT NULL'),
      });
      bench = new Workbench(folder(), [label], [{id: 1}]);
      await bench.loop();
      expect(bench.rejections('label')).to.deep.equal([]);
      expect(bench.outputs('label')[0]?.content).to.deep.equal({id: 1});
    });

    it('and what was skipped is written early, too, when a batch is still going', async () => {
      bench = new Workbench(folder(), [llm('label', {guard: skipping('source.n == 1')})], numbered(3));
      bench.vendor.status = async () => ({phase: 'running', word: 'RUN'});
      await bench.loop(ONCE);
      expect(await writePartial(bench.ports, 'label')).to.equal(2);
      expect(sourcesOf('label')).to.deep.equal(['g0', 'g2']);
      bench.vendor.status = async () => ({phase: 'ended', end: 'completed', word: 'DONE'});
      await bench.loop();
      expect(sourcesOf('label')).to.deep.equal(['g0', 'g1', 'g2']);
    });

    it('so that of two ways one is taken, and both meet again', async () => {
      const observe = scope(['fast.*', 'slow.*']);
      const actions = [
        llm('fast', {guard: skipping('source.n < 2')}),
        llm('slow', {guard: skipping('source.n >= 2')}),
        tool('merge', {dependencies: ['fast', 'slow'], scope: observe}),
      ];
      bench = new Workbench(folder(), actions, numbered(4));
      bench.concurrency = 1;
      const heard = listening('merge');
      await bench.loop();
      expect(bench.store.state.batches.map(({actions, requests}) => [actions, requests])).to.deep.equal([
        [['fast', 'slow'], 4],
      ]);
      const ways = heard.map(({fast, slow}) => [fast === null, slow === null]);
      expect(ways).to.deep.equal([
        [false, true],
        [false, true],
        [true, false],
        [true, false],
      ]);
    });
  });

  describe('where branches meet', () => {
    for (const dependencies of [
      ['left', 'right'],
      ['right', 'left'],
    ]) {
      it(`keeps out what one of them filtered, and lets nothing wait for it: ${dependencies}`, async () => {
        const actions = [
          llm('left', {guard: guard('source.n NOT IN [1, 2]')}),
          llm('right', {guard: guard('source.n NOT IN [2, 3]')}),
          tool('merge', {dependencies, scope: scope(['left.*', 'right.*'])}),
        ];
        bench = new Workbench(folder(), actions, numbered(5));
        listening('merge');
        await bench.loop();
        expect(sourcesOf('merge')).to.deep.equal(['g0', 'g4']);
        expect(look('merge')).to.include({records: 2, keptOut: 3, state: 'done'});
        expect(bench.notes).to.deep.include({
          kind: 'taken',
          action: 'merge',
          records: 2,
          filtered: 0,
          skipped: 0,
          leftOut: 0,
          withheld: 0,
          keptOut: 3,
        });
        expect(lookAtRun(bench.store.state).state).to.equal('finished');
      });
    }

    it('tells it from what waits for an answer', async () => {
      const actions = [
        llm('left', {guard: guard('source.n != 1')}),
        llm('right'),
        tool('merge', {dependencies: ['right', 'left'], scope: scope(['left.*', 'right.*'])}),
      ];
      bench = new Workbench(folder(), actions, numbered(4));
      listening('merge');
      let isIll = true;
      bench.vendor.answer = ({id, shown}) => {
        const isLeft = id.slice(27, 30) === '000';
        return isIll && isLeft && (shown['source'] as JsonObject)['n'] === 2 ? undefined : '{"label":"ok"}';
      };
      await bench.loop();
      expect(sourcesOf('merge')).to.deep.equal(['g0', 'g3']);
      expect(bench.notes).to.deep.include({
        kind: 'taken',
        action: 'merge',
        records: 2,
        filtered: 0,
        skipped: 0,
        leftOut: 0,
        withheld: 1,
        keptOut: 1,
      });
      isIll = false;
      await askAgain('left', 2);
      expect(sourcesOf('merge')).to.deep.equal(['g0', 'g2', 'g3']);
      expect(look('merge')).to.include({records: 3, keptOut: 1});
    });
  });

  describe('decides once', () => {
    it('and what is asked again, or comes later, is not what was filtered', async () => {
      const actions = [
        llm('a', {guard: guard('source.n != 0')}),
        llm('b', {dependencies: ['a'], scope: scope(['a.label', 'source.n']), guard: skipping('source.n != 1')}),
      ];
      bench = new Workbench(folder(), actions, numbered(4));
      let isIll = true;
      bench.vendor.answer = ({shown, id}) => {
        const isOfA = id.slice(27, 30) === '000';
        return isIll && isOfA && (shown['source'] as JsonObject)['n'] === 3 ? undefined : '{"label":"ok"}';
      };
      await bench.loop();
      expect(look('a')).to.include({records: 4, outputs: 2, filtered: 1, rejected: 1});
      expect(asked()).to.deep.equal([3, 1]);
      isIll = false;
      await askAgain('a', 3);
      expect(asked()).to.deep.equal([3, 1, 1, 1]);
      expect(look('a')).to.include({records: 4, outputs: 3, filtered: 1, rejected: 0});
      expect(look('b')).to.include({records: 3, outputs: 3, skipped: 1, keptOut: 1});
      expect(await intake('b', 1)).to.have.length(1);
    });

    it('and what was decided stands in the next process, whatever the guard would say there', async () => {
      bench = new Workbench(folder(), [llm('label', {guard: guard('source.n > 0')})], numbered(3));
      expect(await bench.loop(FREE)).to.equal('idle');
      expect(bench.story).to.deep.equal(['run-started', 'records-taken']);
      bench.reopen();
      const [label] = bench.plan.actions;
      const plan = {...bench.plan, actions: [{...label!, guard: guard('source.n == 99')}]};
      await loop({...bench.ports, plan}, ONCE);
      await loop({...bench.ports, plan}, ONCE);
      expect(sourcesOf('label')).to.deep.equal(['g1', 'g2']);
    });
  });

  it('lets all through and says so, where it is only to warn', async () => {
    bench = new Workbench(folder(), [llm('label', {guard: guard('source.n > 0', {onFalse: 'warn'})})], numbered(3));
    await bench.loop();
    expect([asked(), look('label').outputs]).to.deep.equal([[3], 3]);
    expect(warnings()).to.deep.equal(['label: 1 of its records do not match the guard (on_false: warn).']);
    expect(bench.events[1]).to.not.have.any.keys('filtered', 'skipped', 'keptOut', 'warned');
  });

  it('that cannot be worked out lets a record pass, or not, as it says, and the user is told', async () => {
    const actions = [true, false].map((passOnError) =>
      llm(passOnError ? 'trusting' : 'strict', {guard: guard('int(source.n) > 1', {passOnError})}),
    );
    bench = new Workbench(folder(), actions, [{n: 'x'}, {n: '1'}, {n: ' 2 '}]);
    await bench.loop();
    expect([sourcesOf('trusting'), sourcesOf('strict')]).to.deep.equal([['g0', 'g2'], ['g2']]);
    const why =
      'the guard could not be worked out for 1 of its records: int() was given a text that is no whole number.';
    expect(warnings()).to.deep.equal([`trusting: ${why} They pass.`, `strict: ${why} They do not match.`]);
  });

  it('may say which records to leave alone', async () => {
    bench = new Workbench(
      folder(),
      [llm('label', {guard: guard('source.done', {onFalse: 'skip', inverted: true})})],
      [{n: 0, done: true}, {n: 1, done: false}, {n: 2}],
    );
    await bench.loop();
    expect(bench.outputs('label').map(({metadata}) => metadata.skipped ?? false)).to.deep.equal([true, false, false]);
  });
});
