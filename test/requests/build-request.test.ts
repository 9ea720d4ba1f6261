import {expect} from 'chai';
import {requestBuilder} from '../../src/requests/build-request.js';
import {openTemplates} from '../../src/requests/template.js';
import {action, prompt, record} from './samples.js';

const templates = openTemplates();
const TICKET = record({source: {message: 'help', id: 7}});

describe('requestBuilder', () => {
  it('makes the rendered prompt and the observed fields a request', () => {
    const build = requestBuilder(action({observe: ['source.message'], passthrough: ['source.id']}), templates);
    expect(build(TICKET)).to.deep.equal({
      kind: 'request',
      request: {
        model: 'echo-1',
        messages: [
          {role: 'system', text: 'Sort this: help'},
          {role: 'user', text: '{"source":{"message":"help"}}'},
        ],
        parameters: {temperature: 0},
      },
      passthrough: {id: 7},
    });
  });

  it('asks for the schema, a list as an object', () => {
    const schema = {name: 'cards', json: {type: 'array', items: {}}, root: 'array'} as const;
    const built = requestBuilder({...action(), schema}, templates)(TICKET);
    expect(built).to.have.nested.property('request.schema.json.properties.items');
  });

  it('asks for no schema in text mode', () => {
    const schema = {name: 'card', json: {type: 'object'}, root: 'object'} as const;
    const built = requestBuilder({...action(), schema, jsonMode: false}, templates)(TICKET);
    expect(built).to.have.property('kind', 'request');
    expect(built).not.to.have.nested.property('request.schema');
  });

  it('refuses a record that lacks an observed field', () => {
    const built = requestBuilder(action({observe: ['source.mesage']}), templates)(TICKET);
    expect(built).to.have.property('kind', 'refused');
    expect(built).to.have.property('message').that.contains('`source.message`');
  });

  it('refuses a record that the prompt cannot be rendered for, and no other', () => {
    const build = requestBuilder({...action(), prompt: prompt('{{ source.tone }}')}, templates);
    expect(build(TICKET)).to.have.property('message').that.contains('`source.tone`');
    expect(build(record({source: {tone: 'kind'}}))).to.have.property('kind', 'request');
  });

  it('lets a prompt ask whether an action was skipped', () => {
    const text = '{% if sort %}{{ sort.kind }}{% else %}unsorted{% endif %}';
    const skipped = {...record({source: {}, sort: {}}), skipped: ['sort']};
    const build = (observe: string[], asks: string) =>
      requestBuilder({...action({observe}), prompt: prompt(asks)}, templates)(skipped);
    expect(build(['sort.*'], text)).to.have.nested.property('request.messages[0].text', 'unsorted');
    expect(build(['sort.kind'], '{{ sort.kind }}')).to.have.nested.property('request.messages[0].text', 'none');
    expect(build(['sort.*'], '{{ sort.kind }}')).to.have.property('kind', 'refused');
  });

  it('throws for a prompt that is no template, before any record', () => {
    const broken = {...action(), prompt: prompt('{% if %}')};
    expect(() => requestBuilder(broken, templates))
      .to.throw()
      .with.property('code', 'TEMPLATE_INVALID');
  });

  it('does not let the model see a field that only the prompt may name', () => {
    const hidden = action({observe: ['source.message'], passthrough: ['source.id'], seed: {rubric: 'secret'}});
    const built = requestBuilder({...hidden, prompt: prompt('{{ source.id }} {{ seed.rubric }}')}, templates)(TICKET);
    expect(built).to.have.nested.property('request.messages[0].text', '7 secret');
    expect(built).to.have.nested.property('request.messages[1].text', '{"source":{"message":"help"}}');
  });
});
