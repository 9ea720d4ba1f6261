import {expect} from 'chai';
import {type Loopback, loopback} from '../../packages/provider/test/kit/loopback.js';
import type {Output} from '../../src/domain/record.js';
import {Sandbox} from '../sandbox.js';

describe('Ollama', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;
  let server: Loopback;

  beforeEach(async () => {
    server = await loopback((_, response) => {
      const message = {role: 'assistant', content: '{"label": "ok"}'};
      response.end(JSON.stringify({model: 'llama', choices: [{message, finish_reason: 'stop'}]}));
    });
    sandbox = new Sandbox();
    sandbox.write({
      'agent_actions.yml': 'project_name: p\n',
      'agent_workflow/w/agent_config/w.yml': `name: w
actions:
  - name: label
    model_vendor: ollama
    model_name: llama
    prompt: Label it.
    schema: {label: string!}
    context_scope: {observe: [source.text]}
`,
      'agent_workflow/w/agent_io/staging/in.json': '[{"text": "a"}]',
    });
  });
  afterEach(async () => {
    await server.stop();
    sandbox.remove();
  });

  it('is found where OLLAMA_HOST says, in .env or in the environment, which goes before it', async () => {
    sandbox.write({'.env': `OLLAMA_HOST=${new URL(server.url).host}\n`});
    const {code, stderr} = await sandbox.agac(['run', '-a', 'w']);
    expect(code, stderr).to.equal(0);
    const [output] = sandbox.json<Output[]>('agent_workflow/w/agent_io/target/label/in.json');
    expect(output!.content).to.deep.equal({label: 'ok'});
    expect(server.seen).to.have.length(1);
    sandbox.write({'.env': 'OLLAMA_HOST=127.0.0.1:9\n'});
    const again = await sandbox.agac(['run', '-a', 'w', '--fresh'], {env: {OLLAMA_HOST: server.url}});
    expect(again.code, again.stderr).to.equal(0);
    expect(server.seen).to.have.length(2);
  });
});
