import {readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import type {Part} from '@agac/provider';
import {Mistral} from '@mistralai/mistralai';
import {Ajv2020} from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {expect} from 'chai';
import {open} from '../src/provider.js';
import {MistralVendor} from './vendor.js';

const SPEC = join(import.meta.dirname, '../../../test/specs/mistral-batch-subset.json');

/** What is wrong with a value by a schema of Mistral's own description; empty where nothing is. */
function checkerOf(name: string): (value: unknown) => string {
  const ajv = new Ajv2020({strict: false, allErrors: true});
  addFormats.default(ajv);
  ajv.addSchema({...(JSON.parse(readFileSync(SPEC, 'utf8')) as object), $id: 'http://spec.invalid/mistral'});
  const check = ajv.getSchema(`http://spec.invalid/mistral#/components/schemas/${name}`);
  if (check === undefined) throw new Error(`The description has no ${name}.`);
  return (value) => (check(value) ? '' : ajv.errorsText(check.errors));
}

/** The bodies of the creates that an adapter sends. */
async function createsOf(inline: boolean): Promise<unknown> {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.url === '/v1/batch/jobs') bodies.push(Buffer.concat(chunks).toString());
    response.end(JSON.stringify({id: '00000001-0000-4000-8000-000000000001', created_at: 1}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = open({name: 'mistral', baseUrl, key: () => 'k-0123456789', spool: '', options: {inline}});
  const request = {model: 'mistral-small-latest', messages: [{role: 'user' as const, text: 'Hi'}], parameters: {}};
  const {body} = provider.encode(request);
  const part: Part = {
    key: 'agac01jd0000000000p0',
    model: request.model,
    count: 2,
    entries: async function* () {
      yield {id: 'r1', body};
      yield {id: 'r2', body};
    },
  };
  const {signal} = new AbortController();
  await provider.submit(part, {signal, log: () => {}, save: async () => {}}).finally(() => server.close());
  server.closeAllConnections();
  return JSON.parse(bodies[0] ?? '');
}

describe('Mistral, by its own description and its own client', () => {
  const vendor = new MistralVendor({auto: false});
  before(() => vendor.start());
  after(() => vendor.stop());

  it('would take what we send', async () => {
    for (const inline of [true, false]) {
      const body = await createsOf(inline);
      expect(checkerOf('CreateBatchJobRequest')(body)).to.equal('');
      expect(body)
        .to.have.property(inline ? 'requests' : 'input_files')
        .with.length(inline ? 2 : 1);
    }
    const order = {endpoint: '/v1/chat/completions', timeout_hours: 999};
    expect(checkerOf('CreateBatchJobRequest')(order)).not.to.equal('');
  });

  it('goes through a whole life over our fake', async () => {
    const client = new Mistral({apiKey: vendor.key, serverURL: vendor.url});
    const line = (id: string) =>
      `${JSON.stringify({custom_id: id, body: {messages: [], model: 'mistral-small-latest'}})}\n`;
    const file = await client.files.upload({
      purpose: 'batch',
      file: {fileName: 'in.jsonl', content: Buffer.from(line('r1') + line('r2'))},
    });
    const endpoint = '/v1/chat/completions';
    const job = await client.batch.jobs.create({
      inputFiles: [file.id],
      endpoint,
      model: 'mistral-small-latest',
      metadata: {agac_key: 'K1'},
    });
    expect(job.status).to.equal('QUEUED');
    expect((await client.batch.jobs.list({metadata: {agac_key: 'K1'}})).data?.map(({id}) => id)).to.deep.equal([
      job.id,
    ]);
    expect((await client.batch.jobs.list({metadata: {agac_key: 'K2'}})).total).to.equal(0);
    await vendor.advance(job.id, 'running', {done: 1});
    expect((await client.batch.jobs.cancel({jobId: job.id})).status).to.equal('CANCELLATION_REQUESTED');
    await vendor.advance(job.id, 'cancelled');
    const ended = await client.batch.jobs.get({jobId: job.id});
    expect(ended).to.include({status: 'CANCELLED', totalRequests: 2, succeededRequests: 1});
    const output = await new Response(await client.files.download({fileId: ended.outputFile ?? ''})).text();
    expect(JSON.parse(output)).to.include({custom_id: 'r1'});
  }).timeout(60_000);
});
