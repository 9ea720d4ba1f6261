import {once} from 'node:events';
import {readdirSync, readFileSync} from 'node:fs';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import type {FaultResult, Json, Result} from '@agac/provider';
import {expect} from 'chai';
import {Bench, call, ended, partOf, request, resultsOf} from './support.js';

const KEY = 'canary-key-0123456789';
const VARIABLE = 'AGAC_TEST_CHAT_KEY';

interface Chat {
  readonly messages: readonly {readonly content: string}[];
  readonly [field: string]: unknown;
}

/** What the server does, by the question; how often it was asked that is `times`, from 1. */
type Behaviour = (response: ServerResponse, times: number, request: IncomingMessage) => void;

const completion = (content: Json) =>
  JSON.stringify({
    model: 'm-1',
    choices: [{message: {role: 'assistant', content}, finish_reason: 'stop'}],
    usage: {prompt_tokens: 9, completion_tokens: 3, prompt_tokens_details: {cached_tokens: 4}},
  });

const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  fine: (response) => response.end(completion('fine')),
  broken: (response, times) =>
    times <= 2 ? response.writeHead(500).end('<html>') : response.end(completion('mended')),
  busy: (response, times) =>
    times === 1 ? response.writeHead(429, {'retry-after': '0'}).end() : response.end(completion('free')),
  garbage: (response, times) => response.end(times === 1 ? '{"choices": [' : completion('sense')),
  hangup: (response, times, {socket}) => (times === 1 ? socket.destroy() : response.end(completion('back'))),
  down: (response) => response.writeHead(503).end('{"error": {"message": "out of memory"}}'),
  refused: (response) => response.writeHead(400).end(`{"error": "no such model for ${KEY}"}`),
  empty: (response) => response.end(`{"error": {"message": "model is loading for ${KEY}"}}`),
};

describe('local: a chat server', () => {
  let bench: Bench;
  let server: Server;
  let baseUrl: string;
  let asked: {chat: Chat; request: IncomingMessage}[];

  beforeEach(async () => {
    bench = new Bench();
    asked = [];
    server = createServer(async (incoming, response) => {
      let text = '';
      for await (const chunk of incoming.setEncoding('utf8')) text += chunk;
      const chat = JSON.parse(text) as Chat;
      asked.push({chat, request: incoming});
      const question = chat.messages[0]!.content;
      const times = asked.filter((one) => one.chat.messages[0]!.content === question).length;
      BEHAVIOURS[question]!(response, times, incoming);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await bench.clear();
  });

  const withKey = () => ({baseUrl, keyEnv: VARIABLE, key: () => KEY});

  it('is asked until it answers; what stays without an answer is a fault, and the rest goes on', async () => {
    const provider = bench.provider({...withKey(), options: {concurrency: 8}});
    const questions = Object.keys(BEHAVIOURS);
    async function* entries() {
      for (const question of questions) {
        yield {id: question, body: provider.encode(request(question, {model: 'm'})).body};
      }
    }
    const part = {...partOf(provider, 'chat', {count: questions.length, model: 'm'}), entries};
    const receipt = await provider.submit(part, call);
    expect(await ended(provider, receipt)).to.deep.include({
      end: 'completed',
      counts: {total: questions.length, succeeded: 5, failed: 3},
    });
    const results = new Map((await resultsOf(provider, receipt)).map((result) => [result.id, result]));
    const texts = ['fine', 'broken', 'busy', 'garbage', 'hangup'].map((id) => (results.get(id) as {text: string}).text);
    expect(texts).to.deep.equal(['fine', 'mended', 'free', 'sense', 'back']);
    expect(results.get('fine')).to.deep.equal({
      kind: 'answer',
      id: 'fine',
      text: 'fine',
      finish: 'stop',
      model: 'm-1',
      usage: {inputTokens: 9, outputTokens: 3, cachedInputTokens: 4},
    } satisfies Result);
    const fault = (id: string) => (results.get(id) as FaultResult).fault;
    expect(fault('down')).to.include({code: 'vendor-error', retry: 'later'});
    expect(fault('down').message).to.include('503: out of memory');
    expect(fault('refused')).to.include({code: 'refused', retry: 'never'});
    expect(fault('empty').message).to.include('model is loading');
    expect(asked.filter(({chat}) => chat.messages[0]!.content === 'down')).to.have.length(5);
    expect(asked.filter(({chat}) => chat.messages[0]!.content === 'refused')).to.have.length(1);
    for (const {
      request: {headers, url},
    } of asked) {
      expect(headers.authorization).to.equal(`Bearer ${KEY}`);
      expect(url).to.equal('/v1/chat/completions');
    }
    for (const name of readdirSync(join(bench.spool, 'chat'))) {
      expect(readFileSync(join(bench.spool, 'chat', name), 'utf8'), name).to.not.include(KEY);
    }
  });

  it('keeps the key out of the arguments of the worker', async () => {
    const provider = bench.provider(withKey());
    const receipt = await provider.submit(partOf(provider, 'quiet', {count: 1, model: 'm', text: 'fine'}), call);
    expect(readFileSync(`/proc/${bench.pid(receipt)}/cmdline`, 'utf8')).to.not.include(KEY);
    await ended(provider, receipt);
  });

  it('answers one request at once, without a key where none is named', async () => {
    const provider = bench.provider({name: 'ollama', baseUrl: baseUrl.replace('/v1', '')});
    const answer = await provider.complete!(request('fine', {model: 'llama'}), call);
    expect(answer).to.deep.include({kind: 'answer', text: 'fine'});
    expect(asked[0]!.request.headers).to.not.have.property('authorization');
    const refused = await provider.complete!(request('refused', {model: 'llama'}), call);
    expect(refused).to.have.nested.property('fault.code', 'refused');
  });

  it("gives up an answer that nobody waits for any more, with the signal's reason", async () => {
    server.removeAllListeners('request');
    const provider = bench.provider({baseUrl});
    const controller = new AbortController();
    const reason = new Error('enough');
    setTimeout(() => controller.abort(reason), 50);
    const answer = provider.complete!(request('fine', {model: 'm'}), {...call, signal: controller.signal});
    expect(await answer.catch((error: unknown) => error)).to.equal(reason);
  });

  it('is a fault for later when nobody listens', async () => {
    server.close();
    server.closeAllConnections();
    const provider = bench.provider({baseUrl});
    const answer = (await provider.complete!(request('fine', {model: 'm'}), call)) as FaultResult;
    expect(answer.fault).to.include({code: 'unreachable', retry: 'later'});
  });

  it('makes a sample at once, too', async () => {
    const answer = await bench.provider().complete!(request('Say something about boats.'), call);
    expect(answer).to.include({kind: 'answer', finish: 'stop', model: 'sample'});
    expect(answer).to.not.have.property('usage');
  });
});
