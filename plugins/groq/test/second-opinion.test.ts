import {expect} from 'chai';
import Groq, {toFile} from 'groq-sdk';
import {GroqVendor} from './vendor.js';

describe('Groq, by its own client over our fake', () => {
  const vendor = new GroqVendor({auto: false});
  let client: Groq;
  before(async () => {
    await vendor.start();
    // Groq's client puts `/openai/v1` behind its base URL itself.
    client = new Groq({apiKey: vendor.key, baseURL: new URL(vendor.url).origin, maxRetries: 0});
  });
  after(() => vendor.stop());

  it('goes through a whole life', async () => {
    const endpoint = '/v1/chat/completions' as const;
    const line = (id: string) =>
      `${JSON.stringify({custom_id: id, method: 'POST', url: endpoint, body: {model: 'm', messages: []}})}\n`;
    const file = await client.files.create({
      purpose: 'batch',
      file: await toFile(Buffer.from(line('r1') + line('r2')), 'in.jsonl'),
    });
    const batch = await client.batches.create({
      input_file_id: file.id ?? '',
      endpoint,
      completion_window: '7d',
      metadata: {agac_key: 'K1'},
    });
    expect(batch).to.deep.include({status: 'validating', metadata: {agac_key: 'K1'}});
    await vendor.advance(batch.id, 'running', {done: 1});
    expect((await client.batches.cancel(batch.id)).status).to.equal('cancelling');
    await vendor.advance(batch.id, 'cancelled');
    const ended = await client.batches.retrieve(batch.id);
    expect(ended.request_counts).to.deep.equal({total: 2, completed: 1, failed: 1});
    const output = await (await client.files.content(ended.output_file_id ?? '')).text();
    expect(JSON.parse(output)).to.include({custom_id: 'r1'});
    expect((await client.batches.list()).data.map(({id}) => id)).to.include(batch.id);
  });

  it('answers now', async () => {
    vendor.answer(() => [{kind: 'text', text: 'four'}]);
    const chat = await client.chat.completions.create({model: 'm', messages: [{role: 'user', content: '2 + 2?'}]});
    expect(chat.choices[0]?.message.content).to.equal('four');
  });
});
