import type {ModelRequest} from '@agac/provider';
import {expect} from 'chai';
import {followUp} from '../../src/requests/follow-up.js';

const request: ModelRequest = {
  model: 'echo-1',
  messages: [
    {role: 'system', text: 'Sort.'},
    {role: 'user', text: '{}'},
  ],
  schema: {name: 'ticket', json: {type: 'object'}},
  parameters: {maxTokens: 50},
};

describe('followUp', () => {
  it('adds the answer and what is wrong with it, and changes nothing else', () => {
    const before = JSON.stringify(request);
    const again = followUp(request, {answer: '{"urgency": "hi"}', problem: '`urgency` must be one of low, high.'});
    expect(again.messages.slice(0, 2)).to.deep.equal(request.messages);
    expect(again.messages[2]).to.deep.equal({role: 'assistant', text: '{"urgency": "hi"}'});
    expect(again.messages[3]?.role).to.equal('user');
    expect(again.messages[3]?.text).to.contain('`urgency` must be one of low, high.').and.contain('JSON');
    expect({...again, messages: []}).to.deep.equal({...request, messages: []});
    expect(JSON.stringify(request)).to.equal(before);
  });

  it('does not ask for JSON where text is wanted', () => {
    const {schema: _, ...text} = request;
    expect(followUp(text, {answer: 'a', problem: 'b'}).messages[3]?.text).not.to.contain('JSON');
  });

  it('tells the model to think first, where it is to', () => {
    const earlier = {answer: 'a', problem: 'b'};
    const [plain, reflecting] = [false, true].map(
      (selfReflection) => followUp(request, {...earlier, selfReflection}).messages[3]!.text,
    );
    expect(plain).to.equal(followUp(request, earlier).messages[3]!.text).and.not.to.contain('think');
    expect(reflecting).to.match(/accepted: b\nFirst think through what was wrong .* Answer again with the whole/);
  });

  it('cuts a long answer and says so, never inside a character', () => {
    const answer = `${'x'.repeat(7_999)}😀${'y'.repeat(1_000)}`;
    const text = followUp(request, {answer, problem: 'p'}).messages[2]!.text;
    expect(text).to.equal(`${'x'.repeat(7_999)}\n[cut: 1002 more characters]`);
  });

  it('never sends an empty message', () => {
    expect(followUp(request, {answer: ' \n', problem: 'p'}).messages[2]?.text).to.equal('(no text)');
  });
});
