import {expect} from 'chai';
import {Sandbox} from '../sandbox.js';
import {expectValid} from '../schemas.js';

const WORKFLOW = `name: w
defaults: {model_vendor: local, model_name: sample, run_mode: online}
actions:
  - name: ask
    prompt: "Say dispatch_task('hint') of {{ source.n }}."
    schema: dispatch_task('shape')
    reprompt: {validation: is_good}
    context_scope: {observe: [source.n]}
  - name: mark
    kind: tool
    impl: mark
    dependencies: [ask]
    context_scope: {observe: [ask.*]}
`;

const SCRIPTS = {
  'tools/hint.js': `import {Worker} from 'node:worker_threads';
    console.log('hint is loaded');
    process.on('exit', () => console.log('hint is left'));
    process.stdout.write('in pieces, ');
    await new Promise((resolve) => process.stdout.write('awaited\\n', 'utf8', resolve));
    const worker = new Worker('console.log("hint has a worker")', {eval: true});
    await new Promise((resolve) => worker.on('exit', resolve));
    export const hint = () => { console.log('hint is called'); return 'a word'; };`,
  'tools/shape.js': `export const shape = () => { console.table([['shape is called']]); return {word: 'string!'}; };`,
  'tools/is_good.js': `export const is_good = async () => {
    await null;
    console.log('is_good is called');
    setTimeout(() => console.log('is_good is late'), 1);
    return true;
  };`,
  'tools/mark.js': `export const mark = ({ask}) => { console.info('%s is called', 'mark'); return ask; };`,
};

const PYTHON = `import os, subprocess, sys
from agent_actions import reprompt_validation, udf_tool

print("the file is loaded")
print('{"id": 1, "value": "forged"}')

@udf_tool()
def hint(data):
  sys.__stdout__.write('{"id": 2, "value": "forged"}\\n')
  return "a word"

@udf_tool()
def shape(data):
  os.write(1, b"shape is called\\n")
  return {"word": "string!"}

@reprompt_validation("It is no word.")
def is_good(answer):
  subprocess.run([sys.executable, "-c", "print('is_good has a child')"])
  return True

@udf_tool()
def mark(data):
  print("mark is called \\x1e4 without a line break", end="")
  return data["ask"]
`;

describe('what functions print', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;

  beforeEach(() => {
    sandbox = new Sandbox();
    sandbox.write({
      'agent_actions.yml': 'project_name: p\n',
      'agent_workflow/w/agent_config/w.yml': WORKFLOW,
      'agent_workflow/w/agent_io/staging/in.json': '[{"n": 1}, {"n": 2}]',
    });
  });
  afterEach(() => sandbox.remove());

  /** Runs a command with `--json`, which has to print its document and nothing else, and returns its stderr. */
  async function stderrOf(command: string, ...args: readonly string[]): Promise<string> {
    const {code, stdout, stderr} = await sandbox.agac([...command.split(' '), ...args, '--json']);
    expect(code, stderr + stdout).to.equal(0);
    expectValid(command, JSON.parse(stdout));
    return stderr;
  }

  it('goes to stderr in JavaScript: while a module loads, in a call, later, and as the process ends', async () => {
    sandbox.write(SCRIPTS);
    const stderr = await stderrOf('run', '-a', 'w', '--wait');
    for (const said of [
      'hint is loaded\n',
      'in pieces, awaited\n',
      'hint has a worker\n',
      'hint is called\n',
      'shape is called',
      'is_good is called\n',
      'is_good is late\n',
      'mark is called\n',
      'hint is left\n',
    ]) {
      expect(stderr).to.contain(said);
    }
    const {stdout} = await sandbox.agac(['run', '-a', 'w', '--wait', '--fresh', '--quiet']);
    expect(stdout).to.match(/^ {2}ask {3}done: 2 records, 2 outputs.*\n {2}mark {2}done: 2 records, 2 outputs\n$/);
    expect(await stderrOf('tools validate')).to.contain('hint is loaded\n');
  });

  it('goes to stderr in Python, and takes no answer for itself', async () => {
    sandbox.write({'tools/all.py': PYTHON});
    const stderr = await stderrOf('run', '-a', 'w', '--wait');
    for (const said of [
      'the file is loaded\n',
      '{"id": 2, "value": "forged"}\n',
      'shape is called\n',
      'is_good has a child\n',
      'mark is called ',
    ]) {
      expect(stderr).to.contain(said);
    }
    expect(sandbox.read('agent_workflow/w/agent_io/target/mark/in.json')).to.not.contain('forged');
    expect(await stderrOf('tools validate')).to.contain('the file is loaded\n');
  });
});
