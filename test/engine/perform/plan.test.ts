import type {JsonObject, PartEntry} from '@agac/provider';
import {expect} from 'chai';
import type {LlmAction} from '../../../src/domain/workflow.js';
import {parseRequestId} from '../../../src/requests/request-id.js';
import {requestsFile} from '../../../src/store/run-files.js';
import {agacError} from '../../store/agac-error.js';
import {collect} from '../../store/collect.js';
import {temporaryFolder} from '../../store/temporary-folder.js';
import {llm, ref} from '../actions.js';
import {numbered, ONCE, Workbench} from '../workbench.js';

const needing = (field: string): LlmAction['scope'] => ({observe: [ref(field)], drop: [], passthrough: [], seed: {}});

describe('engine/perform/plan', () => {
  const folder = temporaryFolder();
  let bench: Workbench;

  afterEach(() => bench.store.close());

  const entriesOf = (part: number) => collect(bench.store.read<PartEntry>(requestsFile(part)));

  it('packs the requests of a round in order, within the limits, each with an id that names it', async () => {
    bench = new Workbench(folder(), [llm('label')], numbered(5));
    bench.vendor.traits.limits = {requests: 2};
    await bench.loop(ONCE);
    const entries = await Promise.all([0, 1, 2].map(entriesOf));
    expect(entries.map((list) => list.length)).to.deep.equal([2, 2, 1]);
    const {run} = bench.store.state;
    expect(entries.flat().map(({id}) => parseRequestId(id))).to.deep.equal(
      [0, 1, 2, 3, 4].map((ordinal) => ({run, action: 0, ordinal, round: Math.floor(ordinal / 2)})),
    );
    const asked = entries.flat().map(({body}) => (body['messages'] as unknown as string[])[1]);
    expect(asked).to.deep.equal([0, 1, 2, 3, 4].map((n) => JSON.stringify({source: {n}})));
    const [batch] = bench.store.state.batches;
    expect(batch).to.deep.include({parts: [0, 1, 2], actions: ['label'], requests: 5, refused: 0});
  });

  it('puts actions of one vendor and model into one part, others into parts of their own, all into one batch', async () => {
    const actions = [llm('a'), llm('b'), llm('c', {model: 'm-2'}), llm('d', {keyEnv: 'OTHER'})];
    bench = new Workbench(folder(), actions, numbered(2));
    await bench.loop(ONCE);
    const {parts, batches} = bench.store.state;
    expect(parts.map(({model, count, rounds}) => [model, count, rounds.map((round) => round.action)])).to.deep.equal([
      ['m-1', 4, ['a', 'b']],
      ['m-2', 2, ['c']],
      ['m-1', 2, ['d']],
    ]);
    expect(parts[2]?.connection).to.deep.include({keyEnv: 'OTHER'});
    expect(batches.map((batch) => [batch.parts, batch.requests])).to.deep.equal([[[0, 1, 2], 8]]);
  });

  it('keeps the reason why a record cannot be asked, and asks the others', async () => {
    const records: JsonObject[] = [{n: 0}, {m: 1}, {n: 2, text: 'long'.repeat(100)}, {n: 3}];
    bench = new Workbench(folder(), [llm('label', {scope: needing('source.n')})], records);
    await bench.loop();
    expect(bench.outputs('label').map((output) => output.source_guid)).to.deep.equal(['g0', 'g2', 'g3']);
    const [rejection] = bench.rejections('label');
    expect(rejection).to.include({source_guid: 'g1', reason: 'refused'});
    expect(rejection?.message).to.contain('source.n');
    expect(bench.store.state.batches[0]).to.include({requests: 3, refused: 1});
    expect(bench.notes.some((note) => note.kind === 'warning' && note.message.includes('source.n'))).to.equal(true);
  });

  it('refuses a record that is too long for the vendor, with how long it may be', async () => {
    bench = new Workbench(folder(), [llm('label')], [{n: 0}, {text: 'x'.repeat(500)}, {n: 2}]);
    bench.vendor.traits.limits = {lineBytes: 200};
    await bench.loop();
    expect(bench.outputs('label').map((output) => output.source_guid)).to.deep.equal(['g0', 'g2']);
    expect(bench.rejections('label')[0]?.message).to.contain('200');
  });

  it('takes a prompt that fits no record for a mistake of the workflow, and sends nothing', async () => {
    bench = new Workbench(folder(), [llm('label', {scope: needing('source.missing')})], numbered(3));
    const error = await agacError('TEMPLATE_INVALID', () => bench.loop());
    expect(error.message).to.contain('3 records').and.contain('source.missing');
    expect(bench.vendor.submits).to.deep.equal([]);
    expect(bench.story.at(-1)).to.equal('records-taken');
    expect(bench.store.has(requestsFile(0))).to.equal(false);
  });

  it('rejects the last records, when no request can be made of them any more, instead of stopping there for ever', async () => {
    const reprompt = {maxAttempts: 2, onExhausted: 'return_last'} as const;
    bench = new Workbench(folder(), [llm('label', {reprompt})], numbered(2));
    // With the answer and the problem in it, the second request is too long.
    bench.vendor.traits.limits = {lineBytes: 120};
    bench.vendor.answer = ({shown}) => ((shown['source'] as {n: number}).n === 0 ? '{"label":"ok"}' : '{"wrong":1}');
    expect(await bench.loop()).to.equal('idle');
    expect(bench.outputs('label').map((output) => output.source_guid)).to.deep.equal(['g0']);
    expect(bench.rejections('label').map(({source_guid, reason}) => [source_guid, reason])).to.deep.equal([
      ['g1', 'refused'],
    ]);
    expect(bench.store.state.batches).to.have.length(1);
  });
});
