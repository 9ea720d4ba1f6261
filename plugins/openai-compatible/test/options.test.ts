import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {isFault, type JsonObject} from '@agac/provider';
import {expect} from 'chai';
import {OPENAI_LIKE} from '../src/facts.js';
import {readOptions} from '../src/options.js';
import {PRESETS} from '../src/presets.js';
import {open} from '../src/provider.js';
import {OPTION_NAMES} from '../src/read-facts.js';

const opened = (name: string, options: JsonObject = {}, more: {baseUrl?: string; keyEnv?: string} = {}) =>
  open({name, key: () => 'unused', spool: '', options, ...more});

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (isFault(error)) return `${error.message} ${error.hint ?? ''}`.trim();
    throw error;
  }
  return 'nothing';
}

describe('the options of a compatible server', () => {
  it('are those of the preset with its name, or of the one that is named', () => {
    expect(readOptions('together', {})).to.deep.include({vendor: 'Together'});
    expect(readOptions('mine', {preset: 'together'}).facts).to.deep.equal(readOptions('together', {}).facts);
    expect(readOptions('mine', {}).facts).to.deep.equal(OPENAI_LIKE);
    expect(refusal(() => readOptions('mine', {preset: 'toString'}))).to.equal(
      'The option preset is one of together, deepinfra, litellm, vllm, not "toString".',
    );
  });

  it('go before the preset, one by one', () => {
    const {facts, body} = readOptions('together', {
      completion_window: false,
      endpoint: '/v2/chat/completions',
      file_name_field: false,
      key_in: 'metadata',
      limits: {bytes: 200_000_000, line_bytes: 1000},
      parameters: {max_tokens: 'max_completion_tokens', seed: false},
      batch_rate: {share: 0.5, as_of: '2026-11-01'},
      reasoning_effort: 'low',
    });
    expect(facts).to.deep.include({
      endpoint: '/v2/chat/completions',
      keyIn: 'metadata',
      limits: {requests: 50_000, bytes: 200_000_000, lineBytes: 1000},
      purpose: 'batch-api',
      batchRate: {share: 0.5, cached: 'share', source: 'the option batch_rate', asOf: '2026-11-01'},
    });
    expect(facts).not.to.have.any.keys('completionWindow', 'fileNameField');
    expect(facts.parameters).to.include({maxTokens: 'max_completion_tokens', topP: 'top_p'});
    expect(facts.parameters).not.to.have.property('seed');
    expect(body).to.deep.equal({reasoning_effort: 'low'});
  });

  it('are refused all at once where they are not what they must be', () => {
    const wrong = {
      preset: 'nobody',
      batch_lane: 'yes',
      endpoint: 'assistants',
      completion_window: 24,
      purpose: '',
      upload_fields: {model: 1},
      create_fields: [],
      line: 'short',
      limits: {requests: 0},
      retention_days: 0,
      structured_output: 'maybe',
      parameters: {maxTokens: 'max_tokens'},
      batch_rate: {share: 50, as_of: '2026-11-01'},
      list_query: 1,
      settleMs: -1,
    };
    const said = refusal(() => opened('mine', wrong));
    for (const name of Object.keys(wrong)) expect(said).to.contain(`The option ${name} is `);
  });

  it('say where the server is, and which variable holds the key', async () => {
    expect(refusal(() => opened('mine'))).to.match(
      /^Nobody says where mine is\. Write base_url: under providers: mine:/,
    );
    const caught = await opened('together')
      .status({id: 'x'}, {signal: new AbortController().signal, log: () => {}})
      .catch((error: unknown) => error);
    expect(isFault(caught) && [caught.code, caught.hint]).to.deep.equal(['no-key', 'Write api_key: TOGETHER_API_KEY.']);
  });

  it('are all on the page, and so are the presets', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/providers/openai-compatible.md'), 'utf8');
    const table = page.slice(page.indexOf('## Options'), page.indexOf('## Structured output'));
    const named = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
    expect(named.sort()).to.deep.equal(['preset', ...OPTION_NAMES].sort());
    for (const [name, {facts}] of Object.entries(PRESETS)) {
      expect(page, name).to.match(new RegExp(`^\\| \`${name}\` +\\| \`${facts.baseUrl}\``, 'm'));
    }
  });

  it('decide what the card says', () => {
    const at = {baseUrl: 'http://127.0.0.1:9'};
    const card = opened('mine', {completion_window: '14d', structured_output: 'json', retention_days: 7}, at).describe(
      'm',
    );
    expect(card).to.include({windowHours: 336, schema: 'hint', retentionDays: 7});
    expect(card.batchRate).to.equal(undefined);
    const together = opened('together');
    expect(together.describe('openai/gpt-oss-20b').batchRate?.share).to.equal(1);
    expect(together.describe('meta-llama/Llama-3.3-70B-Instruct-Turbo').batchRate).to.equal(undefined);
    expect(opened('deepinfra').describe('m').batchRate?.share).to.equal(0.8);
    expect(opened('mine', {endpoint: 'responses'}, at).describe('m').parameters).not.to.include('stop');
  });
});

describe('a schema at a compatible server', () => {
  const schema = {name: 'card', json: {type: 'object', properties: {a: {type: 'string'}}}};
  const asked = (how: string) =>
    opened('mine', {structured_output: how}, {baseUrl: 'http://127.0.0.1:9'}).encode({
      model: 'm',
      messages: [{role: 'user', text: 'Hi'}],
      parameters: {},
      schema,
    });

  it('is sent in the subset that is decoded by, whole as a wish, or told in a message', () => {
    const format = 'response_format.json_schema';
    expect(asked('strict').body).to.have.nested.property(`${format}.strict`, true);
    expect(asked('strict').body).to.have.nested.property(`${format}.schema.additionalProperties`, false);
    expect(asked('hint').body).to.have.nested.property(`${format}.strict`, false);
    expect(asked('hint').body).to.have.deep.nested.property(`${format}.schema`, schema.json);
    expect(asked('json').body['response_format']).to.deep.equal({type: 'json_object'});
    expect(JSON.stringify(asked('json').body['messages'])).to.contain('JSON Schema');
    for (const how of ['hint', 'json']) expect(asked(how).notes).to.have.length(1);
    expect(refusal(() => asked('none'))).to.contain('m takes no schema');
  });
});
