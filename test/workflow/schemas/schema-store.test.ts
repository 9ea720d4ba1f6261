import {expect} from 'chai';
import {load, sound, told, wrong} from '../temporary-project.js';

const withName = (name: string) => `name: wf\nactions:\n  - {name: ask, prompt: x, schema: ${name}}\n`;
const fieldsOf = (name: string, files: Readonly<Record<string, string>>) =>
  Object.keys(sound(withName(name), files).actions[0]!.schema!.json['properties'] as object);

describe('a schema that is named', () => {
  it('is a file of that name, in any of three formats, and named so itself', () => {
    for (const suffix of ['yml', 'yaml', 'json']) {
      const files = {[`schema/my card.${suffix}`]: '{"a": "string!"}', 'schema/card.txt': ''};
      const {schema} = sound(withName('my card'), files).actions[0]!;
      expect(schema).to.include({name: 'my_card', root: 'object'});
    }
  });

  it("is looked for in the workflow's folder, then in the project's, in their order", () => {
    const settings = 'default_agent_config: {model_vendor: local, model_name: m}\nschema_path: [first, second]\n';
    const files: Record<string, string> = {'agent_actions.yml': settings, 'second/card.yml': 'two: string'};
    expect(fieldsOf('card', files)).to.deep.equal(['two']);
    files['first/deep/er/card.yml'] = 'one: string';
    expect(fieldsOf('card', files)).to.deep.equal(['one']);
    files['agent_workflow/wf/first/card.yml'] = 'own: string';
    expect(fieldsOf('card', files)).to.deep.equal(['own']);
    files['agent_workflow/wf/schema/card.yml'] = 'nearest: string';
    expect(fieldsOf('card', files)).to.deep.equal(['nearest']);
  });

  it('may lie in the folder of another workflow, which is looked into last', () => {
    const other = 'agent_workflow/other';
    const files: Record<string, string> = {
      [`${other}/agent_config/other.yml`]: 'name: other',
      [`${other}/schema/card.yml`]: 'theirs: string',
    };
    expect(fieldsOf('card', files)).to.deep.equal(['theirs']);
    files['schema/card.yml'] = 'shared: string';
    expect(fieldsOf('card', files)).to.deep.equal(['shared']);
  });

  it('may be named with its folder or its suffix', () => {
    const files = {'schema/a/card.yml': 'one: string', 'schema/b/card.json': '{"two": "string"}'};
    expect(fieldsOf('b/card', files)).to.deep.equal(['two']);
    expect(fieldsOf('card.json', files)).to.deep.equal(['two']);
    expect(fieldsOf('a/card.yml', files)).to.deep.equal(['one']);
  });

  it('is the first by path where several fit, with a warning', () => {
    const {workflow, problems} = load(withName('card'), {
      'schema/b/card.yml': 'two: string',
      'schema/a/card.yml': 'one: string',
    });
    expect(workflow?.actions[0]?.schema?.json['properties']).to.have.key('one');
    expect(told(problems)).to.deep.equal([
      '3 warning: "card" fits schema/a/card.yml and schema/b/card.yml; the first is taken. | Give the others another name.',
    ]);
  });

  it('does not fit a part of a name', () => {
    expect(wrong(withName('card'), {'schema/postcard.yml': 'a: string'})).to.deep.equal([
      '3 error: There is no schema "card" in agent_workflow/wf/schema or schema. | There are: postcard.',
    ]);
  });

  it('cannot lie outside of the schema folders', () => {
    for (const name of ['../secret', '/etc/passwd', '../../schema/secret']) {
      expect(wrong(withName(name), {'secret.yml': 'a: string'})[0]).to.match(/^3 error: There is no schema /);
    }
  });

  it('is reported at its own lines', () => {
    const file = '{\n\t"type": "object",\n\t"properties": {\n\t\t"a": {"type": "strin"}\n\t}\n}\n';
    expect(wrong(withName('card'), {'schema/card.json': file})).to.deep.equal([
      'schema/card.json:4 error: The type is the text "strin"; that is no type of JSON Schema. | Did you mean "string"?',
    ]);
    expect(wrong(withName('card'), {'schema/card.yml': 'a: [\n'})[0]).to.match(
      /^schema\/card\.yml:2 error: This is not valid YAML/,
    );
    expect(wrong(withName('card'), {'schema/card.yml': ''})[0]).to.match(
      /^schema\/card\.yml:1 error: The schema is empty;/,
    );
    expect(wrong(withName('card'), {'schema/card.yml': 'text'})[0]).to.match(
      /^schema\/card\.yml:1 error: The schema is the text "text";/,
    );
  });
});
