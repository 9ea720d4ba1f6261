import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {expect} from 'chai';
import type {Output} from '../../src/domain/record.js';
import {Sandbox} from '../sandbox.js';
import {startEchoingOpenAi, startEchoModel} from './echo-model.js';

/** What a project of these tests says of its model; what an engine is reached by takes its place. */
const MODEL = 'model_vendor: local, model_name: echo';

/** Where the model of these tests is asked. */
interface Engine {
  /** Stands in the place of {@link MODEL}. */
  readonly model: string;
  /** Makes ready a sandbox that uses it. */
  readonly link: (sandbox: Sandbox) => void;
  readonly stop: () => unknown;
}

interface RunDocument {
  readonly result: {readonly look: {readonly actions: readonly {readonly mode: string}[]}};
}

const ENGINES: Readonly<Record<string, () => Promise<Engine>>> = {
  'built-in engine': async () => {
    const {server, baseUrl} = await startEchoModel();
    return {model: `${MODEL}, base_url: "${baseUrl}"`, link: () => {}, stop: () => server.close()};
  },
  OpenAI: async () => {
    const vendor = await startEchoingOpenAi();
    return {
      model: 'model_vendor: openai, model_name: gpt-4.1-mini, api_key: OPENAI_API_KEY',
      link: (sandbox) => sandbox.linkOpenAi(vendor.url, vendor.key),
      stop: () => vendor.stop(),
    };
  },
};

/**
 * Runs every project in a folder with the real command, online and in batch, against each of two engines that answer
 * alike. Each project holds
 * - one workflow `w` with one input file `in.json`,
 * - under `expected/` what the contents of the outputs must be, a file for each action,
 * - `arguments.json`, where it needs them: a list of further arguments of `agac run`.
 */
export function runProjects(folder: string): void {
  for (const [engineName, start] of Object.entries(ENGINES)) {
    describe(engineName, () => {
      let engine: Engine;
      before(async () => {
        engine = await start();
      });
      after(() => engine.stop());

      for (const name of readdirSync(folder)) {
        for (const mode of ['online', 'batch']) {
          it(`${name.replaceAll('-', ' ')}, ${mode}`, async function () {
            this.timeout(60_000);
            await runProject(join(folder, name), mode, engine);
          });
        }
      }
    });
  }
}

async function runProject(project: string, mode: string, {model, link}: Engine): Promise<void> {
  const sandbox = new Sandbox();
  try {
    sandbox.copy(project, '.');
    link(sandbox);
    const settings = sandbox.read('agent_actions.yml');
    expect(settings).to.include(MODEL);
    sandbox.write({'agent_actions.yml': settings.replace(MODEL, `${model}, run_mode: ${mode}`)});
    const more = existsSync(join(project, 'arguments.json')) ? sandbox.json<string[]>('arguments.json') : [];
    const {code, stdout, stderr} = await sandbox.agac(['run', '-a', 'w', '--wait', '--json', ...more]);
    expect(code, stderr + stdout).to.equal(0);
    const {actions} = (JSON.parse(stdout) as RunDocument).result.look;
    expect(actions.some((action) => action.mode === 'batch')).to.equal(mode === 'batch');
    expectOutputs(sandbox, join(project, 'expected'));
  } finally {
    sandbox.remove();
  }
}

function expectOutputs(sandbox: Sandbox, folder: string): void {
  const target = 'agent_workflow/w/agent_io/target';
  const actions = readdirSync(folder).map((file) => basename(file, '.json'));
  expect(readdirSync(join(sandbox.project, target))).to.have.members(actions);
  for (const action of actions) {
    const outputs = sandbox.json<Output[]>(`${target}/${action}/in.json`);
    const contents = outputs.map(({content}) => withoutTimes(content));
    expect(contents, action).to.deep.equal(JSON.parse(readFileSync(join(folder, `${action}.json`), 'utf8')));
  }
}

/** When a person decided is another time in every run. */
function withoutTimes(content: Output['content']): unknown {
  const {timestamp, ...rest} = content;
  if (timestamp === undefined) return rest;
  expect(new Date(String(timestamp)).toISOString()).to.equal(timestamp);
  return {...rest, timestamp: 'when it was decided'};
}
