import {expect} from 'chai';
import OpenAI, {toFile} from 'openai';
import Together from 'together-ai';
import {DeepInfraVendor, TogetherVendor} from './vendor.js';

const ENDPOINT = '/v1/chat/completions';

describe("DeepInfra's way, by OpenAI's own client over our fake", () => {
  const vendor = new DeepInfraVendor({auto: false});
  let client: OpenAI;
  before(async () => {
    await vendor.start();
    client = new OpenAI({apiKey: vendor.key, baseURL: vendor.url, maxRetries: 0});
  });
  after(() => vendor.stop());

  it('goes through a whole life', async () => {
    const line = {custom_id: 'r1', method: 'POST', url: ENDPOINT, body: {model: 'm', messages: []}};
    const file = await client.files.create({
      purpose: 'batch',
      file: await toFile(Buffer.from(`${JSON.stringify(line)}\n`), 'in.jsonl'),
    });
    const batch = await client.batches.create({
      input_file_id: file.id,
      endpoint: ENDPOINT,
      completion_window: '24h',
      metadata: {agac_key: 'K1'},
    });
    expect(batch).to.deep.include({status: 'validating', metadata: {agac_key: 'K1'}});
    expect((await client.batches.list({limit: 1})).data.map(({id}) => id)).to.deep.equal([batch.id]);
    await vendor.finish(batch.id);
    const {output_file_id: output} = await client.batches.retrieve(batch.id);
    expect(JSON.parse(await (await client.files.content(output ?? '')).text())).to.include({custom_id: 'r1'});
  });
});

describe('Together, by its own client over our fake', () => {
  const vendor = new TogetherVendor({auto: false});
  let client: Together;
  before(async () => {
    await vendor.start();
    client = new Together({apiKey: vendor.key, baseURL: vendor.url, maxRetries: 0});
  });
  after(() => vendor.stop());

  /** Its client uploads through a signed address on another host, which a server of OpenAI's shape has not. */
  async function uploaded(text: string): Promise<string> {
    const form = new FormData();
    form.set('purpose', 'batch-api');
    form.set('file_name', 'in.jsonl');
    form.set('file_type', 'jsonl');
    form.set('file', new Blob([text]), 'in.jsonl');
    return (await client.post<{id: string}>('/files/upload', {body: form})).id;
  }

  it('goes through a whole life', async () => {
    const line = (id: string) => `${JSON.stringify({custom_id: id, body: {model: 'm', messages: []}})}\n`;
    const input = await uploaded(line('r1') + line('r2'));
    expect(await client.files.retrieve(input)).to.include({filename: 'in.jsonl', purpose: 'batch-api'});
    const {job} = await client.batches.create({input_file_id: input, endpoint: ENDPOINT, completion_window: '24h'});
    expect(job).to.include({status: 'VALIDATING', input_file_id: input});
    const id = job?.id ?? '';
    expect((await client.batches.list()).map((each) => each.id)).to.deep.equal([id]);
    await vendor.advance(id, 'running', {done: 1});
    await client.batches.cancel(id);
    await vendor.advance(id, 'cancelled');
    const ended = await client.batches.retrieve(id);
    expect(ended).to.include({status: 'CANCELLED', progress: 100});
    const output = await (await client.files.content(ended.output_file_id ?? '')).text();
    expect(JSON.parse(output)).to.have.all.keys('id', 'custom_id', 'response');
    const errors = await (await client.files.content(ended.error_file_id ?? '')).text();
    expect(JSON.parse(errors)).to.have.all.keys('id', 'custom_id', 'error');
  });

  it('answers now', async () => {
    vendor.answer(() => [{kind: 'text', text: 'four'}]);
    const chat = await client.chat.completions.create({model: 'm', messages: [{role: 'user', content: '2 + 2?'}]});
    expect(chat.choices[0]?.message?.content).to.equal('four');
  });
});
