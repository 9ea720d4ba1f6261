import type {Answer, JsonObject, Result} from '@agac/provider';
import {expect} from 'chai';
import fc from 'fast-check';
import {compileChecker} from '../../src/answers/checker.js';
import {type JudgeRules, judge} from '../../src/answers/judge.js';
import type {ActionSchema, LlmAction} from '../../src/domain/workflow.js';

const OBJECT: ActionSchema = {
  name: 'ticket',
  root: 'object',
  json: {type: 'object', properties: {urgency: {enum: ['low', 'high']}}, required: ['urgency']},
};
const LIST: ActionSchema = {name: 'cards', root: 'array', json: {type: 'array', items: {type: ['object', 'string']}}};
const CHECKERS = new Map([OBJECT, LIST].map((schema) => [schema, compileChecker(schema)]));

function rules(change: Partial<LlmAction> = {}, more: Partial<JudgeRules> = {}): JudgeRules {
  const action: LlmAction = {
    kind: 'llm',
    name: 'triage',
    dependencies: [],
    scope: {observe: [], drop: [], passthrough: [], seed: {}},
    schema: OBJECT,
    line: 1,
    runMode: 'batch',
    vendor: 'acme',
    model: 'model-1',
    prompt: {text: '', name: 'inline', file: 'a.yml', line: 1},
    jsonMode: true,
    outputField: 'raw_response',
    parameters: {maxTokens: 50},
    vendorOptions: {},
    retry: {maxAttempts: 2, onExhausted: 'return_last'},
    reprompt: {maxAttempts: 1, onExhausted: 'return_last'},
    ...change,
  };
  const checker = action.schema && CHECKERS.get(action.schema);
  return {action, ...(checker && {checker}), passthrough: {}, provider: 'acme', ...more};
}

function answer(text: string, more: Partial<Answer> = {}): Answer {
  return {kind: 'answer', id: 'a1', text, finish: 'stop', ...more};
}

function contents(text: string, by: JudgeRules): readonly JsonObject[] | string {
  const verdict = judge(answer(text), FIRST, by);
  return verdict.kind === 'accepted' ? verdict.contents : verdict.message;
}

const FIRST = {retries: 0, reprompts: 0};
const NO_SCHEMA = {schema: undefined} as unknown as Partial<LlmAction>;

describe('judge: an answer in JSON', () => {
  it('is accepted when it fits the schema', () => {
    const usage = {inputTokens: 5, outputTokens: 3};
    expect(judge(answer('{"urgency": "low"}', {usage, model: 'model-1-0613'}), FIRST, rules())).to.deep.equal({
      kind: 'accepted',
      contents: [{urgency: 'low'}],
      metadata: {kind: 'llm', provider: 'acme', model: 'model-1-0613', finish_reason: 'stop', usage},
      answer: {text: '{"urgency": "low"}', value: {urgency: 'low'}},
    });
  });

  it('has the model asked for where the vendor names none, and says when it is made up', () => {
    const verdict = judge(answer('{"urgency": "low"}', {finish: 'other'}), FIRST, rules({}, {simulated: true}));
    const metadata = {kind: 'llm', provider: 'acme', model: 'model-1', finish_reason: 'other', simulated: true};
    expect(verdict).to.have.property('metadata').that.deep.equals(metadata);
  });

  it('is asked for again with the problem when it does not fit, then rejected', () => {
    const message = '`urgency` must be one of low, high; it was "hi".';
    const raw = '{"urgency": "hi"}';
    expect(judge(answer(raw), FIRST, rules())).to.deep.equal({kind: 'repair', message, raw});
    const last = judge(answer(raw), {retries: 0, reprompts: 1}, rules());
    expect(last).to.deep.equal({kind: 'rejected', reason: 'invalid', message, raw});
  });

  it('never becomes an empty object', () => {
    for (const text of ['', 'I cannot say.', '{"urgency": "lo', '{}', '[]', '42']) {
      expect(judge(answer(text), FIRST, rules()), text).to.have.property('kind', 'repair');
    }
    for (const text of ['', 'I cannot say.', '{"urgency": "lo']) {
      expect(judge(answer(text), FIRST, rules(NO_SCHEMA)), text).to.have.property('kind', 'repair');
    }
  });

  it('is a problem when it was cut off, whatever is left of it', () => {
    for (const text of ['{"urgency": "low"', '{"urgency": "low"}', '']) {
      const verdict = judge(answer(text, {finish: 'length'}), FIRST, rules());
      expect(verdict).to.include({kind: 'repair', raw: text});
      expect(verdict).to.have.property('message').that.contains('max_tokens, 50');
    }
    const unlimited = judge(answer('', {finish: 'length'}), {retries: 0, reprompts: 9}, rules({parameters: {}}));
    expect(unlimited).to.include({kind: 'rejected', reason: 'invalid'});
    expect(unlimited).to.have.property('message').that.contains('cut off');
  });

  it('is rejected as refused when a filter stopped it', () => {
    expect(judge(answer('', {finish: 'filter'}), FIRST, rules())).to.include({kind: 'rejected', reason: 'refused'});
    const partly = judge(answer('{"urg', {finish: 'filter'}), FIRST, rules());
    expect(partly).to.include({kind: 'rejected', reason: 'refused', raw: '{"urg'});
  });

  it('is one output for each item of a list, wrapped or bare', () => {
    const cards = [{q: 1}, {q: 2}];
    expect(contents('{"items": [{"q": 1}, {"q": 2}]}', rules({schema: LIST}))).to.deep.equal(cards);
    expect(contents('[{"q": 1}, {"q": 2}]', rules({schema: LIST}))).to.deep.equal(cards);
    expect(contents('{"items": []}', rules({schema: LIST}))).to.deep.equal([]);
    expect(contents('["x"]', rules({schema: LIST}))).to.deep.equal([{value: 'x'}]);
    expect(contents('{"items": [1]}', rules({schema: LIST}))).to.contain('`[0]` must be an object or a text');
    expect(contents('{"items": [], "more": 1}', rules({schema: LIST}))).to.contain('must be a list');
    expect(contents('{"q": 1}', rules({schema: LIST}))).to.contain('must be a list');
  });

  it('keeps a field called items where the schema is no list', () => {
    expect(contents('{"items": [1], "urgency": "low"}', rules())).to.deep.equal([{items: [1], urgency: 'low'}]);
    expect(contents('{"items": [1]}', rules(NO_SCHEMA))).to.deep.equal([{items: [1]}]);
  });

  it('is taken as it is where there is no schema', () => {
    expect(contents('{"a": 1}', rules(NO_SCHEMA))).to.deep.equal([{a: 1}]);
    expect(contents('[{"a": 1}, 2]', rules(NO_SCHEMA))).to.deep.equal([{a: 1}, {value: 2}]);
    expect(contents('42', rules(NO_SCHEMA))).to.deep.equal([{value: 42}]);
  });

  it('carries what is passed through, which the model cannot change', () => {
    const passthrough = {id: 7, urgency: 'as it was'};
    expect(contents('{"urgency": "low", "id": 8}', rules({}, {passthrough}))).to.deep.equal([passthrough]);
    expect(contents('[{}, {"id": 8}]', rules({schema: LIST}, {passthrough: {id: 7}}))).to.deep.equal([
      {id: 7},
      {id: 7},
    ]);
  });

  it('says how it was rescued, and only then', () => {
    const broken = judge(answer("{'urgency': 'low',}"), {retries: 2, reprompts: 1}, rules());
    expect(broken).to.have.property('recovery').that.deep.equals({repaired_json: true, retries: 2, reprompts: 1});
    expect(judge(answer('{"urgency": "low"}'), FIRST, rules())).not.to.have.property('recovery');
    const again = judge(answer('{"urgency": "low"}'), {retries: 1, reprompts: 0}, rules());
    expect(again).to.have.property('recovery').that.deep.equals({retries: 1});
  });

  it('with a field called __proto__ pollutes nothing', () => {
    const [content] = contents('{"__proto__": {"polluted": 1}}', rules(NO_SCHEMA));
    expect(JSON.stringify(content)).to.equal('{"__proto__":{"polluted":1}}');
    expect(({} as JsonObject)['polluted']).to.equal(undefined);
  });
});

describe('judge: an answer in text', () => {
  const text = (passthrough: JsonObject = {}) => rules({jsonMode: false, outputField: 'summary'}, {passthrough});

  it('stays as it came', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (given) => {
        expect(contents(given, text())).to.deep.equal([{summary: given}]);
      }),
    );
    for (const given of ['42', 'true', '["x"]', '{"a": 1}', '', ' \n', '```json\n{}\n```']) {
      expect(contents(given, text())).to.deep.equal([{summary: given}]);
    }
  });

  it('carries what is passed through', () => {
    expect(contents('short', text({id: 7}))).to.deep.equal([{summary: 'short', id: 7}]);
  });

  it('that was cut off says so in its metadata; one that a filter stopped is rejected', () => {
    const cut = judge(answer('Once upon', {finish: 'length'}), FIRST, text());
    expect(cut).to.have.property('kind', 'accepted');
    expect(cut).to.have.nested.property('metadata.finish_reason', 'length');
    expect(judge(answer('Once', {finish: 'filter'}), FIRST, text())).to.include({kind: 'rejected', reason: 'refused'});
  });
});

describe('judge: no answer', () => {
  const fault = (retry: 'never' | 'same' | 'later'): Result => {
    return {kind: 'fault', id: 'a1', fault: {code: 'overloaded', message: 'Too much.', retry}};
  };
  const CASES: readonly (readonly [what: string, result: Result | undefined, reason: string])[] = [
    ['nothing', undefined, 'missing'],
    ['a fault that may pass', fault('later'), 'fault'],
    ['a fault that may not come again', fault('same'), 'fault'],
    ['an expired request', {kind: 'unprocessed', id: 'a1', reason: 'expired'}, 'expired'],
    ['a request of a failed batch', {kind: 'unprocessed', id: 'a1', reason: 'failed'}, 'failed'],
    ['a line that cannot be read', {kind: 'unreadable', message: 'no JSON'}, 'fault'],
  ];
  for (const [what, result, reason] of CASES) {
    it(`asks again after ${what}, then rejects it`, () => {
      expect(judge(result, {retries: 1, reprompts: 0}, rules())).to.include({kind: 'retry', reason});
      const last = judge(result, {retries: 2, reprompts: 0}, rules());
      expect(last).to.include({kind: 'rejected', reason});
      expect(last)
        .to.have.property('message')
        .that.matches(/^[A-Z].*\S$/);
      const unasked = rules({retry: {maxAttempts: 0, onExhausted: 'raise'}});
      expect(judge(result, FIRST, unasked)).to.include({kind: 'rejected', reason});
    });
  }

  it('rejects at once what the user cancelled', () => {
    const verdict = judge({kind: 'unprocessed', id: 'a1', reason: 'cancelled'}, FIRST, rules());
    expect(verdict).to.include({kind: 'rejected', reason: 'cancelled'});
  });

  it('rejects at once a fault that cannot pass', () => {
    const verdict = judge(fault('never'), FIRST, rules());
    expect(verdict).to.include({kind: 'rejected', reason: 'fault'});
    expect(verdict).to.have.property('message').that.contains('overloaded').and.contains('Too much.');
  });

  it('counts retries and reprompts apart', () => {
    expect(judge(undefined, {retries: 0, reprompts: 9}, rules())).to.have.property('kind', 'retry');
    expect(judge(answer(''), {retries: 9, reprompts: 0}, rules())).to.have.property('kind', 'repair');
  });
});
