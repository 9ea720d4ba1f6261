import type {JsonObject} from '@agac/provider';
import {expect} from 'chai';
import {loop} from '../../src/engine/loop.js';
import {agacError} from '../store/agac-error.js';
import {temporaryFolder} from '../store/temporary-folder.js';
import {llm, ref, tool} from './actions.js';
import {type Question, submitFault} from './scripted-vendor.js';
import {numbered, ONCE, Workbench} from './workbench.js';

const upTo = (maxAttempts: number) => ({maxAttempts, onExhausted: 'return_last'}) as const;
const DONE = {phase: 'ended', end: 'completed', word: 'DONE'} as const;
const FREE = {send: false, parallel: true} as const;

/** The number of the record that a question is about. */
const numberOf = ({shown}: Question) => (shown['source'] as {n: number}).n;

describe('engine/loop', () => {
  let bench: Workbench;

  // Before the folder is removed.
  afterEach(() => {
    // Whatever happened: the state is the fold of the journal and nothing else.
    expect(JSON.parse(JSON.stringify(bench.store.state))).to.deep.equal(JSON.parse(JSON.stringify(bench.stateOnDisk)));
    bench.store.close();
  });

  const folder = temporaryFolder();

  const batches = () => bench.store.state.batches.length;
  const sourcesOf = (action: string) => bench.outputs(action).map((output) => output.source_guid);
  const verdictsOf = (action: string) =>
    bench.rejections(action).map(({source_guid, reason, attempts}) => [source_guid, reason, attempts]);

  describe('one action in batch mode', () => {
    it('ends with an output for every record, in the order of the input, from one batch', async () => {
      bench = new Workbench(folder(), [llm('label')], numbered(7));
      bench.vendor.traits.limits = {requests: 3};
      bench.vendor.answer = (question) => JSON.stringify({label: `n${numberOf(question)}`});
      expect(await bench.loop()).to.equal('idle');
      expect(bench.outputs('label').map((output) => output.content)).to.deep.equal(
        [0, 1, 2, 3, 4, 5, 6].map((n) => ({label: `n${n}`})),
      );
      expect(sourcesOf('label')).to.deep.equal(['g0', 'g1', 'g2', 'g3', 'g4', 'g5', 'g6']);
      expect([batches(), bench.vendor.jobs.length, bench.rejections('label')]).to.deep.equal([1, 3, []]);
      expect(bench.outputs('label')[0]?.metadata).to.deep.include({provider: 'scripted', finish_reason: 'stop'});
    });

    it('asks once more for what is missing, faulted or unreadable, and for nothing else', async () => {
      bench = new Workbench(folder(), [llm('label', {retry: upTo(3)})], numbered(5));
      bench.vendor.answer = (question) => {
        if (question.before > 0) return '{"label":"late"}';
        switch (numberOf(question)) {
          case 1:
            return undefined;
          case 2:
            return {kind: 'fault', id: '', fault: {code: 'busy', message: 'busy', retry: 'later'}};
          case 3:
            return {kind: 'unprocessed', id: '', reason: 'expired'};
          default:
            return '{"label":"early"}';
        }
      };
      await bench.loop();
      expect(batches()).to.equal(2);
      expect(bench.vendor.jobs.map((job) => job.entries.length)).to.deep.equal([5, 3]);
      expect(
        bench.outputs('label').map(({content, _recovery}) => [content['label'], _recovery?.retries]),
      ).to.deep.equal([
        ['early', undefined],
        ['late', 1],
        ['late', 1],
        ['late', 1],
        ['early', undefined],
      ]);
    });

    it('asks for each as often as it needs and may be, in one batch each time', async () => {
      bench = new Workbench(folder(), [llm('label', {retry: upTo(3)})], numbered(6));
      // Record n is answered the n-th time it is asked again; the last one never would be in time.
      bench.vendor.answer = (question) => (question.before >= numberOf(question) ? '{"label":"ok"}' : undefined);
      await bench.loop();
      expect(bench.vendor.jobs.map((job) => job.entries.length)).to.deep.equal([6, 5, 4, 3]);
      expect(batches()).to.equal(1 + 3);
      expect(sourcesOf('label')).to.deep.equal(['g0', 'g1', 'g2', 'g3']);
      expect(verdictsOf('label')).to.deep.equal([
        ['g4', 'missing', 4],
        ['g5', 'missing', 4],
      ]);
    });

    it('does not ask again for what can never be answered, nor where nothing may be asked again', async () => {
      bench = new Workbench(folder(), [llm('label', {retry: upTo(2)}), llm('other')], numbered(1));
      bench.vendor.answer = ({id}) => {
        const fault = {code: 'bad', message: 'bad request', retry: 'never'} as const;
        return id.slice(27, 30) === '000' ? {kind: 'fault', id, fault} : undefined;
      };
      await bench.loop();
      expect(batches()).to.equal(1);
      expect([...verdictsOf('label'), ...verdictsOf('other')]).to.deep.equal([
        ['g0', 'fault', 1],
        ['g0', 'missing', 1],
      ]);
      expect(bench.rejections('label')[0]).to.include({action: 'label', retry: 'agac batch retry -a wf'});
    });

    it('shows the model its answer and what is wrong with it, and takes the better one', async () => {
      bench = new Workbench(folder(), [llm('label', {reprompt: upTo(2)})], numbered(3));
      const conversations: (readonly string[])[] = [];
      bench.vendor.answer = (question) => {
        conversations.push(question.texts);
        return numberOf(question) === 1 && question.before === 0 ? '{"wrong": 7}' : '{"label":"ok"}';
      };
      await bench.loop();
      expect(bench.vendor.jobs.map((job) => job.entries.length)).to.deep.equal([3, 1]);
      const again = conversations.at(-1)!;
      expect(again.slice(0, 2)).to.deep.equal(conversations[1]);
      expect(again[2]).to.equal('{"wrong": 7}');
      expect(again[3]).to.contain('`label` is missing');
      expect(bench.outputs('label')[1]?._recovery).to.deep.equal({reprompts: 1});
      expect(sourcesOf('label')).to.deep.equal(['g0', 'g1', 'g2']);
    });

    it('rejects what stays invalid, with the last answer as it came', async () => {
      bench = new Workbench(folder(), [llm('label', {reprompt: upTo(2)})], numbered(2));
      bench.vendor.answer = (question) =>
        numberOf(question) === 0 ? '{"label":"ok"}' : `{"wrong":${question.before}}`;
      await bench.loop();
      expect(batches()).to.equal(1 + 2);
      expect(verdictsOf('label')).to.deep.equal([['g1', 'invalid', 3]]);
      expect(bench.rejections('label')[0]?.raw).to.equal('{"wrong":2}');
    });

    it('keeps the good half of a part that expired, and asks for the other', async () => {
      bench = new Workbench(folder(), [llm('label', {retry: upTo(1)})], numbered(4));
      bench.vendor.status = async ({id}) => (id === 'job-0' ? {phase: 'ended', end: 'expired', word: 'EXPIRED'} : DONE);
      bench.vendor.answer = (question) =>
        question.before === 0 && numberOf(question) % 2 === 1 ? undefined : '{"label":"ok"}';
      await bench.loop();
      expect(bench.vendor.jobs.map((job) => job.entries.length)).to.deep.equal([4, 2]);
      expect(sourcesOf('label')).to.deep.equal(['g0', 'g1', 'g2', 'g3']);
      expect(bench.store.state.parts.map((part) => part.end)).to.deep.equal(['expired', 'completed']);
    });

    it('says of what an expired part left unanswered that it expired, where it may not ask again', async () => {
      bench = new Workbench(folder(), [llm('label')], numbered(2));
      bench.vendor.status = async () => ({phase: 'ended', end: 'expired', word: 'EXPIRED'});
      bench.vendor.answer = (question) => (numberOf(question) === 0 ? '{"label":"ok"}' : undefined);
      await bench.loop();
      expect(sourcesOf('label')).to.deep.equal(['g0']);
      expect(verdictsOf('label')).to.deep.equal([['g1', 'expired', 1]]);
    });

    it('takes no answer for another: lines that were not asked for, or come twice, are set aside', async () => {
      bench = new Workbench(folder(), [llm('label')], numbered(2));
      bench.vendor.status = async (receipt) => {
        const own = bench.vendor.jobs.find((job) => job.id === receipt.id)!;
        // The vendor says what it was not asked: another run's id, a word of its own, and one answer once more.
        const [first] = own.entries;
        const strange = own.entries.at(0)!.id.replace(/^a.{26}/, `a${'z'.repeat(26)}`);
        Object.assign(own, {entries: [...own.entries, first, {...first, id: strange}, {...first, id: 'x'}]});
        return DONE;
      };
      await bench.loop();
      expect(sourcesOf('label')).to.deep.equal(['g0', 'g1']);
      expect(bench.store.state.actions[0]?.rounds[0]?.judged).to.include({accepted: 2, strays: 3});
    });
  });

  describe('several actions', () => {
    const summing = {observe: [ref('a.*'), ref('b.*')], drop: [], passthrough: [], seed: {}};

    it('go in one batch where they can, the next when what they need is there, tools at once', async () => {
      const last = llm('last', {dependencies: ['sum'], scope: {...summing, observe: [ref('sum.*'), ref('source.n')]}});
      const sum = tool('sum', {dependencies: ['a', 'b'], scope: summing});
      bench = new Workbench(folder(), [llm('a'), llm('b'), sum, last], numbered(3));
      bench.tools['sum'] = (input) => {
        const {a, b} = input as {a: JsonObject; b: JsonObject};
        return {sum: `${a['label']}+${b['label']}`};
      };
      bench.vendor.answer = ({id, shown}) =>
        JSON.stringify({label: 'sum' in shown ? (shown['sum'] as JsonObject)['sum'] : id.slice(27, 30)});
      await bench.loop();
      expect(bench.store.state.batches.map((batch) => [batch.actions, batch.requests])).to.deep.equal([
        [['a', 'b'], 6],
        [['last'], 3],
      ]);
      expect(bench.outputs('last').map((output) => output.content)).to.deep.equal(Array(3).fill({label: '000+001'}));
    });

    it('stop behind one that raises, until its rejected records are asked again', async () => {
      const retry = {maxAttempts: 0, onExhausted: 'raise'} as const;
      bench = new Workbench(folder(), [llm('a', {retry}), tool('after', {dependencies: ['a']})], numbered(2));
      bench.tools['after'] = () => ({});
      let isIll = true;
      bench.vendor.answer = (question) => (isIll && numberOf(question) === 0 ? undefined : '{"label":"ok"}');
      expect(await bench.loop()).to.equal('idle');
      expect(bench.store.state.actions[1]?.intakes).to.deep.equal([]);
      isIll = false;
      const file = bench.store.create('actions/a/asks-1.jsonl');
      file.write('{"ordinal":0,"retries":0,"reprompts":0}\n');
      file.commit();
      bench.store.append({type: 'retry-asked', action: 'a', intake: 0, round: 1, count: 1});
      await bench.loop();
      expect(sourcesOf('a')).to.deep.equal(['g0', 'g1']);
      expect(sourcesOf('after')).to.deep.equal(['g0', 'g1']);
    });
  });

  describe('a goal', () => {
    it('sends, and does not ask at once what it has just sent', async () => {
      bench = new Workbench(folder(), [llm('label')], numbered(1));
      expect(await bench.loop(ONCE)).to.equal('pending');
      expect(bench.store.state.parts[0]?.phase).to.equal('sent');
      expect(bench.notes.map((note) => note.kind))
        .to.include('submitted')
        .and.not.include('asked');
    });

    it('asks once about what was sent before, and comes to rest', async () => {
      bench = new Workbench(folder(), [llm('label')], numbered(1));
      let asked = 0;
      bench.vendor.status = async () => {
        asked += 1;
        return {phase: 'running', word: 'RUN'};
      };
      await bench.loop(ONCE);
      expect(await bench.loop(ONCE)).to.equal('pending');
      expect([asked, bench.vendor.submits.length, bench.sleeps]).to.deep.equal([1, 1, []]);
    });

    it('that is free plans and sends nothing, but brings home what is there', async () => {
      bench = new Workbench(folder(), [llm('label', {retry: upTo(1)})], numbered(2));
      expect(await bench.loop(FREE)).to.equal('idle');
      expect(bench.story).to.deep.equal(['run-started', 'records-taken']);
      await bench.loop(ONCE);
      bench.vendor.answer = (question) => (numberOf(question) === 0 ? '{"label":"ok"}' : undefined);
      expect(await bench.loop(FREE)).to.equal('idle');
      expect(sourcesOf('label')).to.deep.equal(['g0']);
      expect(bench.vendor.submits).to.have.length(1);
      expect(bench.store.state.actions[0]?.rounds).to.have.length(2);
    });

    it('to wait asks again and again, ever more slowly, and when the vendor wants where it says', async () => {
      bench = new Workbench(folder(), [llm('label')], numbered(1));
      let asked = 0;
      bench.vendor.status = async () => {
        asked += 1;
        if (asked === 5) return {phase: 'running', word: 'RUN', pollAfterMs: 30_000};
        if (asked === 6) return {phase: 'running', word: 'RUN', pollAfterMs: 86_400_000};
        return asked < 20 ? {phase: 'running', word: 'RUN'} : DONE;
      };
      expect(await bench.loop()).to.equal('idle');
      expect(bench.sleeps).to.have.length(19);
      expect(bench.sleeps.slice(0, 6)).to.deep.equal([1_000, 1_500, 2_250, 3_375, 30_000, 600_000]);
      const later = bench.sleeps.slice(6);
      expect(later).to.deep.equal(later.toSorted((a, b) => a - b));
      expect(later.at(-1)).to.equal(60_000);
      expect(sourcesOf('label')).to.deep.equal(['g0']);
    });

    it('to wait never asks without a pause, whatever a vendor wishes', async () => {
      bench = new Workbench(folder(), [llm('label')], numbered(1));
      let asked = 0;
      bench.vendor.status = async () => {
        asked += 1;
        return asked < 4 ? {phase: 'running', word: 'RUN', pollAfterMs: 0} : DONE;
      };
      expect(await bench.loop()).to.equal('idle');
      expect(bench.sleeps).to.deep.equal([200, 200, 200]);
    });

    it('to wait until a moment is pending when that has come', async () => {
      bench = new Workbench(folder(), [llm('label')], numbered(1));
      bench.vendor.status = async () => ({phase: 'running', word: 'RUN'});
      const until = bench.clock + 3_000;
      expect(await bench.loop({...ONCE, wait: {until}})).to.equal('pending');
      expect(bench.sleeps).to.deep.equal([1_000, 1_500, 500]);
      expect(bench.clock).to.equal(until);
    });
  });

  describe('when something goes wrong', () => {
    it('ends with the error, and goes on from there the next time, sending nothing twice', async () => {
      bench = new Workbench(folder(), [llm('label')], numbered(4));
      bench.vendor.traits.limits = {requests: 1};
      bench.vendor.beforeCreate = () => {
        if (bench.vendor.jobs.length === 2) throw submitFault('refused', {code: 'quota'});
      };
      await agacError('VENDOR_REFUSED', () => bench.loop());
      expect(bench.vendor.jobs).to.have.length(2);
      bench.vendor.beforeCreate = () => {};
      bench.reopen();
      await bench.loop();
      expect(new Set(bench.vendor.bought).size).to.equal(4);
      expect(bench.vendor.bought).to.have.length(4);
      expect(sourcesOf('label')).to.deep.equal(['g0', 'g1', 'g2', 'g3']);
    });

    it('does not send for ever to an idempotent vendor whose answers are all lost', async () => {
      bench = new Workbench(folder(), [llm('label')], numbered(1));
      bench.vendor.traits.idempotent = true;
      bench.vendor.afterCreate = () => {
        if (bench.vendor.submits.length > 20) throw new Error('endless');
        throw submitFault('unknown', {retry: 'later'});
      };
      await agacError('VENDOR_UNREACHABLE', () => bench.loop());
      expect(bench.vendor.submits).to.have.length(4);
      bench.vendor.afterCreate = () => {};
      bench.reopen();
      await bench.loop();
      expect([bench.vendor.jobs.length, sourcesOf('label')]).to.deep.equal([1, ['g0']]);
    });

    it('ends with the reason of the signal, at rest and at work', async () => {
      bench = new Workbench(folder(), [llm('label')], numbered(1));
      bench.vendor.status = async () => {
        bench.abort.abort(new Error('Ctrl-C'));
        return {phase: 'running', word: 'RUN'};
      };
      const failure = await bench.loop().catch((error: Error) => error);
      expect(failure).to.have.property('message', 'Ctrl-C');
      const again = await loop(bench.ports, ONCE).catch((error: Error) => error);
      expect(again).to.have.property('message', 'Ctrl-C');
    });

    it('judges again what it was judging when the process died, and asks nothing for it', async () => {
      bench = new Workbench(folder(), [llm('label')], numbered(3));
      const die = () => {
        throw new TypeError('died');
      };
      const provider = bench.vendor.open();
      const ports = {...bench.ports, provider: async () => ({...provider, decode: die})};
      await loop(ports, {send: true, parallel: true, wait: {until: Number.POSITIVE_INFINITY}}).catch(() => {});
      expect(bench.story.at(-1)).to.equal('part-fetched');
      bench.reopen();
      await bench.loop();
      expect(sourcesOf('label')).to.deep.equal(['g0', 'g1', 'g2']);
      expect(bench.vendor.submits).to.have.length(1);
    });
  });
});
