import type {Json} from '@agac/provider';
import {expect} from 'chai';
import fc from 'fast-check';
import {decodeLine} from '../../src/local/decode.js';

const decode = (line: object) => decodeLine(JSON.stringify({n: 0, id: 'r1', ...line}));
const choice = (message: Json, finish_reason: Json = 'stop') =>
  decode({response: {choices: [{message, finish_reason}]}});

describe('local/decode', () => {
  it('maps how an answer ended', () => {
    const ends: readonly [Json, string][] = [
      ['stop', 'stop'],
      ['length', 'length'],
      ['content_filter', 'filter'],
      ['constructor', 'other'],
      [null, 'other'],
    ];
    for (const [word, finish] of ends)
      expect(choice({content: 'a'}, word)).to.include({kind: 'answer', text: 'a', finish});
    expect(choice({content: null, refusal: 'I will not.'})).to.include({
      kind: 'answer',
      text: 'I will not.',
      finish: 'filter',
    });
  });

  it('takes an empty text for an answer, and joins parts', () => {
    expect(choice({content: ''})).to.include({kind: 'answer', text: ''});
    expect(choice({content: null})).to.include({kind: 'answer', text: ''});
    expect(
      choice({
        content: [
          {type: 'text', text: 'a'},
          {type: 'text', text: 'b'},
        ],
      }),
    ).to.include({text: 'ab'});
  });

  it('drops nothing that is not text in silence', () => {
    expect(choice({content: null, tool_calls: [{id: 'x'}]})).to.have.nested.property('fault.code', 'no-text');
    expect(choice({content: [{type: 'image', data: 'x'}]})).to.have.nested.property('fault.code', 'no-text');
  });

  it('has tokens where they were said, and only numbers that can be', () => {
    const withUsage = (usage: Json) => decode({response: {choices: [{message: {content: ''}}], usage}});
    expect(withUsage({prompt_tokens: 3, completion_tokens: 'x'}))
      .to.have.property('usage')
      .that.deep.equals({inputTokens: 3});
    expect(withUsage({prompt_tokens: -1})).to.not.have.property('usage');
    expect(withUsage(null)).to.not.have.property('usage');
  });

  it('hands on faults and what was not processed', () => {
    const fault = {code: 'refused', message: 'no', retry: 'never'};
    expect(decode({fault})).to.deep.equal({kind: 'fault', id: 'r1', fault});
    expect(decode({unprocessed: 'cancelled'})).to.deep.equal({kind: 'unprocessed', id: 'r1', reason: 'cancelled'});
  });

  it('never throws: what cannot be read is unreadable', () => {
    for (const text of ['', '{', '[]', 'null', '{"id": 1}', '{"n":0,"response":{}}']) {
      expect(decodeLine(text), text).to.include({kind: 'unreadable'});
    }
    for (const line of [{}, {fault: {}}, {unprocessed: 'x'}]) {
      expect(decode(line), JSON.stringify(line)).to.include({kind: 'unreadable', id: 'r1'});
    }
    for (const response of [{}, {choices: [1]}]) expect(decode({response})).to.include({kind: 'fault', id: 'r1'});
    const any = fc.property(fc.jsonValue(), (value) => typeof decode({response: value}).kind === 'string');
    fc.assert(any);
    fc.assert(fc.property(fc.string(), (text) => typeof decodeLine(text).kind === 'string'));
  });
});
