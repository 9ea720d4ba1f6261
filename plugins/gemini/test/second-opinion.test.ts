import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {JsonObject, Part, Provider} from '@agac/provider';
import {type BatchJob, GoogleGenAI} from '@google/genai';
import type {ValidateFunction} from 'ajv/dist/2020.js';
import {expect} from 'chai';
import {open} from '../src/provider.js';
import {recorded} from './recorded.js';
import {checksOfSpec, expectValid} from './spec.js';
import {GeminiVendor} from './vendor.js';

const MODEL = 'gemini-2.5-flash';
const call = {signal: new AbortController().signal, log: () => {}};

/** Google's SDK drives the fake: what the client of the real thing understands cannot be far from it. */
describe("Google's own SDK", () => {
  const gemini = new GeminiVendor({auto: false});
  let folder: string;
  let google: GoogleGenAI;

  before(async () => {
    await gemini.start();
    folder = await mkdtemp(join(tmpdir(), 'gemini-'));
    google = new GoogleGenAI({apiKey: gemini.key, httpOptions: {baseUrl: gemini.url}});
    gemini.answer(({id}) => [
      id === 'r2' ? {kind: 'fault', status: 429, message: 'Too much.'} : {kind: 'text', text: `To ${id}.`},
    ]);
  });

  after(async () => {
    await gemini.stop();
    await rm(folder, {recursive: true, force: true});
  });

  const states = async ({name = ''}: BatchJob) => (await google.batches.get({name})).state;

  it('takes a job of a file through its life', async () => {
    const lines = ['r1', 'r2'].map((key) => ({key, request: {contents: [{role: 'user', parts: [{text: 'Hi'}]}]}}));
    const content = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const config = {mimeType: 'application/jsonl', displayName: 'mine'};
    const file = await google.files.upload({file: new Blob([content]), config});
    expect(file).to.include({displayName: 'mine', state: 'ACTIVE', sizeBytes: String(content.length)});
    const job = await google.batches.create({model: MODEL, src: file.name ?? '', config: {displayName: 'first'}});
    expect(job).to.include({displayName: 'first', state: 'JOB_STATE_PENDING', model: `models/${MODEL}`});
    await gemini.advance(job.name ?? '', 'running', {done: 1});
    expect(await states(job)).to.equal('JOB_STATE_RUNNING');
    await gemini.finish(job.name ?? '');
    const {state, dest} = await google.batches.get({name: job.name ?? ''});
    expect(state).to.equal('JOB_STATE_SUCCEEDED');
    const downloadPath = join(folder, 'results.jsonl');
    await google.files.download({file: dest?.fileName ?? '', downloadPath});
    const rows = (await readFile(downloadPath, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({key}) => key)).to.deep.equal(['r1', 'r2']);
    expect(rows[1].error).to.deep.equal({code: 429, message: 'Too much.'});
    await google.files.delete({name: file.name ?? ''});
    await google.batches.delete({name: job.name ?? ''});
  });

  it('reads the responses of an inline job, and their errors', async () => {
    const contents = [{role: 'user', parts: [{text: 'Hi'}]}];
    const src = ['r1', 'r2'].map((key) => ({contents, metadata: {key}, config: {temperature: 0.5}}));
    const job = await google.batches.create({model: MODEL, src, config: {displayName: 'second'}});
    expect((await gemini.received(job.name ?? ''))[0]?.body).to.deep.include({generationConfig: {temperature: 0.5}});
    await gemini.finish(job.name ?? '');
    const {dest} = await google.batches.get({name: job.name ?? ''});
    const [answered, failed] = dest?.inlinedResponses ?? [];
    const parts = answered?.response?.candidates?.[0]?.content?.parts ?? [];
    expect(parts.map(({text, thought}) => (thought ? '' : text)).join('')).to.equal('To r1.');
    expect(answered?.metadata).to.deep.equal({key: 'r1'});
    expect(failed?.error).to.deep.include({code: 8, message: 'Too much.'});
  });

  it('lists and cancels jobs', async () => {
    const contents = [{role: 'user', parts: [{text: 'Hi'}]}];
    const src = [{contents, metadata: {key: 'r1'}}];
    const job = await google.batches.create({model: MODEL, src, config: {displayName: 'third'}});
    for (let number = 0; number < 3; number += 1) gemini.plant(`other ${number}`);
    const names: (string | undefined)[] = [];
    for await (const {displayName} of await google.batches.list({config: {pageSize: 2}})) names.push(displayName);
    expect(names.slice(0, 4)).to.deep.equal(['other 2', 'other 1', 'other 0', 'third']);
    await gemini.advance(job.name ?? '', 'running');
    await google.batches.cancel({name: job.name ?? ''});
    expect(await states(job)).to.equal('JOB_STATE_RUNNING');
    await gemini.advance(job.name ?? '', 'cancelled');
    expect(await states(job)).to.equal('JOB_STATE_CANCELLED');
  });

  it('understands an answer that is given at once, without the thoughts', async () => {
    const answer = await google.models.generateContent({model: MODEL, contents: 'Hi'});
    expect(answer.text).to.equal('To online.');
    expect(answer.usageMetadata?.thoughtsTokenCount).to.equal(2);
  });
});

describe("Google's description of its API", () => {
  const gemini = new GeminiVendor({auto: false});
  let check: (name: string) => ValidateFunction;

  before(async () => {
    await gemini.start();
    check = await checksOfSpec();
  });

  after(() => gemini.stop());

  function providerWith(options: JsonObject, baseUrl = gemini.url): Provider {
    return open({name: 'gemini', baseUrl, key: () => gemini.key, spool: '', options});
  }

  const options = {
    safetySettings: [{category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE'}],
    generation_config: {thinking_config: {thinkingBudget: 0}, topK: 5},
  };
  const encoded = (provider: Provider) =>
    provider.encode({
      model: 'gemini-2.0-flash',
      messages: [
        {role: 'system', text: 'Be brief.'},
        {role: 'user', text: 'Hi'},
        {role: 'assistant', text: 'Hello'},
        {role: 'user', text: 'Go on'},
      ],
      schema: {name: 'film', json: {type: 'object', properties: {name: {type: ['string', 'null']}}}},
      parameters: {
        temperature: 0.5,
        maxTokens: 9,
        topP: 0.5,
        stop: ['.'],
        seed: 7,
        presencePenalty: 1,
        frequencyPenalty: 1,
      },
    });

  it('has every field of a create that we send, and of its requests', async () => {
    for (const inline of [true, false]) {
      const {body} = encoded(providerWith({...options, inline}));
      const part = partOf(body, 2);
      const bodies = await recorded(gemini.url, (url) =>
        providerWith({...options, inline}, url).submit(part, {...call, save: async () => {}}),
      );
      const [create] = bodies.filter(({path}) => path.endsWith(':batchGenerateContent'));
      expectValid(check('BatchGenerateContentRequest'), JSON.parse(create?.text ?? ''));
      const [start] = bodies.filter(({path}) => path.endsWith('/files'));
      if (!inline) expectValid(check('CreateFileRequest'), JSON.parse(start?.text ?? ''));
      expectValid(check('GenerateContentRequest'), body);
    }
  });

  it('knows what is wrong with one that we would not send', () => {
    const {body} = encoded(providerWith({}));
    const validate = check('GenerateContentRequest');
    for (const wrong of [
      {...body, messages: []},
      {...body, generationConfig: {max_tokens: 5}},
      {...body, contents: 'Hi'},
      {...body, generationConfig: {maxOutputTokens: 'many'}},
    ]) {
      expect(validate(wrong), JSON.stringify(wrong)).to.equal(false);
    }
  });

  it('has what the fake says of a job, of a file and of an answer', async () => {
    const provider = providerWith({inline: false});
    const {id, files = []} = await provider.submit(partOf(encoded(provider).body, 1), {...call, save: async () => {}});
    await gemini.finish(id);
    const answer = async (path: string): Promise<JsonObject> =>
      (
        await fetch(`${gemini.url}/v1beta/${path}`, {headers: {'x-goog-api-key': gemini.key}})
      ).json() as Promise<JsonObject>;
    const job = await answer(id);
    expectValid(check('Operation'), job);
    const {'@type': _, ...metadata} = job['metadata'] as JsonObject;
    expectValid(check('GenerateContentBatch'), metadata);
    expectValid(check('File'), await answer(files[0] ?? ''));
    expectValid(check('ListOperationsResponse'), await answer('batches'));
    for await (const {text} of provider.results({id, files}, call)) {
      expectValid(check('GenerateContentResponse'), JSON.parse(text).response);
    }
  });
});

function partOf(body: JsonObject, count: number): Part {
  return {
    key: 'Kspec',
    model: MODEL,
    count,
    async *entries() {
      for (let ordinal = 0; ordinal < count; ordinal += 1) yield {id: `r${ordinal}`, body};
    },
  };
}
