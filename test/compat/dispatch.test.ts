import {join} from 'node:path';
import {expect} from 'chai';
import {Sandbox} from '../sandbox.js';
import {runProjects} from './whole-projects.js';

describe('projects whose prompts call functions', function () {
  this.timeout(60_000);
  runProjects(join(import.meta.dirname, 'dispatch'));

  it('reject the records of which a function makes nothing, and no others', async () => {
    const sandbox = new Sandbox();
    try {
      sandbox.write({
        'agent_actions.yml': 'default_agent_config: {model_vendor: local, model_name: sample}\n',
        'agent_workflow/w/agent_config/w.yml': `name: w
actions:
  - {name: shaped, prompt: x, schema: "dispatch_task('shape')"}
  - {name: asked, prompt: "dispatch_task('ask')", schema: {a: string!}, dependencies: []}
`,
        'agent_workflow/w/agent_io/staging/in.json': '[{"n": 0}, {"n": 1}, {"n": 2}, {"n": 3}]',
        'tools/shape.js': `export const shape = ({n}) => {
  if (n === 1) throw new RangeError('no shape');
  return [{a: 'string!'}, null, {a: 'strng'}, {type: 'object', properties: {b: {const: 7}}, required: ['b']}][n];
};`,
        'tools/ask.js': "export const ask = ({source}) => ['Say a.', null, {say: 'b'}, 'Say c.'][source.n];",
      });
      const {code} = await sandbox.agac(['run', '-a', 'w', '--wait', '--json']);
      expect(code).to.equal(68);
      const rejected = (action: string) =>
        sandbox
          .read(`agent_workflow/w/agent_io/target/${action}/rejected.jsonl`)
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line).message);
      const outputs = (action: string) =>
        sandbox.json<{content: unknown}[]>(`agent_workflow/w/agent_io/target/${action}/in.json`);
      expect(rejected('shaped')).to.deep.equal([
        "`dispatch_task('shape')`: The tool threw RangeError: no shape (tools/shape.js:2).",
        '`dispatch_task(\'shape\')`: What it returned is no schema. The field "a": "strng" is no type.',
      ]);
      expect(outputs('shaped').map(({content}) => Object.keys(content as object))).to.deep.equal([['a'], ['b']]);
      expect(outputs('shaped')[1]!.content).to.deep.equal({b: 7});
      expect(rejected('asked')).to.deep.equal(["`dispatch_task('ask')` returned nothing."]);
      expect(outputs('asked')).to.have.length(3);
    } finally {
      sandbox.remove();
    }
  });
});
