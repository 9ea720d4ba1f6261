import type {JsonObject, Result} from '@agac/provider';
import {expect} from 'chai';
import {decodeLine} from '../src/decode.js';

const STOP = {finishReason: 'STOP', index: 0};

function candidate(parts: readonly JsonObject[], more: JsonObject = STOP): JsonObject {
  return {candidates: [{content: {role: 'model', parts}, ...more}]};
}

interface Row {
  readonly title: string;
  readonly response: JsonObject;
  readonly result: Partial<Result> | JsonObject;
}

const ROWS: readonly Row[] = [
  {
    title: 'texts are joined, thoughts and the work of tools left out',
    response: candidate([
      {text: 'Let me think.', thought: true},
      {executableCode: {code: 'print(4)'}},
      {text: 'It is '},
      {text: '4.'},
    ]),
    result: {kind: 'answer', text: 'It is 4.', finish: 'stop'},
  },
  {
    title: 'an answer that was cut short before its first word is an empty one',
    response: {candidates: [{finishReason: 'MAX_TOKENS', index: 0}]},
    result: {kind: 'answer', text: '', finish: 'length'},
  },
  {
    title: 'a prompt that was blocked is an empty answer of the filter',
    response: {promptFeedback: {blockReason: 'PROHIBITED_CONTENT'}, usageMetadata: {promptTokenCount: 5}},
    result: {kind: 'answer', text: '', finish: 'filter', usage: {inputTokens: 5}},
  },
  {
    title: 'a response without a candidate and without a reason is a fault',
    response: {usageMetadata: {promptTokenCount: 5}},
    result: {kind: 'fault', fault: {code: 'no-text', message: 'The response holds no candidate.', retry: 'same'}},
  },
  {
    title: 'so is a candidate with nothing in it',
    response: {candidates: [{index: 0}]},
    result: {
      kind: 'fault',
      fault: {
        code: 'no-text',
        message: 'The candidate holds neither content nor a reason why it ended.',
        retry: 'same',
      },
    },
  },
  {
    title: 'an image beside a text is not dropped silently',
    response: candidate([{text: 'Here it is:'}, {inlineData: {mimeType: 'image/png', data: 'AA=='}}]),
    result: {
      kind: 'fault',
      fault: {
        code: 'no-text',
        message: 'The model answered with something other than text, a tool call for example.',
        retry: 'same',
      },
    },
  },
  {
    title: 'what tools read is input, what was thought is output, and what was cached is part of the prompt',
    response: {
      ...candidate([{text: 'a'}]),
      modelVersion: 'gemini-2.5-flash-001',
      usageMetadata: {
        promptTokenCount: 100,
        toolUsePromptTokenCount: 20,
        cachedContentTokenCount: 60,
        candidatesTokenCount: 7,
        thoughtsTokenCount: 30,
        totalTokenCount: 157,
      },
    },
    result: {
      kind: 'answer',
      text: 'a',
      finish: 'stop',
      model: 'gemini-2.5-flash-001',
      usage: {inputTokens: 120, outputTokens: 37, cachedInputTokens: 60, reasoningTokens: 30},
    },
  },
];

const FINISHES = {
  STOP: 'stop',
  MAX_TOKENS: 'length',
  SAFETY: 'filter',
  RECITATION: 'filter',
  PROHIBITED_CONTENT: 'filter',
  BLOCKLIST: 'filter',
  SPII: 'filter',
  MALFORMED_FUNCTION_CALL: 'other',
  LANGUAGE: 'other',
};

describe('a line of Gemini', () => {
  for (const {title, response, result} of ROWS) {
    it(title, () => {
      expect(decodeLine(JSON.stringify({key: 'r1', response}))).to.deep.equal({id: 'r1', ...result});
      expect(decodeLine(JSON.stringify({response, metadata: {key: 'r1'}}))).to.deep.equal({id: 'r1', ...result});
    });
  }

  it('says how an answer finished', () => {
    for (const [finishReason, finish] of Object.entries(FINISHES)) {
      const result = decodeLine(JSON.stringify({key: 'r1', response: candidate([{text: 'a'}], {finishReason})}));
      expect(result).to.include({kind: 'answer', finish});
    }
  });

  it("whose key is missing is nobody's: responses may come in another order", () => {
    for (const line of [{response: candidate([{text: 'a'}])}, {metadata: {}, error: {code: 3}}, {key: 7}]) {
      expect(decodeLine(JSON.stringify(line))).to.deep.equal({
        kind: 'unreadable',
        message: 'The line is no object with a key.',
      });
    }
    expect(decodeLine('{"key": "r1", "status": {}}')).to.include({kind: 'unreadable', id: 'r1'});
  });

  const ERRORS: readonly (readonly [JsonObject, string, string])[] = [
    [{code: 400, message: 'No.'}, 'http-400', 'never'],
    [{code: 429, message: 'No.', status: 'RESOURCE_EXHAUSTED'}, 'RESOURCE_EXHAUSTED', 'later'],
    [{code: 504, message: 'No.'}, 'http-504', 'same'],
    [{code: 3, message: 'No.'}, 'INVALID_ARGUMENT', 'never'],
    [{code: 4, message: 'No.'}, 'DEADLINE_EXCEEDED', 'same'],
    [{code: 8, message: 'No.'}, 'RESOURCE_EXHAUSTED', 'later'],
    [{code: 13, message: 'No.'}, 'INTERNAL', 'later'],
    [{code: 14, message: 'No.'}, 'UNAVAILABLE', 'later'],
    [{message: 'No.'}, 'UNKNOWN', 'never'],
  ];
  it('may be an error, numbered as HTTP does or as Google does', () => {
    for (const [error, code, retry] of ERRORS) {
      const result = decodeLine(JSON.stringify({key: 'r1', error}));
      expect(result).to.deep.equal({kind: 'fault', id: 'r1', fault: {code, message: 'No.', retry}});
    }
  });

  it('may say that its job was cancelled first', () => {
    const result = decodeLine('{"metadata": {"key": "r1"}, "error": {"code": 1, "message": "Cancelled."}}');
    expect(result).to.deep.equal({kind: 'unprocessed', id: 'r1', reason: 'cancelled'});
  });
});
