import {existsSync, readdirSync, readFileSync} from 'node:fs';
import type {Server} from 'node:http';
import {basename, join} from 'node:path';
import {expect} from 'chai';
import type {Output} from '../../src/domain/record.js';
import {Sandbox} from '../sandbox.js';
import {startEchoModel} from './echo-model.js';

/** What a project of these tests says of its model; the address of the server and the run mode take its place. */
const MODEL = '{model_vendor: local, model_name: echo}';

/**
 * Runs every project in a folder with the real command, online and in batch. Each holds one workflow `w`, and under
 * `expected/` what the contents of an action's outputs must be, a file for each action.
 */
export function runProjects(folder: string): void {
  let server: Server;
  let baseUrl: string;
  before(async () => {
    ({server, baseUrl} = await startEchoModel());
  });
  after(() => server.close());

  for (const name of readdirSync(folder)) {
    for (const mode of ['online', 'batch']) {
      it(`${name.replaceAll('-', ' ')}, ${mode}`, async function () {
        this.timeout(60_000);
        const sandbox = new Sandbox();
        try {
          sandbox.copy(join(folder, name), '.');
          const model = MODEL.replace('}', `, base_url: "${baseUrl}", run_mode: ${mode}}`);
          sandbox.write({'agent_actions.yml': sandbox.read('agent_actions.yml').replace(MODEL, model)});
          const {code, stdout, stderr} = await sandbox.agac(['run', '-a', 'w', '--wait', '--json']);
          expect(code, stderr + stdout).to.equal(0);
          expectOutputs(sandbox, join(folder, name, 'expected'));
        } finally {
          sandbox.remove();
        }
      });
    }
  }
}

function expectOutputs(sandbox: Sandbox, folder: string): void {
  const target = 'agent_workflow/w/agent_io/target';
  for (const file of readdirSync(folder)) {
    const path = `${target}/${basename(file, '.json')}/in.json`;
    const there = existsSync(join(sandbox.project, path)) ? sandbox.json<Output[]>(path) : [];
    const expected = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    expect(
      there.map(({content}) => content),
      file,
    ).to.deep.equal(expected);
  }
}
