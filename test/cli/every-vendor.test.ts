import {join} from 'node:path';
import type {LoopbackVendor} from '@agac/provider/fake';
import {expect} from 'chai';
import {AnthropicVendor} from '../../plugins/anthropic/test/vendor.js';
import {GeminiVendor} from '../../plugins/gemini/test/vendor.js';
import {GroqVendor} from '../../plugins/groq/test/vendor.js';
import {MistralVendor} from '../../plugins/mistral/test/vendor.js';
import {AzureVendor, OpenAiVendor} from '../../plugins/openai/test/vendor.js';
import type {Output} from '../../src/domain/record.js';
import {ROOT, Sandbox} from '../sandbox.js';
import {expectValid} from '../schemas.js';

const WORKFLOW = 'agent_workflow/triage/agent_config/triage.yml';

interface Vendor {
  readonly vendor: () => LoopbackVendor;
  readonly model: string;
  readonly plugin: string;
  readonly keyEnv: string;
  readonly baseUrlEnv: string;
}

/** By the name in a workflow. */
const VENDORS: Readonly<Record<string, Vendor>> = {
  openai: {
    vendor: () => new OpenAiVendor(),
    model: 'gpt-4.1-mini',
    plugin: 'openai',
    keyEnv: 'OPENAI_API_KEY',
    baseUrlEnv: 'OPENAI_BASE_URL',
  },
  azure: {
    vendor: () => new AzureVendor(),
    model: 'gpt-4.1-mini',
    plugin: 'openai',
    keyEnv: 'AZURE_OPENAI_API_KEY',
    baseUrlEnv: 'AZURE_OPENAI_ENDPOINT',
  },
  anthropic: {
    vendor: () => new AnthropicVendor(),
    model: 'claude-haiku-4-5',
    plugin: 'anthropic',
    keyEnv: 'ANTHROPIC_API_KEY',
    baseUrlEnv: 'ANTHROPIC_BASE_URL',
  },
  gemini: {
    vendor: () => new GeminiVendor(),
    model: 'gemini-2.5-flash',
    plugin: 'gemini',
    keyEnv: 'GEMINI_API_KEY',
    baseUrlEnv: 'GOOGLE_GEMINI_BASE_URL',
  },
  mistral: {
    vendor: () => new MistralVendor(),
    model: 'mistral-small-latest',
    plugin: 'mistral',
    keyEnv: 'MISTRAL_API_KEY',
    baseUrlEnv: 'MISTRAL_BASE_URL',
  },
  groq: {
    vendor: () => new GroqVendor(),
    model: 'openai/gpt-oss-20b',
    plugin: 'groq',
    keyEnv: 'GROQ_API_KEY',
    baseUrlEnv: 'GROQ_BASE_URL',
  },
};

describe('the sample project, with its model at', function () {
  this.timeout(60_000);

  for (const [name, {vendor: make, model, plugin, keyEnv, baseUrlEnv}] of Object.entries(VENDORS)) {
    for (const mode of ['batch', 'online'] as const) {
      it(`${name}, ${mode}`, async () => {
        const sandbox = new Sandbox();
        const vendor = make();
        await vendor.start();
        try {
          sandbox.link(`@agac/provider-${plugin}`, join(ROOT, 'plugins', plugin));
          Object.assign(sandbox.env, {[keyEnv]: vendor.key, [baseUrlEnv]: vendor.url});
          sandbox.copy(join(ROOT, 'examples/messages'), '.');
          const put = (file: string, line: RegExp, text: string) =>
            sandbox.write({[file]: sandbox.read(file).replace(line, text)});
          put(
            'agent_actions.yml',
            /model_vendor: .*\n {2}model_name: .*/,
            `model_vendor: ${name}\n  model_name: ${model}`,
          );
          put(WORKFLOW, /run_mode: batch/, `run_mode: ${mode}\n    max_tokens: 500`);
          await goThrough(sandbox, mode);
          const outputs = sandbox.json<Output[]>('agent_workflow/triage/agent_io/target/classify/messages.json');
          expect(outputs).to.have.length(24);
          for (const {content, metadata} of outputs) {
            expect(content).to.have.keys('category', 'urgency', 'summary', 'id');
            expect(metadata['provider']).to.equal(name);
            expect(metadata).not.to.have.property('simulated');
          }
          for (const [file, text] of Object.entries(sandbox.files('.'))) expect(text, file).not.to.contain(vendor.key);
        } finally {
          await vendor.stop();
          sandbox.remove();
        }
      });
    }
  }
});

/** As a user would type it. */
async function goThrough(sandbox: Sandbox, mode: 'batch' | 'online'): Promise<void> {
  const run = await sandbox.agac(['run', '-a', 'triage', '--json']);
  expect(run.code, run.stderr + run.stdout).to.equal(0);
  expectValid('run', JSON.parse(run.stdout));
  if (mode === 'online') return;
  const status = await sandbox.agac(['batch', 'status']);
  expect(status.stdout.split('\n')[0], status.stderr).to.equal('Batch job status: completed');
  const retrieve = await sandbox.agac(['batch', 'retrieve', '--json']);
  expect(retrieve.code, retrieve.stderr + retrieve.stdout).to.equal(0);
  const document = JSON.parse(retrieve.stdout);
  expectValid('batch retrieve', document);
  expect(document.result.look.usage.inputTokens).to.be.greaterThan(0);
}
