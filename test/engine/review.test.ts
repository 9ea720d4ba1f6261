import {expect} from 'chai';
import {lookAtRun} from '../../src/engine/progress.js';
import type {Review} from '../../src/engine/review.js';
import {temporaryFolder} from '../store/temporary-folder.js';
import {guard} from '../workflow/guards/conditions.js';
import {hitl, llm, ref, tool} from './actions.js';
import {numbered, TO_THE_END, Workbench} from './workbench.js';

const AT = '2026-11-23T01:00:00.000Z';
const scope = (observe: readonly string[], passthrough: readonly string[] = []) => ({
  observe: observe.map(ref),
  drop: [],
  passthrough: passthrough.map(ref),
  seed: {},
});

/** Approves so many of what is open. */
function approve(most = Number.POSITIVE_INFINITY): (review: Review) => void {
  return (review) => {
    for (let taken = 0; taken < most; taken += 1) {
      const group = review.nextOpen(0);
      if (group === undefined) return;
      review.decide(group, {status: 'approved', at: AT, by: 'page'});
    }
  };
}

describe('a review', () => {
  let bench: Workbench;

  // Before the folder is removed.
  afterEach(() => {
    expect(JSON.parse(JSON.stringify(bench.store.state))).to.deep.equal(JSON.parse(JSON.stringify(bench.stateOnDisk)));
    bench.store.close();
  });

  const folder = temporaryFolder();
  const look = () => lookAtRun(bench.store.state);

  it('that is left open stops what comes after it and nothing else, and goes on where it was', async () => {
    const after = llm('after', {dependencies: ['check']});
    const beside = llm('beside', {dependencies: ['first']});
    const actions = [llm('first'), hitl('check', {dependencies: ['first'], scope: scope(['first.*'])}), beside, after];
    bench = new Workbench(folder(), actions, numbered(3));
    bench.reviewer = approve(2);
    expect(await bench.loop(TO_THE_END)).to.equal('idle');
    expect(look()).to.deep.include({state: 'review', reviews: ['check']});
    expect([bench.outputs('beside').length, bench.outputs('check').length]).to.deep.equal([3, 0]);
    expect(bench.vendor.jobs).to.have.length(2);
    bench.reopen();
    let open = 0;
    bench.reviewer = (review) => {
      open = review.groups - review.decided;
      approve()(review);
    };
    await bench.loop(TO_THE_END);
    expect([open, look().state, bench.outputs('after').length]).to.deep.equal([1, 'finished', 3]);
    expect(bench.vendor.jobs).to.have.length(3);
  });

  it('is asked for before a vendor is waited for', async () => {
    bench = new Workbench(folder(), [llm('slow'), hitl('check')], numbered(2));
    bench.reviewer = (review) => {
      expect(bench.vendor.jobs).to.have.length(1);
      expect(bench.outputs('slow')).to.deep.equal([]);
      approve()(review);
    };
    await bench.loop(TO_THE_END);
    expect(bench.outputs('check')).to.have.length(2);
  });

  it('needs nobody when everything was decided before the process died', async () => {
    bench = new Workbench(folder(), [hitl('check')], numbered(2));
    bench.reviewer = (review) => {
      approve()(review);
      throw new Error('killed');
    };
    expect(await bench.loop().catch((error: Error) => error.message)).to.equal('killed');
    bench.reopen();
    bench.reviewer = () => expect.fail('Somebody was asked.');
    await bench.loop();
    expect(bench.outputs('check').map(({content}) => content['timestamp'])).to.deep.equal([AT, AT]);
  });

  it('shows what the guard lets through; the others go on with what is passed through', async () => {
    const doubtful = guard('source.n > 1', {onFalse: 'skip'});
    const check = hitl('check', {guard: doubtful, scope: scope(['source.n'], ['source.*'])});
    const unless = guard('check.hitl_status != "rejected"');
    const after = tool('after', {dependencies: ['check'], guard: unless, scope: scope(['check.n'])});
    const records = ['a', 'b', 'c'].map((x, i) => ({n: i + 1, x}));
    bench = new Workbench(folder(), [check, after], records);
    bench.tools['after'] = (record) => ({n: (record as {check: {n: number}}).check.n});
    bench.reviewer = (review) => {
      expect([review.count, review.record(0).fields]).to.deep.equal([2, {n: 2}]);
      review.decide(0, {status: 'approved', at: AT, by: 'page', content: {n: 20}});
      review.decide(1, {status: 'rejected', at: AT, by: 'page', comment: 'no'});
    };
    await bench.loop();
    expect(bench.outputs('check').map(({content}) => content)).to.deep.equal([
      {n: 1, x: 'a'},
      {n: 20, x: 'b', hitl_status: 'approved', user_comment: null, timestamp: AT},
      {n: 3, x: 'c', hitl_status: 'rejected', user_comment: 'no', timestamp: AT},
    ]);
    expect(bench.outputs('after').map(({content}) => content)).to.deep.equal([{n: 1}, {n: 20}]);
  });

  it('decides on the first dependency, and shows the rest beside it', async () => {
    const check = hitl('check', {dependencies: ['long'], scope: scope(['long.text', 'source.text', 'source.n'])});
    bench = new Workbench(folder(), [tool('long'), check], [{text: 'short', n: 1}]);
    bench.tools['long'] = () => ({text: 'very long', words: 2});
    bench.reviewer = (review) => {
      expect(review.record(0)).to.deep.include({fields: {text: 'very long'}, beside: {source: {text: 'short', n: 1}}});
      approve()(review);
    };
    await bench.loop();
    expect(Object.keys(bench.outputs('check')[0]!.content)).to.deep.equal([
      'text',
      'hitl_status',
      'user_comment',
      'timestamp',
    ]);
  });

  it('leaves out a record that lacks an observed field, and rejects it by name', async () => {
    bench = new Workbench(folder(), [hitl('check', {scope: scope(['source.n'])})], [{n: 1}, {m: 2}]);
    bench.reviewer = approve();
    await bench.loop();
    expect(bench.outputs('check')).to.have.length(1);
    expect(bench.rejections('check').map(({reason, message}) => [reason, message])).to.deep.equal([
      ['refused', '`check` observes `source.n`, which this record does not have. There is `source.m`.'],
    ]);
  });

  it('holds what is approved to the schema, and what is rejected not', async () => {
    const json = {type: 'object', properties: {n: {type: 'integer'}}, required: ['n'], additionalProperties: false};
    const schema = {name: 's', root: 'object', json} as const;
    bench = new Workbench(folder(), [hitl('check', {schema})], [{n: 1}, {n: 'x'}]);
    bench.reviewer = (review) => {
      const edited = {status: 'approved', at: AT, content: {n: 'one'}} as const;
      expect(review.problemOf(0, edited)).to.match(/`n` must be a whole number/);
      expect(review.problemOf(1, {status: 'rejected', at: AT, comment: 'no'})).to.equal(undefined);
      approve()(review);
    };
    await bench.loop();
    expect(bench.outputs('check').map(({content}) => content['n'])).to.deep.equal([1]);
    expect(bench.rejections('check').map(({reason}) => reason)).to.deep.equal(['invalid']);
  });

  it('asks a person again about rejected records alone', async () => {
    const json = {type: 'object', properties: {n: {type: 'integer'}}, required: ['n']};
    bench = new Workbench(folder(), [hitl('check', {schema: {name: 's', root: 'object', json}})], [{n: 1}, {n: 'x'}]);
    bench.reviewer = approve();
    await bench.loop();
    const asks = bench.store.create('actions/check/asks-1.jsonl');
    asks.write(`${JSON.stringify({ordinal: 1, retries: 0, reprompts: 0})}\n`);
    asks.commit();
    bench.store.append({type: 'retry-asked', action: 'check', intake: 0, round: 1, count: 1});
    bench.reviewer = (review) => {
      expect([review.count, review.record(0).fields]).to.deep.equal([1, {n: 'x'}]);
      review.decide(0, {status: 'approved', at: AT, by: 'page', content: {n: 2}});
    };
    await bench.loop();
    expect(bench.outputs('check').map(({content}) => content['n'])).to.deep.equal([1, 2]);
    expect(bench.rejections('check')).to.deep.equal([]);
  });

  it('warns that a field gives way to one of the decision', async () => {
    bench = new Workbench(folder(), [hitl('check')], [{timestamp: 'then'}]);
    await bench.loop();
    const warnings = bench.notes.flatMap((note) => (note.kind === 'warning' ? [note.message] : []));
    expect(warnings).to.deep.equal(["check: the decision's own timestamp replaces the record's."]);
  });
});
