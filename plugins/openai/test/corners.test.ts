import {isFault, type LostPart} from '@agac/provider';
import {expect} from 'chai';
import {open as openAzure} from '../src/azure.js';
import {open} from '../src/provider.js';
import {call, partOf, resultsOf, submitting} from './life.js';
import {AzureVendor, OpenAiVendor} from './vendor.js';

const MODEL = 'gpt-4.1-mini';

// What the conformance suite cannot know of, for it differs from vendor to vendor.
describe('the adapter for OpenAI', () => {
  const vendor = new OpenAiVendor({auto: false});
  const provider = () =>
    open({name: 'openai', baseUrl: vendor.url, key: () => vendor.key, spool: '', options: {settleMs: 1}});
  beforeEach(() => vendor.start());
  afterEach(() => vendor.stop());

  const codeOf = async (promised: Promise<unknown>) => {
    const caught = await promised.catch((error: unknown) => error);
    return isFault(caught) ? `${caught.code} ${caught.retry}` : caught;
  };

  it('tells a limit that passes from an account without money', async () => {
    const receipt = await provider().submit(partOf(provider(), {model: MODEL}), submitting());
    const body = (code: string) => JSON.stringify({error: {code, type: code, message: 'No.'}});
    for (const [code, fault] of [
      ['insufficient_quota', 'quota never'],
      ['rate_limit_exceeded', 'rate-limited later'],
    ] as const) {
      vendor.fail({on: 'status', when: 'before', how: {status: 429, body: body(code)}});
      expect(await codeOf(provider().status(receipt, call))).to.equal(fault);
    }
  });

  it('waits for a result file that the vendor has and cannot give yet', async () => {
    const receipt = await provider().submit(partOf(provider(), {model: MODEL}), submitting());
    await vendor.finish(receipt.id);
    vendor.fail({on: 'results', when: 'before', how: {status: 404}});
    expect(await codeOf(resultsOf(provider(), receipt))).to.equal('not-ready later');
    expect(await resultsOf(provider(), receipt)).to.have.length(3);
  });

  it('finds a job by its input file where the list has lost the metadata, and of two with one key the older', async () => {
    const submit = submitting();
    const part = partOf(provider(), {model: MODEL, key: 'Kfirst'});
    const receipt = await provider().submit(part, submit);
    const lost: LostPart = {key: 'Kother', model: MODEL, count: 3, taken: [], step: submit.steps.at(-1) as never};
    expect(await provider().find?.(lost, call)).to.deep.equal(receipt);
    await provider().submit(part, submitting());
    expect(await provider().find?.({...lost, key: 'Kfirst'}, call)).to.deep.equal(receipt);
    expect((await provider().find?.({...lost, key: 'Kfirst', taken: [receipt.id]}, call))?.id).not.to.equal(receipt.id);
  });

  it('reads the list no further back than to jobs that are older than the upload', async () => {
    for (let number = 0; number < 250; number += 1) vendor.plant(`old ${number}`);
    const listed = () => vendor.seen().filter(({on}) => on === 'list').length;
    const lost: LostPart = {key: 'Knew', model: MODEL, count: 3, taken: []};
    expect(await provider().find?.(lost, call)).to.equal(undefined);
    expect(listed()).to.equal(3);
    const inAnHour = Math.floor(Date.now() / 1000) + 3600;
    expect(await provider().find?.({...lost, step: {file: 'file-x', uploadedAt: inAnHour}}, call)).to.equal(undefined);
    expect(listed()).to.equal(4);
  });

  it("tells what the vendor's validation found, and reads no results of a job that never ran", async () => {
    const receipt = await provider().submit(partOf(provider(), {model: MODEL}), submitting());
    await vendor.advance(receipt.id, 'failed', {message: 'invalid_url: line 1.'});
    expect((await provider().status(receipt, call)).message).to.contain('invalid_url');
    expect(await resultsOf(provider(), receipt)).to.deep.equal([]);
  });

  it('tells the tokens of a whole job where the vendor adds them up', async () => {
    const {status} = open({name: 'openai', baseUrl: vendor.url, key: () => vendor.key, spool: '', options: {}});
    const usage = {input_tokens: 90, output_tokens: 7, input_tokens_details: {cached_tokens: 60}, total_tokens: 97};
    vendor.fail({
      on: 'status',
      when: 'before',
      how: {status: 200, body: JSON.stringify({id: 'batch_1', status: 'completed', usage})},
    });
    expect((await status({id: 'batch_1'}, call)).usage).to.deep.equal({
      inputTokens: 90,
      outputTokens: 7,
      cachedInputTokens: 60,
    });
  });
});

describe('the adapter for Azure OpenAI', () => {
  it('asks the resource that it is told, by either API', async () => {
    const vendor = new AzureVendor({auto: false});
    await vendor.start();
    const {origin} = new URL(vendor.url);
    const settings = {name: 'azure', key: () => vendor.key, spool: '', options: {}};
    const receipt = await openAzure({...settings, baseUrl: origin}).submit(
      partOf(openAzure({...settings, baseUrl: origin}), {model: 'my-deployment'}),
      submitting(),
    );
    vendor.word(receipt.id, 'Validating');
    const status = await openAzure({...settings, baseUrl: origin}).status(receipt, call);
    expect(status).to.include({phase: 'validating', word: 'Validating', pollAfterMs: 60_000});
    const older = openAzure({...settings, baseUrl: origin, options: {api_version: '2024-10-21'}});
    await older.status(receipt, call).catch(() => {});
    expect(vendor.seen().at(-1)?.path).to.equal(`/openai/batches/${receipt.id}?api-version=2024-10-21`);
    await vendor.stop();
  });

  it('says what to write where nobody says which resource it is', () => {
    const opened = () => openAzure({name: 'azure', key: () => 'unused', spool: '', options: {}});
    expect(opened).to.throw().that.has.property('hint', 'Write base_url:, or set AZURE_OPENAI_ENDPOINT.');
  });
});
