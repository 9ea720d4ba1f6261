import type {JsonObject} from '@agac/provider';
import {expect} from 'chai';
import {decodeLine} from '../src/decode.js';
import {ANSWER_TOOL} from '../src/encode.js';
import {decodeStatus, isGone} from '../src/status.js';

const DAY = 24 * 60 * 60 * 1000;

describe('the decoding of results from Anthropic', () => {
  it('joins texts, and passes over thoughts and the tools that the vendor uses itself', () => {
    const content = [
      {type: 'thinking', thinking: 'Hm.', signature: 's'},
      {type: 'redacted_thinking', data: 'x'},
      {type: 'text', text: 'One, '},
      {type: 'server_tool_use', id: 't', name: 'web_search', input: {}},
      {type: 'web_search_tool_result', tool_use_id: 't', content: []},
      {type: 'text', text: 'two.'},
    ];
    expect(decoded({content, stop_reason: 'end_turn'})).to.include({kind: 'answer', id: 'r1', text: 'One, two.'});
  });

  it('takes the input of the tool that had to be used for the answer', () => {
    const use = {type: 'tool_use', id: 't', name: ANSWER_TOOL, input: {title: 'Tea', tags: [1]}};
    const answer = decoded({content: [{type: 'text', text: 'Here:'}, use], stop_reason: 'tool_use'});
    expect(answer).to.include({kind: 'answer', text: '{"title":"Tea","tags":[1]}', finish: 'stop'});
    const cut = decoded({content: [{...use, input: {}}], stop_reason: 'max_tokens'});
    expect(cut).to.include({kind: 'answer', text: '{}', finish: 'length'});
    expect(decoded({content: [{...use, name: 'search'}], stop_reason: 'tool_use'})).to.include({kind: 'fault'});
  });

  for (const [reason, finish] of [
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['refusal', 'filter'],
    ['pause_turn', 'other'],
    ['compaction', 'other'],
    [null, 'other'],
  ] as const) {
    it(`reads the stop reason ${reason} as ${finish}`, () => {
      expect(decoded({content: [], stop_reason: reason})).to.include({kind: 'answer', text: '', finish});
    });
  }

  it('counts what a cache had to do with as input', () => {
    const usage = {
      input_tokens: 12,
      cache_creation_input_tokens: 100,
      cache_read_input_tokens: 1000,
      output_tokens: 6,
      output_tokens_details: {thinking_tokens: 4},
    };
    const answer = decoded({content: [], usage, model: 'claude-haiku-4-5-20251001'});
    expect(answer).to.deep.include({
      model: 'claude-haiku-4-5-20251001',
      usage: {
        inputTokens: 1112,
        outputTokens: 6,
        cachedInputTokens: 1000,
        cacheWriteInputTokens: 100,
        reasoningTokens: 4,
      },
    });
    const empty = {cache_creation_input_tokens: null, output_tokens_details: null};
    expect(decoded({content: [], usage: empty})).not.to.have.property('usage');
  });

  for (const [type, retry] of [
    ['rate_limit_error', 'later'],
    ['overloaded_error', 'later'],
    ['api_error', 'later'],
    ['timeout_error', 'same'],
    ['invalid_request_error', 'never'],
    ['not_found_error', 'never'],
    ['billing_error', 'never'],
    ['brand_new_error', 'never'],
  ] as const) {
    it(`reads the error within the error: after ${type}, ${retry}`, () => {
      const error = {type: 'error', error: {type, message: 'So it is.'}, request_id: null};
      expect(line({type: 'errored', error})).to.deep.equal({
        kind: 'fault',
        id: 'r1',
        fault: {code: type, message: 'So it is.', retry},
      });
    });
  }

  it('keeps an id where the rest cannot be read', () => {
    expect(line({type: 'paused'})).to.include({kind: 'unreadable', id: 'r1'});
    expect(decodeLine('{"custom_id":"r1"}')).to.include({kind: 'unreadable', id: 'r1'});
    expect(decodeLine('{"custom_id":7}')).to.include({kind: 'unreadable'}).and.not.to.have.property('id');
    expect(line({type: 'errored'})).to.include({kind: 'fault'});
  });
});

describe('the decoding of batches from Anthropic', () => {
  const none = {processing: 0, succeeded: 0, errored: 0, canceled: 0, expired: 0};

  for (const [counts, end] of [
    [{succeeded: 3}, 'completed'],
    [{errored: 3}, 'completed'],
    [{canceled: 3}, 'cancelled'],
    [{succeeded: 2, canceled: 1}, 'cancelled'],
    [{expired: 3}, 'expired'],
    [{succeeded: 2, expired: 1}, 'expired'],
    [{succeeded: 1, canceled: 1, expired: 1}, 'cancelled'],
  ] as const) {
    it(`calls one that ended with ${JSON.stringify(counts)} ${end}`, () => {
      const status = decodeStatus({processing_status: 'ended', request_counts: {...none, ...counts}});
      expect(status).to.include({phase: 'ended', end, word: 'ended'});
      const {total, succeeded, failed} = status.counts!;
      expect([total, succeeded + failed]).to.deep.equal([3, 3]);
    });
  }

  it('takes counts that have not moved for nothing known', () => {
    const running = (counts: JsonObject) =>
      decodeStatus({processing_status: 'in_progress', request_counts: counts}).counts;
    expect(running({...none, processing: 3})).to.equal(undefined);
    expect(running({...none, processing: 1, succeeded: 1, errored: 1})).to.deep.equal({
      total: 3,
      succeeded: 1,
      failed: 1,
    });
    expect(running({processing: 3})).to.equal(undefined);
  });

  it('knows when results are no longer kept', () => {
    const created = Date.parse('2026-11-01T00:00:00Z');
    const batch = {created_at: '2026-11-01T00:00:00Z', archived_at: null};
    expect(isGone(batch, created + 29 * DAY)).to.equal(false);
    expect(isGone(batch, created + 29 * DAY + 1)).to.equal(true);
    expect(isGone({...batch, archived_at: '2026-11-02T00:00:00Z'}, created + 2 * DAY)).to.equal(true);
    expect(isGone({}, created)).to.equal(false);
  });
});

function line(result: JsonObject) {
  return decodeLine(JSON.stringify({custom_id: 'r1', result}));
}

function decoded(message: JsonObject) {
  return line({type: 'succeeded', message: {type: 'message', role: 'assistant', ...message}});
}
