import {expect} from 'chai';
import {judgeValidated} from '../../src/answers/judge-validated.js';
import type {Accepted} from '../../src/domain/verdict.js';
import type {Reprompt} from '../../src/domain/workflow.js';

const ACCEPTED: Accepted = {
  kind: 'accepted',
  contents: [{a: 1, id: 7}],
  metadata: {kind: 'llm'},
  recovery: {repaired_json: true},
  answer: {text: "{'a': 1}", value: {a: 1}},
};
const NO = {valid: false, message: 'Say more.'} as const;

describe('judgeValidated', () => {
  const judge = (reprompts: number, more: Partial<Reprompt> = {}, validation: typeof NO | {valid: true} = NO) => {
    const validator = {name: 'is_good', file: 'tools/checks.js'};
    const reprompt = {maxAttempts: 2, onExhausted: 'return_last', validator, ...more} as const;
    return judgeValidated(ACCEPTED, validation, {asked: {retries: 9, reprompts}, reprompt});
  };

  it('accepts what the validator accepts, as it is', () => {
    expect(judge(0, {}, {valid: true})).to.equal(ACCEPTED);
    expect(judge(9, {onExhausted: 'raise'}, {valid: true})).to.equal(ACCEPTED);
  });

  it('asks for another answer as often as it may, showing what the model wrote and what is wrong', () => {
    const repair = {kind: 'repair', message: 'Say more.', raw: "{'a': 1}"};
    expect([judge(0), judge(1), judge(1, {onExhausted: 'raise'})]).to.deep.equal([repair, repair, repair]);
  });

  it('lets the last one through, marked', () => {
    const validation = {name: 'is_good', passed: false, message: 'Say more.'};
    expect(judge(2)).to.deep.equal({...ACCEPTED, recovery: {repaired_json: true, validation}});
  });

  it('rejects the last one where that is to stop what comes after', () => {
    expect(judge(2, {onExhausted: 'raise'})).to.deep.equal({
      kind: 'rejected',
      reason: 'invalid',
      message: 'Say more.',
      raw: "{'a': 1}",
    });
  });
});
