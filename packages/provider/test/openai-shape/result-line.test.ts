import {expect} from 'chai';
import type {JsonObject} from '../../src/json.js';
import {readResultLine} from '../../src/openai-shape/result-line.js';

const line = (fields: JsonObject) =>
  JSON.stringify({id: 'batch_req_1', custom_id: 'r1', response: null, error: null, ...fields});
const answered = (body: JsonObject, status = 200) => line({response: {status_code: status, request_id: 'q', body}});
const chat = (message: JsonObject, more: JsonObject = {}) =>
  answered({object: 'chat.completion', model: 'm-1', choices: [{index: 0, message, finish_reason: 'stop'}], ...more});

describe('openai-shape/result-line', () => {
  it('reads an answer with all that is told of it', () => {
    const usage = {
      prompt_tokens: 9,
      completion_tokens: 5,
      prompt_tokens_details: {cached_tokens: 4},
      completion_tokens_details: {reasoning_tokens: 2},
    };
    expect(readResultLine(chat({content: 'yes'}, {usage}))).to.deep.equal({
      kind: 'answer',
      id: 'r1',
      text: 'yes',
      finish: 'stop',
      model: 'm-1',
      usage: {inputTokens: 9, outputTokens: 5, cachedInputTokens: 4, reasoningTokens: 2},
    });
  });

  const texts: Readonly<Record<string, readonly [JsonObject, string]>> = {
    'a list of parts': [
      {
        content: [
          {type: 'text', text: 'a'},
          {type: 'text', text: 'b'},
        ],
      },
      'ab',
    ],
    'parts of which one is a thought': [
      {
        content: [
          {type: 'thinking', thinking: []},
          {type: 'text', text: 'b'},
        ],
      },
      'b',
    ],
    'no content': [{content: null}, ''],
    'a refusal': [{content: null, refusal: 'I cannot.'}, 'I cannot.'],
  };
  for (const [what, [message, text]] of Object.entries(texts)) {
    it(`reads ${what}`, () => expect(readResultLine(chat(message))).to.include({kind: 'answer', text}));
  }

  it('takes a refusal for a filter, whatever the finish says', () => {
    expect(readResultLine(chat({content: null, refusal: 'No.'}))).to.include({finish: 'filter'});
  });

  it('reads an answer of the Responses API', () => {
    const output = [
      {type: 'reasoning', summary: []},
      {
        type: 'message',
        content: [
          {type: 'output_text', text: 'a'},
          {type: 'output_text', text: 'b'},
        ],
      },
    ];
    const usage = {input_tokens: 3, output_tokens: 8, output_tokens_details: {reasoning_tokens: 6}};
    expect(
      readResultLine(answered({object: 'response', status: 'completed', model: 'm', output, usage})),
    ).to.deep.equal({
      kind: 'answer',
      id: 'r1',
      text: 'ab',
      finish: 'stop',
      model: 'm',
      usage: {inputTokens: 3, outputTokens: 8, reasoningTokens: 6},
    });
    const cut = {object: 'response', status: 'incomplete', incomplete_details: {reason: 'max_output_tokens'}, output};
    expect(readResultLine(answered(cut))).to.include({finish: 'length'});
  });

  const error = (code: string) => line({error: {code, message: 'Why.'}});
  const others: Readonly<Record<string, readonly [string, JsonObject]>> = {
    expired: [error('batch_expired'), {kind: 'unprocessed', id: 'r1', reason: 'expired'}],
    cancelled: [error('batch_cancelled'), {kind: 'unprocessed', id: 'r1', reason: 'cancelled'}],
    'timed out': [
      error('request_timeout'),
      {kind: 'fault', id: 'r1', fault: {code: 'request_timeout', message: 'Why.', retry: 'same'}},
    ],
    refused: [
      answered({error: {message: 'Bad.', type: 'invalid_request_error', code: null}}, 400),
      {kind: 'fault', id: 'r1', fault: {code: 'invalid_request_error', message: 'Bad.', retry: 'never'}},
    ],
    'answered by a proxy': [
      line({response: {status_code: 502, body: '<html>'}}),
      {kind: 'fault', id: 'r1', fault: {code: 'http-502', message: 'The vendor gave no reason.', retry: 'later'}},
    ],
    'answered with a page': [
      line({response: {status_code: 429, body: 'Slow down.'}}),
      {kind: 'fault', id: 'r1', fault: {code: 'http-429', message: 'Slow down.', retry: 'later'}},
    ],
    'refused, with the reason beside the response': [
      line({response: {status_code: 400, body: null}, error: 'Too long.'}),
      {kind: 'fault', id: 'r1', fault: {code: 'http-400', message: 'Too long.', retry: 'never'}},
    ],
    empty: [line({}), {kind: 'unreadable', id: 'r1', message: 'The line holds neither a response nor an error.'}],
    'without an id': ['{"response": {}}', {kind: 'unreadable', message: 'The line is no object with a custom_id.'}],
  };
  for (const [what, [text, result]] of Object.entries(others)) {
    it(`reads what was ${what}`, () => expect(readResultLine(text)).to.deep.equal(result));
  }

  it('takes for unusable what holds no text', () => {
    for (const text of [
      answered({}),
      chat({content: null, tool_calls: [{}]}),
      answered({object: 'response', output: []}),
    ]) {
      expect(readResultLine(text)).to.have.nested.property('fault.code', 'no-text');
    }
  });
});
