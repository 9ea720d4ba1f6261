import type {JsonObject} from '@agac/provider';
import {expect} from 'chai';
import type {LlmAction, Reprompt} from '../../src/domain/workflow.js';
import {writePartial} from '../../src/engine/perform/write-partial.js';
import {agacError} from '../store/agac-error.js';
import {temporaryFolder} from '../store/temporary-folder.js';
import {llm, ref, tool} from './actions.js';
import type {Question} from './scripted-vendor.js';
import {numbered, ONCE, Workbench} from './workbench.js';

const IS_LONG = {name: 'is_long', file: 'tools/is_long.js'};

const numberOf = ({shown}: Question) => (shown['source'] as {n: number}).n;

/** An action whose labels must have four letters. */
function checked(more: Partial<LlmAction> = {}, reprompt: Partial<Reprompt> = {}): LlmAction {
  return llm('label', {
    reprompt: {maxAttempts: 2, onExhausted: 'return_last', validator: IS_LONG, ...reprompt},
    ...more,
  });
}

describe('a validator', () => {
  let bench: Workbench;
  let asked: JsonObject[];

  afterEach(() => bench.store.close());

  const folder = temporaryFolder();

  const open = (action: LlmAction, records = 3) => {
    bench = new Workbench(folder(), [action, tool('after', {dependencies: ['label']})], numbered(records));
    bench.tools['after'] = () => ({});
    asked = [];
    bench.validators['is_long'] = (answer, info) => {
      asked.push({answer, record: info.record});
      const {label} = answer as {label: string};
      return label.length >= 4 || `"${label}" has less than four letters.`;
    };
  };
  const contents = () => bench.outputs('label').map(({content, _recovery}) => [content, _recovery]);

  for (const runMode of ['batch', 'online'] as const) {
    it(`judges what fits the schema; what it does not accept is asked again, showing why: ${runMode}`, async () => {
      const scope = {observe: [ref('source.n')], drop: [], passthrough: [ref('source.n')], seed: {}};
      open(checked({runMode, scope}, {selfReflection: true}));
      const conversations: (readonly string[])[] = [];
      bench.vendor.answer = (question) => {
        conversations.push(question.texts);
        if (numberOf(question) === 2 && question.before === 0) return '{"wrong": 1}';
        return question.before === 0 && numberOf(question) === 1 ? '{"label": "bad"}' : '{"label": "good"}';
      };
      await bench.loop();
      expect(contents()).to.deep.equal([
        [{label: 'good', n: 0}, undefined],
        [{label: 'good', n: 1}, {reprompts: 1}],
        [{label: 'good', n: 2}, {reprompts: 1}],
      ]);
      const repair = conversations.find((texts) => texts[2] === '{"label": "bad"}')!;
      expect(repair[3])
        .to.contain('could not be accepted: "bad" has less than four letters.')
        .and.to.contain('First think through what was wrong')
        .and.to.contain('Answer again');
      // Without what is passed through, and not of an answer that does not fit its schema.
      expect(asked.map(({answer}) => answer)).to.deep.equal([
        {label: 'good'},
        {label: 'bad'},
        {label: 'good'},
        {label: 'good'},
      ]);
      expect(asked.map(({record}) => record)).to.deep.equal(['g0', 'g1', 'g1', 'g2']);
      if (runMode === 'batch') expect(bench.vendor.jobs.map((job) => job.entries.length)).to.deep.equal([3, 2]);
    });
  }

  it('that never accepts lets the last answer through, marked, and says so', async () => {
    open(checked({}, {maxAttempts: 1}), 2);
    bench.vendor.answer = (question) =>
      numberOf(question) === 0 ? '{"label": "good"}' : `{"label": "b${question.before}"}`;
    await bench.loop();
    const validation = {name: 'is_long', passed: false, message: '"b1" has less than four letters.'};
    expect(contents()).to.deep.equal([
      [{label: 'good'}, undefined],
      [{label: 'b1'}, {reprompts: 1, validation}],
    ]);
    expect(bench.rejections('label')).to.deep.equal([]);
    expect(bench.outputs('after')).to.have.length(2);
    expect(bench.notes.filter((note) => note.kind === 'warning')).to.deep.equal([
      {
        kind: 'warning',
        message:
          'label: One answer was kept although the validator did not accept it (on_exhausted: return_last); see _recovery.',
      },
    ]);
  });

  it('that never accepts stops what comes after, where it is to raise', async () => {
    open(checked({}, {maxAttempts: 1, onExhausted: 'raise'}), 2);
    bench.vendor.answer = (question) => (numberOf(question) === 0 ? '{"label": "good"}' : '{"label": "bad"}');
    await bench.loop();
    expect(contents()).to.deep.equal([[{label: 'good'}, undefined]]);
    expect(bench.rejections('label')[0]).to.include({
      reason: 'invalid',
      message: '"bad" has less than four letters.',
      raw: '{"label": "bad"}',
      attempts: 2,
    });
    expect(bench.outputs('after')).to.deep.equal([]);
  });

  it('is given a text as the field that it becomes', async () => {
    open(checked({jsonMode: false, outputField: 'label'}), 1);
    bench.vendor.answer = ({before}) => (before === 0 ? 'bad' : 'good');
    await bench.loop();
    expect(contents()).to.deep.equal([[{label: 'good'}, {reprompts: 1}]]);
  });

  it('is given a list as a list', async () => {
    const item = {type: 'object', properties: {label: {type: 'string'}}};
    open(checked({schema: {name: 'l', root: 'array', json: {type: 'array', items: item}}}), 1);
    bench.validators['is_long'] = (answer) => (answer as unknown[]).length === 2;
    bench.vendor.answer = ({before}) =>
      before === 0 ? '{"items": []}' : '{"items": [{"label": "a"}, {"label": "b"}]}';
    await bench.loop();
    expect(contents()).to.deep.equal([
      [{label: 'a'}, {reprompts: 1}],
      [{label: 'b'}, {reprompts: 1}],
    ]);
  });

  it('that is broken stops the run; mended, it judges what is here, and nothing is asked twice', async () => {
    open(checked());
    bench.vendor.answer = () => '{"label": "good"}';
    const sound = bench.validators['is_long']!;
    bench.validators['is_long'] = (answer, info) => (info.record === 'g1' ? undefined : sound(answer, info));
    const {message} = await agacError('TOOL_INVALID', () => bench.loop());
    expect(message).to.contain('`is_long` of `label` cannot judge the record g1');
    expect(bench.story.at(-1)).to.equal('part-fetched');
    bench.reopen();
    bench.validators['is_long'] = sound;
    expect(await bench.loop()).to.equal('idle');
    expect(contents()).to.deep.equal(Array(3).fill([{label: 'good'}, undefined]));
    expect(bench.vendor.submits).to.have.length(1);
  });

  it('is not asked again about what it has judged: outputs come from the store', async () => {
    open(checked({}, {maxAttempts: 1}));
    bench.vendor.answer = ({before}) => `{"label": "b${before}"}`;
    await bench.loop();
    const before = JSON.stringify(contents());
    const times = asked.length;
    expect(times).to.equal(6);
    bench.reopen();
    await bench.loop();
    await writePartial(bench.ports, 'label');
    expect([JSON.stringify(contents()), asked.length]).to.deep.equal([before, times]);
  });

  it('keeps from what is written early what it does not accept', async () => {
    open(checked(), 4);
    bench.vendor.traits.limits = {requests: 2};
    bench.vendor.answer = (question) => (numberOf(question) === 1 ? '{"label": "bad"}' : '{"label": "good"}');
    bench.vendor.status = async ({id}) =>
      id === 'job-0' ? {phase: 'ended', end: 'completed', word: 'DONE'} : {phase: 'running', word: 'RUN'};
    await bench.loop(ONCE);
    await bench.loop(ONCE);
    expect(await writePartial(bench.ports, 'label')).to.equal(1);
    expect(bench.outputs('label').map(({source_guid}) => source_guid)).to.deep.equal(['g0']);
  });
});
