import {isFault, type JsonObject, type LostPart, type Part, type Provider, type Steps} from '@agac/provider';
import {expect} from 'chai';
import {open} from '../src/provider.js';
import {type Asked, type Server, serverOf} from './server.js';
import {CompatibleVendor, DeepInfraVendor, TogetherVendor} from './vendor.js';

const call = {signal: new AbortController().signal, log: () => {}};
const LOST: LostPart = {key: 'Klost', model: 'm', count: 1, taken: [], step: {file: 'file-1', uploadedAt: 1}};

const openAt = (baseUrl: string, options: JsonObject = {}, name = 'mine'): Provider =>
  open({
    name,
    baseUrl,
    keyEnv: 'MY_KEY',
    key: () => 'my-key-0123456789',
    spool: '',
    options: {settleMs: 1, ...options},
  });

function partOf(provider: Provider, key = 'Kpart'): Part {
  const {body, lane} = provider.encode({model: 'm', messages: [{role: 'user', text: 'Hi'}], parameters: {}});
  return {
    key,
    model: 'm',
    count: 1,
    ...(lane !== undefined && {lane}),
    async *entries() {
      yield {id: 'r1', body};
    },
  };
}

async function faultOf(promised: Promise<unknown>): Promise<string> {
  const caught = await promised.catch((error: unknown) => error);
  return isFault(caught) ? `${caught.code} ${caught.retry}: ${caught.message}` : JSON.stringify(caught);
}

// What the conformance suite cannot know of, for it differs from server to server.
describe('a compatible server', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.close();
    server = undefined;
  });

  async function serve(answer: (asked: Asked) => object | string | number): Promise<Server> {
    server = await serverOf(answer);
    return server;
  }

  /** One submit to a server that takes everything. */
  async function submitted(name: string, options: JsonObject = {}): Promise<Server> {
    const {url} = await serve(({line}) => (line.includes('/files') ? {id: 'file-1', created_at: 1} : {id: 'batch_1'}));
    const provider = openAt(url, options, name);
    await provider.submit(partOf(provider), {...call, save: async () => {}} satisfies typeof call & Steps);
    return server!;
  }

  const field = (name: string, value: string) => `name="${name}"\r\n\r\n${value}\r\n`;

  it('is sent what OpenAI is, where nothing is known of it', async () => {
    const {asked} = await submitted('mine');
    expect(asked.map(({line}) => line)).to.deep.equal(['POST /v1/files', 'POST /v1/batches']);
    expect(asked[0]!.body).to.contain(field('purpose', 'batch'));
    expect(asked[0]!.body).to.contain('filename="Kpart.jsonl"');
    expect(asked[0]!.body).to.contain('{"custom_id":"r1","method":"POST","url":"/v1/chat/completions","body":{');
    expect(JSON.parse(asked[1]!.body)).to.deep.equal({
      input_file_id: 'file-1',
      endpoint: '/v1/chat/completions',
      completion_window: '24h',
      metadata: {agac_key: 'Kpart'},
    });
  });

  it("is sent Together's way what Together wants", async () => {
    const {asked} = await submitted('together');
    expect(asked[0]!.line).to.equal('POST /v1/files/upload');
    for (const [name, value] of [
      ['purpose', 'batch-api'],
      ['file_type', 'jsonl'],
      ['file_name', 'Kpart.jsonl'],
    ] as const) {
      expect(asked[0]!.body).to.contain(field(name, value));
    }
    expect(asked[0]!.body).to.contain('{"custom_id":"r1","body":{');
    expect(JSON.parse(asked[1]!.body)).to.deep.equal({
      input_file_id: 'file-1',
      endpoint: '/v1/chat/completions',
      completion_window: '24h',
    });
  });

  it('is sent the fields and the spelling that the user gives it', async () => {
    const {asked} = await submitted('litellm', {
      endpoint: '/openai/chat/completions',
      completion_window: false,
      upload_fields: {custom_llm_provider: 'azure'},
      create_fields: {custom_llm_provider: 'azure', metadata: {team: 'blue'}},
    });
    expect(asked[0]!.body).to.contain(field('custom_llm_provider', 'azure'));
    expect(asked[0]!.body).to.contain('"url":"/openai/chat/completions"');
    expect(JSON.parse(asked[1]!.body)).to.deep.equal({
      input_file_id: 'file-1',
      endpoint: '/openai/chat/completions',
      custom_llm_provider: 'azure',
      metadata: {team: 'blue', agac_key: 'Kpart'},
    });
  });

  it('is sent no key where none is named', async () => {
    const {url, asked} = await serve(() => ({choices: [{message: {content: 'four'}, finish_reason: 'stop'}]}));
    const key = () => {
      throw new Error('There is none.');
    };
    const provider = open({name: 'vllm', baseUrl: url, key, spool: '', options: {}});
    const result = await provider.complete?.({model: 'm', messages: [], parameters: {}}, call);
    expect(result).to.include({kind: 'answer', text: 'four'});
    expect(asked[0]).not.to.have.property('authorization');
    await openAt(url).complete?.({model: 'm', messages: [], parameters: {}}, call);
    expect(asked[1]!.authorization).to.equal('Bearer my-key-0123456789');
  });

  it('need not be able to delete a file', async () => {
    const {url} = await serve(({line}) => (line.startsWith('DELETE') ? 405 : {id: 'batch_1', status: 'completed'}));
    await openAt(url).discard?.({id: 'batch_1', files: ['file-1']}, call);
  });

  describe('asked whether it has batches', () => {
    it('has them where it lists jobs and files', async () => {
      for (const vendor of [new CompatibleVendor(), new TogetherVendor(), new DeepInfraVendor()]) {
        await vendor.start();
        const {key} = vendor;
        const name = vendor instanceof TogetherVendor ? 'together' : 'mine';
        const provider = open({name, baseUrl: vendor.url, keyEnv: 'KEY', key: () => key, spool: '', options: {}});
        expect(await provider.probe?.(call)).to.deep.equal({batch: true});
        expect(vendor.left().files).to.deep.equal([]);
        await vendor.stop();
      }
    });

    it('has none where there is no such call, and says which', async () => {
      const vendor = new CompatibleVendor({}, {noBatchLane: true});
      await vendor.start();
      const settings = {name: 'mine', baseUrl: vendor.url, keyEnv: 'KEY', key: () => vendor.key, spool: ''};
      const provider = open({...settings, options: {completion_window: '7d', effort: 'low'}});
      expect(await provider.probe?.(call)).to.deep.equal({
        batch: false,
        why: 'mine has no /batches.',
        chat: {baseUrl: vendor.url, options: {effort: 'low'}},
      });
      const json = open({...settings, options: {structured_output: 'json'}});
      // The word of the built-in engine for the same.
      expect(await json.probe?.(call)).to.have.deep.nested.property('chat.options', {structured_output: 'json'});
      await vendor.stop();
      for (const status of [404, 405, 501]) {
        const {url, close} = await serve(({line}) => (line.includes('/files') ? status : {data: [], has_more: false}));
        expect(await openAt(url).probe?.(call)).to.include({batch: false, why: 'mine has no /files.'});
        close();
      }
    });

    it('is not said to have none where it only does not answer the question', async () => {
      for (const [answer, fault] of [
        [401, 'auth never'],
        [403, 'auth never'],
        [429, 'rate-limited later'],
        [503, 'vendor-error later'],
        ['<html>Log in</html>', 'vendor-error later'],
        [{batches: []}, 'vendor-error later'],
      ] as const) {
        const {url, close} = await serve(() => answer);
        expect(await faultOf(openAt(url).probe!(call))).to.contain(`${fault}: `);
        close();
      }
    });

    it('is not asked where the user says', async () => {
      const {url, asked} = await serve(() => 500);
      expect(await openAt(url, {batch_lane: true}).probe?.(call)).to.deep.equal({batch: true});
      expect(await openAt(url, {batch_lane: false}).probe?.(call)).to.have.property('batch', false);
      expect(asked).to.deep.equal([]);
    });
  });

  describe('asked for a lost job', () => {
    it('finds it by its input file where it keeps no metadata', async () => {
      const {url} = await serve(() => [
        {id: 'a', input_file_id: 'file-0'},
        {id: 'b', input_file_id: 'file-1'},
      ]);
      expect(await openAt(url, {}, 'together').find?.(LOST, call)).to.deep.equal({id: 'b', files: ['file-1']});
      expect(await openAt(url, {}, 'together').find?.({...LOST, taken: ['b']}, call)).to.equal(undefined);
    });

    it('reads on until a page is empty, where nothing says whether there is more', async () => {
      const {url, asked} = await serve(({line}) => ({data: line.includes('after=') ? [] : [{id: 'a'}]}));
      expect(await openAt(url).find?.(LOST, call)).to.equal(undefined);
      expect(asked.map(({line}) => line)).to.deep.equal([
        'GET /v1/batches?limit=100',
        'GET /v1/batches?limit=100&after=a',
      ]);
    });

    it('finds it behind jobs that are older than its upload: nobody says in which order a list is', async () => {
      const old = {id: 'a', created_at: 1, input_file_id: 'file-0'};
      const meant = {id: 'b', created_at: 2_000_000_000, metadata: {agac_key: 'Klost'}};
      const {url} = await serve(({line}) =>
        line.includes('after=a') ? {data: [meant], has_more: false} : {data: [old], has_more: true},
      );
      const lost = {...LOST, step: {file: 'file-1', uploadedAt: 1_999_999_999}};
      expect(await openAt(url).find?.(lost, call)).to.deep.equal({id: 'b', files: []});
    });

    it('does not say that a job is not there when it has no list, or one without an end', async () => {
      for (const [answer, why] of [
        [404, 'mine has no list of its jobs.'],
        [405, 'mine has no list of its jobs.'],
        [501, 'mine has no list of its jobs.'],
        [{data: [{id: 'a'}]}, 'mine goes on showing the same jobs'],
        [{data: [{id: 'a'}], has_more: true}, 'mine goes on showing the same jobs'],
      ] as const) {
        const {url, close} = await serve(() => answer);
        expect(await faultOf(openAt(url).find!(LOST, call))).to.contain(`ambiguous never: ${why}`);
        close();
      }
    });

    it('does not take an answer that is no list for an empty one', async () => {
      for (const answer of [
        'null',
        '"none"',
        '[1]',
        '{}',
        '{"data": {}}',
        '{"data": [1]}',
        '{"data": [{}]}',
        '{"data": [], "has_more": true}',
        '{"error": "x"}',
        '<html>',
      ]) {
        const {url, close} = await serve(() => answer);
        expect(await faultOf(openAt(url).find!(LOST, call)), answer).to.match(/^vendor-error later/);
        close();
      }
    });
  });
});
