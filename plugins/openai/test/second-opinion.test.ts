import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {JsonObject} from '@agac/provider';
import type {LoopbackVendor} from '@agac/provider/fake';
import {shapedManners} from '@agac/provider/openai-shape/fake';
import {Ajv2020} from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {expect} from 'chai';
import OpenAI, {toFile} from 'openai';
import {commonDialect, expiresAfter} from '../src/dialect.js';
import {readOptions} from '../src/options.js';
import {OpenAiVendor} from './vendor.js';

const SPEC = join(import.meta.dirname, '../../../test/specs/openai-batch-subset.json');

/** Whether a value fits a schema of OpenAI's own description; what does not, otherwise. */
function checkerOf(name: string): (value: unknown) => string {
  const ajv = new Ajv2020({strict: false, allErrors: true});
  addFormats.default(ajv);
  ajv.addFormat('unixtime', true);
  ajv.addSchema({...(JSON.parse(readFileSync(SPEC, 'utf8')) as object), $id: 'http://spec.invalid/openai'});
  const check = ajv.getSchema(`http://spec.invalid/openai#/components/schemas/${name}`);
  if (check === undefined) throw new Error(`The description has no ${name}.`);
  return (value) => (check(value) ? '' : ajv.errorsText(check.errors));
}

/** As OpenAI really answers: what is null is not in its description. */
function withoutNulls(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null));
}

describe('OpenAI, by its own description and its own client', () => {
  it('would take what we send', () => {
    const {createFields} = commonDialect(readOptions({}));
    const part = {key: 'agac01jd000000000000000000p0', model: 'gpt-4.1-mini', count: 1, entries: async function* () {}};
    const order = {input_file_id: 'file-1', endpoint: '/v1/chat/completions', ...createFields(part)};
    expect(checkerOf('CreateBatchRequest')(order)).to.equal('');
    expect(checkerOf('CreateBatchRequest')({...order, completion_window: '48h'})).not.to.equal('');
    const fields = expiresAfter();
    const expiry = {anchor: fields['expires_after[anchor]'], seconds: Number(fields['expires_after[seconds]'])};
    expect(checkerOf('FileExpirationAfter')(expiry)).to.equal('');
  });

  describe('over our fake', () => {
    const vendor: LoopbackVendor = new OpenAiVendor({auto: false});
    let client: OpenAI;
    beforeEach(async () => {
      await vendor.start();
      client = new OpenAI({apiKey: vendor.key, baseURL: vendor.url, maxRetries: 0});
    });
    afterEach(() => vendor.stop());

    const line = (id: string, model = 'gpt-4.1-mini') =>
      `${JSON.stringify({custom_id: id, method: 'POST', url: '/v1/chat/completions', body: {model, messages: []}})}\n`;

    async function submitted(text: string) {
      const file = await client.files.create({purpose: 'batch', file: await toFile(Buffer.from(text), 'in.jsonl')});
      expect(file).to.include({bytes: Buffer.byteLength(text), filename: 'in.jsonl', status: 'processed'});
      const endpoint = '/v1/chat/completions';
      return client.batches.create({input_file_id: file.id, endpoint, completion_window: '24h', metadata: {a: 'b'}});
    }

    it('goes through a whole life', async () => {
      const batch = await submitted(line('r1') + line('r2'));
      expect(batch).to.deep.include({status: 'validating', metadata: {a: 'b'}});
      expect(checkerOf('Batch')(withoutNulls(batch as unknown as JsonObject))).to.equal('');
      await vendor.advance(batch.id, 'running', {done: 1});
      expect((await client.batches.cancel(batch.id)).status).to.equal('cancelling');
      await vendor.advance(batch.id, 'cancelled');
      const ended = await client.batches.retrieve(batch.id);
      expect(ended.request_counts).to.deep.equal({total: 2, completed: 1, failed: 1});
      const output = await (await client.files.content(ended.output_file_id ?? '')).text();
      expect(JSON.parse(output).response.body.choices[0].message.role).to.equal('assistant');
      const errors = await (await client.files.content(ended.error_file_id ?? '')).text();
      expect(JSON.parse(errors).error.code).to.equal('batch_cancelled');
    });

    it('pages through the list, and reads refusals', async () => {
      for (let number = 0; number < 45; number += 1) vendor.plant(`job ${number}`);
      const ids: string[] = [];
      for await (const batch of client.batches.list({limit: 20})) ids.push(batch.id);
      expect(new Set(ids).size).to.equal(45);
      const unknown = await client.batches.retrieve('batch_none').catch((error: unknown) => error);
      expect(unknown).to.be.instanceOf(OpenAI.NotFoundError);
      const mixed = await submitted(line('r1') + line('r2', 'gpt-5-nano'));
      expect((await client.batches.retrieve(mixed.id)).errors?.data?.[0]?.message).to.contain('mismatched_model');
    });

    it('answers now, by either endpoint', async () => {
      vendor.answer(() => [{kind: 'text', text: 'four', usage: {inputTokens: 9, outputTokens: 1}}]);
      const messages = [{role: 'user' as const, content: '2 + 2?'}];
      const chat = await client.chat.completions.create({model: 'gpt-4.1-mini', messages});
      expect(chat.choices[0]?.message.content).to.equal('four');
      expect((await client.responses.create({model: 'gpt-4.1-mini', input: '2 + 2?'})).output_text).to.equal('four');
    });
  });

  it('is what the shared manners are without any difference', () => {
    expect(shapedManners({name: 'openai'})).to.include({basePath: '/v1', takesRanges: true});
  });
});
