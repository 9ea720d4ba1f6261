import {expect} from 'chai';
import type {ModelRequest} from '../../src/contract/request.js';
import {withSchemaTold} from '../../src/openai-shape/schema-told.js';

describe('openai-shape/schema-told', () => {
  const schema = {type: 'object', properties: {title: {type: 'string'}}};
  const told = (messages: ModelRequest['messages']) =>
    withSchemaTold({model: 'm', messages, parameters: {}}, schema).messages;

  it('puts the schema behind what the first message of the system says, and changes no other', () => {
    const [first, ...others] = told([
      {role: 'system', text: 'Be brief.'},
      {role: 'user', text: 'Hi'},
      {role: 'system', text: 'Be kind.'},
    ]);
    expect(first?.role).to.equal('system');
    expect(first?.text).to.match(/^Be brief\.\n\n.*JSON/);
    expect(first?.text).to.contain(JSON.stringify(schema));
    expect(others).to.deep.equal([
      {role: 'user', text: 'Hi'},
      {role: 'system', text: 'Be kind.'},
    ]);
  });

  it('makes a message of the system where there is none', () => {
    const messages = told([{role: 'user', text: 'Hi'}]);
    expect(messages.map(({role}) => role)).to.deep.equal(['system', 'user']);
    expect(messages[0]?.text).to.match(/^Answer with one JSON object/);
  });
});
