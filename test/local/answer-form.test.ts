import type {Answer, JsonObject, Provider} from '@agac/provider';
import {expect} from 'chai';
import {type Loopback, loopback} from '../../packages/provider/test/kit/loopback.js';
import {Bench, call, ended, request, resultsOf} from './support.js';

const SCHEMA = {name: 'label', json: {type: 'object', properties: {label: {type: 'string', minLength: 2}}}};
const TOLD = `It must keep to this JSON Schema:\n${JSON.stringify(SCHEMA.json)}`;

interface Asked {
  readonly response_format?: {readonly type: string};
  readonly messages: readonly {readonly role: string; readonly content: string}[];
  readonly [field: string]: unknown;
}

/** What servers of different makes say to a form that they do not know. */
const REFUSALS: Readonly<Record<string, string>> = {
  'OpenAI-like':
    '{"error": {"message": "Invalid parameter: \'response_format\' of type \'json_schema\'.", "code": null}}',
  FastAPI: '{"detail": [{"loc": ["body", "response_format", "type"], "msg": "Input should be \'text\'"}]}',
  'plain text': 'json_schema is not supported',
};

describe('local: a server that does not take a schema', () => {
  let bench: Bench;
  let server: Loopback;
  let asked: Asked[];
  /** The kinds of `response_format` that it takes, besides none. */
  let takes: readonly string[];
  let refusal: {readonly status: number; readonly body: string};

  beforeEach(async () => {
    bench = new Bench();
    asked = [];
    takes = ['json_object'];
    refusal = {status: 400, body: REFUSALS['OpenAI-like']!};
    server = await loopback(async (incoming, response) => {
      let text = '';
      for await (const chunk of incoming.setEncoding('utf8')) text += chunk;
      const body = JSON.parse(text) as Asked;
      asked.push(body);
      const type = body.response_format?.type;
      if (type !== undefined && !takes.includes(type)) {
        return void response.writeHead(refusal.status).end(refusal.body);
      }
      const message = {role: 'assistant', content: '{"label": "ok"}'};
      response.end(JSON.stringify({model: 'm', choices: [{message, finish_reason: 'stop'}]}));
    });
  });
  afterEach(async () => {
    await server.stop();
    await bench.clear();
  });

  const provider = (options: JsonObject = {}): Provider =>
    bench.provider({baseUrl: `${server.url}/v1`, options: {concurrency: 1, ...options}});
  const question = request('Label it.', {model: 'm', schema: SCHEMA});
  const forms = () => asked.map(({response_format: format}) => format?.type);
  const complete = (of: Provider, what = question) => of.complete!(what, call) as Promise<Answer>;

  for (const [make, body] of Object.entries(REFUSALS)) {
    it(`is told the schema in a message, and the answer says so: ${make}`, async () => {
      refusal = {status: make === 'FastAPI' ? 422 : 400, body};
      const answer = await complete(provider());
      expect(answer).to.include({kind: 'answer', text: '{"label": "ok"}'});
      expect(answer.note).to.match(
        /^127\.0\.0\.1:\d+ does not take a schema as it was sent; a message told it instead\./,
      );
      expect(forms()).to.deep.equal(['json_schema', 'json_object']);
      expect(asked[1]!.messages[0]!.role).to.equal('system');
      expect(asked[1]!.messages[0]!.content).to.contain(TOLD);
      expect(asked[1]!.messages.at(-1)).to.deep.equal({role: 'user', content: 'Label it.'});
      expect(asked[1]).to.include({model: 'm'});
    });
  }

  it('is asked for text where it does not take the demand for JSON either', async () => {
    takes = [];
    expect((await complete(provider())).note).to.contain('a message told it instead');
    expect(forms()).to.deep.equal(['json_schema', 'json_object', undefined]);
    expect(asked[2]!.messages[0]!.content).to.contain(TOLD);
  });

  it('pays for that once: what it takes is remembered, of each schema', async () => {
    const opened = provider();
    for (let times = 0; times < 3; times += 1) await complete(opened);
    expect(forms()).to.deep.equal(['json_schema', 'json_object', 'json_object', 'json_object']);
    await complete(opened, {...question, schema: {...SCHEMA, name: 'other'}});
    expect(forms().slice(4)).to.deep.equal(['json_schema', 'json_object']);
  });

  it('pays for it once in a job, all of whose answers say so', async () => {
    const opened = provider();
    async function* entries() {
      for (let index = 0; index < 10; index += 1) yield {id: `r${index}`, body: opened.encode(question).body};
    }
    const receipt = await opened.submit({key: 'formless', model: 'm', count: 10, entries}, call);
    expect(await ended(opened, receipt)).to.deep.include({end: 'completed'});
    expect(forms()).to.deep.equal(['json_schema', ...Array<string>(10).fill('json_object')]);
    const notes = (await resultsOf(opened, receipt)).map((result) => (result as Answer).note);
    expect(new Set(notes).size).to.equal(1);
    expect(notes[0]).to.contain('does not take a schema');
  });

  it('is not taken for one where it refuses something else, or answers', async () => {
    refusal = {status: 400, body: '{"error": "There is no model m."}'};
    expect(await complete(provider())).to.have.nested.property('fault.code', 'refused');
    expect(forms()).to.deep.equal(['json_schema']);
    takes = ['json_schema'];
    expect(await complete(provider())).to.not.have.property('note');
    // Without a schema there is no form to refuse.
    refusal = {status: 400, body: REFUSALS['OpenAI-like']!};
    await complete(provider(), request('?', {model: 'm'}));
    expect(forms()).to.deep.equal(['json_schema', 'json_schema', undefined]);
  });

  it('is a fault where no form is taken', async () => {
    await server.stop();
    server = await loopback((_, response) => response.writeHead(400).end(REFUSALS['plain text']!));
    expect(await complete(provider())).to.have.nested.property('fault.code', 'refused');
    expect(server.seen).to.have.length(3);
  });

  it('is asked as it can be from the start where the user knows', async () => {
    const opened = provider({structured_output: 'json'});
    expect(opened.encode(question).notes).to.deep.equal([]);
    expect(await complete(opened)).to.not.have.property('note');
    expect(forms()).to.deep.equal(['json_object']);
    expect(asked[0]!.messages[0]!.content).to.contain(TOLD);
    expect(asked[0]).to.not.have.property('structured_output');
    expect(() => provider({structured_output: 'loose'}).encode(question)).to.throw('one of strict, json, text');
  });
});
