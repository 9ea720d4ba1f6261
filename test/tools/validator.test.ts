import type {Json} from '@agac/provider';
import {expect} from 'chai';
import {AgacError} from '../../src/domain/errors.js';
import type {ToolFunction} from '../../src/tools/call.js';
import {scriptValidator} from '../../src/tools/validator.js';

const WANTED = {role: 'validator', name: 'is_good', file: 'tools/checks.js', action: 'ask'} as const;
const CALL = {signal: new AbortController().signal, info: {action: 'ask', record: 'g7'}, limitMs: 2 ** 31 - 1};

describe('scriptValidator', () => {
  const ask = (validate: ToolFunction, answer: Json = {a: 1}) => scriptValidator(validate, WANTED)(answer, CALL);
  const no = (message: string) => ({valid: false, message});

  it('gives the answer, a copy, and where it comes from', async () => {
    const answer = {a: [1]};
    const seen: unknown[] = [];
    await ask((given, info) => {
      seen.push(JSON.parse(JSON.stringify(given)), {...info});
      (given as {a: number[]}).a.push(2);
      return true;
    }, answer);
    expect(seen).to.deep.equal([{a: [1]}, {action: 'ask', record: 'g7'}]);
    expect(answer).to.deep.equal({a: [1]});
  });

  it('takes true, false, a text and an object, at once or later', async () => {
    expect(await ask(() => true)).to.deep.equal({valid: true});
    expect(await ask(async () => ({valid: true, message: 'fine'}))).to.deep.equal({valid: true});
    expect(await ask(() => '')).to.deep.equal({valid: true});
    expect(await ask(() => false)).to.deep.equal(no('`is_good` did not accept it.'));
    expect(await ask(() => ({valid: false}))).to.deep.equal(no('`is_good` did not accept it.'));
    expect(await ask(async () => 'Say more. ')).to.deep.equal(no('Say more.'));
    expect(await ask(() => ({valid: false, message: 'Say more.'}))).to.deep.equal(no('Say more.'));
  });

  it('takes an error of the user for a no', async () => {
    const wrong = () => {
      throw new Error('`a` must be even.');
    };
    expect(await ask(wrong)).to.deep.equal(no('`a` must be even.'));
    expect(await ask(() => Promise.reject('odd'))).to.deep.equal(no('odd'));
  });

  const BROKEN: readonly (readonly [title: string, validate: ToolFunction, why: RegExp])[] = [
    ['throws what the language throws', (answer) => (answer as {a: {b: {c: 1}}}).a.b.c, /threw TypeError: .*\.$/],
    ['returns nothing', () => undefined, /returned neither true nor false, nor a text, nor \{valid, message\}\.$/],
    ['returns a number', () => 1, /returned neither/],
    ['returns an object of another kind', () => ({valid: 'yes'}), /returned neither/],
  ];
  for (const [title, validate, why] of BROKEN) {
    it(`is broken, which says nothing of the answer, when it ${title}`, async () => {
      const error = await ask(validate).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(AgacError).with.property('code', 'TOOL_INVALID');
      const {message, actions} = error as AgacError;
      expect(message).to.match(/^The validator `is_good` of `ask` cannot judge the record g7: it /);
      expect(message).to.match(why);
      expect(actions[0]).to.contain('tools/checks.js').and.to.contain('nothing is asked twice');
    });
  }

  it('is broken when it takes too long', async () => {
    const never = scriptValidator(() => new Promise(() => {}), WANTED);
    const error = await never({}, {...CALL, limitMs: 1}).catch((reason: unknown) => reason);
    expect((error as AgacError).message).to.match(/it took longer than 0\.001 seconds\.$/);
  });

  it('rejects with the reason of the signal', async () => {
    const abort = new AbortController();
    const never = scriptValidator(() => new Promise(() => {}), WANTED)({}, {...CALL, signal: abort.signal});
    abort.abort(new Error('interrupted'));
    expect(await never.catch((reason: Error) => reason.message)).to.equal('interrupted');
  });
});
