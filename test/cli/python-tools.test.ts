import {spawnSync} from 'node:child_process';
import {mkdirSync, readFileSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {AcmeVendor} from '../../plugins/_template/src/vendor.js';
import type {Output, Rejection} from '../../src/domain/record.js';
import {Sandbox} from '../sandbox.js';
import {expectValid} from '../schemas.js';

const TARGET = 'agent_workflow/w/agent_io/target';
const HEAD = 'from agent_actions import udf_tool, reprompt_validation, FileUDFResult\n';

const ASK = `  - name: ask
    model_vendor: local
    model_name: sample
    run_mode: batch
    prompt: Say something.
    schema: {word: string!}
    context_scope: {observe: [source.n], passthrough: [source.n]}
`;

function toolAction(name: string, impl: string, more = ''): string {
  return `  - name: ${name}\n    kind: tool\n    impl: ${impl}\n    dependencies: [ask]\n    context_scope: {observe: [ask.*]}\n${more}`;
}

describe('functions in Python', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;
  let python: string;

  before(() => {
    const {stdout} = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], {encoding: 'utf8'});
    python = stdout.trim();
  });
  beforeEach(() => {
    sandbox = new Sandbox();
    sandbox.env['AGAC_PYTHON'] = python;
    sandbox.write({
      'agent_actions.yml': 'project_name: p\nschema_path: schema\n',
      'agent_workflow/w/agent_io/staging/in.json': JSON.stringify(Array.from({length: 6}, (_, n) => ({n}))),
    });
  });
  afterEach(() => sandbox.remove());

  const workflow = (...actions: readonly string[]) =>
    sandbox.write({'agent_workflow/w/agent_config/w.yml': `name: w\nactions:\n${actions.join('')}`});
  const outputs = (name: string) => sandbox.json<Output[]>(`${TARGET}/${name}/in.json`);
  const rejections = (name: string) =>
    sandbox
      .read(`${TARGET}/${name}/rejected.jsonl`)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Rejection);

  it('run in a workflow: one record, several of one, and a whole file, in one process', async () => {
    workflow(
      ASK,
      toolAction('split', 'tools_Of_mine'),
      `  - name: sum
    kind: tool
    impl: sum_up
    granularity: file
    dependencies: [split]
    context_scope: {observe: [split.part, split.pid, split.n]}
`,
    );
    sandbox.write({
      'tools/w/__init__.py': '',
      'tools/w/split.py': `${HEAD}import os
@udf_tool()
def tools_of_mine(data, **kwargs):
  print("splitting", data["ask"]["n"])
  if data["ask"]["n"] == 5: return []
  return [{"part": i, "n": data["ask"]["n"], "pid": os.getpid()} for i in range(2)]`,
      'tools/w/sum_up.py': `${HEAD}import os
from agent_actions.config.schema import Granularity
@udf_tool(granularity=Granularity.FILE)
def sum_up(data):
  pids = {row["pid"] for row in data} | {os.getpid()}
  return FileUDFResult(outputs=[{"source_index": 3, "data": {
    "rows": len(data), "total": sum(row["n"] for row in data), "processes": len(pids)}}])`,
    });
    const {code, stdout, stderr} = await sandbox.agac(['run', '-a', 'w', '--wait']);
    expect(code, stderr).to.equal(0);
    expect(stdout).to.not.contain('splitting');
    expect(stderr).to.contain('splitting 4');
    expect(outputs('split').map(({content}) => content['n'])).to.deep.equal([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
    const [sum, ...more] = outputs('sum');
    expect([sum!.content, more]).to.deep.equal([{rows: 10, total: 20, processes: 1}, []]);
    expect(sum!.parent_target_id).to.equal(outputs('split')[3]!.target_id);
  });

  it('reject their own record when they throw, end Python or take too long, with what they printed', async () => {
    workflow(ASK, toolAction('odd', 'odd', '    max_execution_time: 2\n'));
    sandbox.write({
      'tools/odd.py': `${HEAD}import os, time
@udf_tool()
def odd(data):
  n = data["ask"]["n"]
  print("now", n)
  if n == 1: raise ValueError("no luck")
  if n == 2: os._exit(9)
  if n == 3: time.sleep(1000)
  if n == 4: return {"x": float("nan")}
  return {"n": n}`,
    });
    const {code, stderr} = await sandbox.agac(['run', '-a', 'w', '--wait']);
    expect(code, stderr).to.equal(68);
    expect(stderr).to.contain('now 1\n');
    expect(outputs('odd').map(({content}) => content)).to.deep.equal([{n: 0}, {n: 5}]);
    expect(rejections('odd').map(({reason, message}) => [reason, message])).to.deep.equal([
      ['tool-error', 'The tool threw ValueError: no luck (tools/odd.py:7). The last that it printed:\n  now 1'],
      ['tool-error', 'The tool made Python end (exit code 9). The last that it printed:\n  now 2'],
      ['tool-error', 'The tool took longer than 2 seconds and was stopped. The last that it printed:\n  now 3'],
      ['tool-error', 'The tool returned the number NaN at `x`. The last that it printed:\n  now 4'],
    ]);
  });

  it('are not needed, nor is Python, where nothing is written in it', async () => {
    sandbox.env['AGAC_PYTHON'] = undefined;
    workflow(ASK, toolAction('same', 'same'));
    sandbox.write({
      'tools/same.js': 'export const same = ({ask}) => ask;',
      'tools/unused.py': `${HEAD}@udf_tool()\ndef a(d): ...`,
    });
    const {code, stderr} = await sandbox.agac(['run', '-a', 'w', '--wait'], {env: {PATH: onlyNode(sandbox)}});
    expect(code, stderr).to.equal(0);
    expect(outputs('same')).to.have.length(6);
  });

  it('are a problem before anything is sent, where there is no Python', async () => {
    sandbox.env['AGAC_PYTHON'] = undefined;
    workflow(ASK, toolAction('same', 'same'));
    sandbox.write({'tools/same.py': `${HEAD}@udf_tool()\ndef same(data): return data["ask"]`});
    const env = {PATH: onlyNode(sandbox)};
    const validated = await sandbox.agac(['validate', '-a', 'w'], {env});
    expect(validated.code).to.equal(0);
    expect(validated.stderr).to.contain('w.yml:10: same: Functions in Python need Python 3.8 or later');
    const {code, stderr} = await sandbox.agac(['run', '-a', 'w'], {env});
    expect([code, stderr.includes('WORKFLOW_INVALID')]).to.deep.equal([3, true]);
    expect((await sandbox.agac(['batch', 'list'], {env})).stdout).to.equal('');
    sandbox.write({'.env': `AGAC_PYTHON=${python}\n`});
    expect((await sandbox.agac(['run', '-a', 'w', '--wait'], {env})).code).to.equal(0);
  });

  it('are stopped by Ctrl-C, in the middle of a call', async () => {
    workflow(ASK, toolAction('slow', 'slow'));
    sandbox.write({
      'tools/slow.py': `${HEAD}import time, pathlib, os, signal
@udf_tool()
def slow(data):
  os.kill(os.getppid(), signal.SIGINT)
  time.sleep(1000)`,
    });
    const {code} = await sandbox.agac(['run', '-a', 'w', '--wait']);
    expect(code).to.equal(130);
  });

  it('do not outlive an agac that is killed', async () => {
    workflow(ASK, toolAction('slow', 'slow'));
    sandbox.write({
      'tools/slow.py': `${HEAD}import time, pathlib, os, signal
@udf_tool()
def slow(data):
  pathlib.Path("pid").write_text(str(os.getpid()))
  os.kill(os.getppid(), signal.SIGKILL)
  time.sleep(1000)`,
    });
    const {signal} = await sandbox.agac(['run', '-a', 'w', '--wait']);
    expect(signal).to.equal('SIGKILL');
    const pid = Number(sandbox.read('pid'));
    for (let i = 0; i < 1_000 && isAlive(pid); i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isAlive(pid)).to.equal(false);
  });

  for (const mode of ['batch', 'online']) {
    it(`validate answers, and the vendor is asked again with their message: run_mode ${mode}`, async () => {
      const vendor = new AcmeVendor({auto: true});
      await vendor.start();
      try {
        sandbox.linkAcme(vendor.url, vendor.key);
        workflow(
          ASK.replace('local', 'acme').replace('sample', 'acme-tiny').replace('run_mode: batch', `run_mode: ${mode}`),
          '    reprompt: {validation: check_word, max_attempts: 1, use_self_reflection: true}\n',
        );
        sandbox.write({
          'tools/shared/reprompt_validations.py': `${HEAD}
@reprompt_validation("The word must be long.")
def check_word(response) -> bool:
  print("checking")
  return len(response["word"]) > 3`,
        });
        const bodies = new Set<string>();
        vendor.answer(({body}) => {
          const text = JSON.stringify(body);
          bodies.add(text);
          const isStubborn = /\\"n\\":4/.test(text);
          return [
            {
              kind: 'text',
              text: text.includes('must be long') && !isStubborn ? '{"word": "longer"}' : '{"word": "no"}',
            },
          ];
        });
        const {code, stderr} = await sandbox.agac(['run', '-a', 'w', '--wait']);
        expect(code, stderr).to.equal(0);
        expect(stderr).to.contain('ask: One answer was kept although the validator did not accept it');
        expect(bodies).to.have.property('size', 12);
        expect([...bodies].filter((body) => body.includes('First think through'))).to.have.length(6);
        const validation = {name: 'check_word', passed: false, message: 'The word must be long.'};
        expect(outputs('ask').map(({content, _recovery}) => [content['n'], content['word'], _recovery])).to.deep.equal(
          [0, 1, 2, 3, 4, 5].map((n) =>
            n === 4 ? [n, 'no', {reprompts: 1, validation}] : [n, 'longer', {reprompts: 1}],
          ),
        );
      } finally {
        await vendor.stop();
      }
    });
  }

  it('that validate and are broken stop the run; mended, it goes on without asking again', async () => {
    workflow(ASK, '    reprompt: {validation: check_word}\n');
    sandbox.write({'tools/check.py': `${HEAD}@reprompt_validation("m")\ndef check_word(answer): return answer.word`});
    await sandbox.agac(['run', '-a', 'w']);
    const broken = await sandbox.agac(['batch', 'retrieve', '--wait', '--json']);
    expect(broken.code).to.equal(3);
    const document = JSON.parse(broken.stdout);
    expectValid('batch retrieve', document);
    expect(document.message).to.match(/`check_word` of `ask` cannot judge the record .*: it threw AttributeError/);
    sandbox.write({'tools/check.py': `${HEAD}@reprompt_validation("m")\ndef check_word(answer): return True`});
    expect((await sandbox.agac(['batch', 'retrieve', '--wait'])).code).to.equal(0);
    expect(outputs('ask')).to.have.length(6);
    expect((await sandbox.agac(['batch', 'list'])).stdout.trim().split('\n')).to.have.length(1);
  });
});

describe('agac tools', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;

  beforeEach(() => {
    sandbox = new Sandbox();
    sandbox.write({
      'agent_actions.yml': 'project_name: p\n',
      'agent_workflow/w/agent_config/w.yml': `name: w\nactions:\n${ASK}    reprompt: {validation: is_good}\n${toolAction('one', 'same')}${toolAction('two', 'Sum_Up')}`,
      'agent_workflow/w/agent_io/staging/in.json': '[{"n": 1}]',
      'tools/same.js': 'export default ({ask}) => ask;\nexport const helper = 1;',
      'tools/deep/more.ts': 'export function isGood(answer: object): boolean { return true; }',
      'tools/deep/rows.py': `${HEAD}\n@udf_tool(granularity="file")\ndef sum_up(rows): return []\n\n@reprompt_validation("m")\ndef never(answer): ...`,
    });
  });
  afterEach(() => sandbox.remove());

  it('list shows what there is and who uses it, and runs nothing', async () => {
    sandbox.write({
      'tools/boom.py': `${HEAD}raise SystemExit("ran")`,
      'tools/boom.js': 'export const boom = 1;\nprocess.exit(9);',
    });
    const {code, stdout} = await sandbox.agac(['tools', 'list']);
    expect(code).to.equal(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.trimEnd()),
    ).to.deep.equal([
      'boom    JavaScript  tools/boom.js                    not used',
      'isGood  TypeScript  tools/deep/more.ts    validator  used by w/ask',
      'sum_up  Python      tools/deep/rows.py:4  file       used by w/two',
      'never   Python      tools/deep/rows.py:7  validator  not used',
      'helper  JavaScript  tools/same.js                    not used',
      'same    JavaScript  tools/same.js         record     used by w/one',
    ]);
    const document = JSON.parse((await sandbox.agac(['tools', 'list', '-a', 'w', '--json'])).stdout);
    expectValid('tools list', document);
    expect(document.result.tools[2]).to.deep.equal({
      name: 'sum_up',
      language: 'Python',
      file: 'tools/deep/rows.py',
      line: 4,
      role: 'tool',
      granularity: 'file',
      usedBy: [{workflow: 'w', action: 'two'}],
    });
  });

  it('list and validate know the functions that guards name', async () => {
    const guarded = toolAction('one', 'same').replace('impl:', 'guard: "udf:tools.same.helper"\n    impl:');
    sandbox.write({
      'agent_workflow/w/agent_config/w.yml': `name: w\nactions:\n${ASK}${guarded}`,
      'tools/helper.py': `${HEAD}@udf_tool()\ndef helper(data): ...`,
    });
    const {stdout} = await sandbox.agac(['tools', 'list', '--json']);
    const {tools} = JSON.parse(stdout).result as {tools: {name: string; file: string; usedBy: object[]}[]};
    const helpers = tools.filter(({name}) => name === 'helper').map(({file, usedBy}) => [file, usedBy]);
    expect(helpers).to.deep.equal([
      ['tools/helper.py', []],
      ['tools/same.js', [{workflow: 'w', action: 'one'}]],
    ]);
    sandbox.write({'tools/same.js': 'export default ({ask}) => ask;\nexport const helper = 1;'});
    const {code, stderr} = await sandbox.agac(['tools', 'validate']);
    expect(code).to.equal(3);
    expect(stderr).to.include('what tools/same.js exports as `helper` is no function but number');
  });

  it('list says which workflow it could not read', async () => {
    sandbox.write({
      'agent_workflow/x/agent_config/x.yml': 'name: x\nactions: []\ntool_path: other\n',
      'other/o.js': 'export const o = 1;',
    });
    const {code, stdout} = await sandbox.agac(['tools', 'list', '--json']);
    expect(code).to.equal(0);
    const document = JSON.parse(stdout);
    expectValid('tools list', document);
    expect(document.result.unread).to.deep.equal(['x']);
    expect(document.warnings).to.deep.equal(['x cannot be read, so what it uses is not shown: agac validate -a x']);
    expect((await sandbox.agac(['tools', 'list', '-a', 'y'])).code).to.equal(3);
  });

  it('validate imports everything and finds nothing wrong', async () => {
    const {code, stdout, stderr} = await sandbox.agac(['tools', 'validate']);
    expect(code, stderr).to.equal(0);
    expect(stdout).to.equal('3 files can be used, by 3 actions.\n');
    const document = JSON.parse((await sandbox.agac(['tools', 'validate', '-a', 'w', '--json'])).stdout);
    expectValid('tools validate', document);
    expect(document.result).to.deep.equal({files: 3, uses: 3, warnings: []});
  });

  it('validate lists all that is wrong at once, with file and line', async () => {
    sandbox.write({
      'tools/same.js': 'export {x as default} from "./x.js";',
      'tools/x.js': 'export const x = {};',
      'tools/deep/more.ts':
        'export function isGood(answer: object): boolean { return true; }\n\nthrow new TypeError("no luck");',
      'tools/a.py': `${HEAD}@udf_tool()\ndef again(data) return 1`,
      'tools/b.py': `${HEAD}import os\nprint("leaving")\nos._exit(3)`,
      'tools/c.py': `${HEAD}@udf_tool()\ndef again(data): ...\nudf_tool()(lambda data: 1)`,
      'tools/d.py': `${HEAD}@udf_tool()\ndef again(data): ...`,
      'agent_workflow/v/agent_config/v.yml': `name: v\nactions:\n${toolAction('lost', 'nowhere').replace('    dependencies: [ask]\n', '').replace('ask.*', 'source.*')}`,
    });
    const {code, stdout} = await sandbox.agac(['tools', 'validate', '--json']);
    expect(code).to.equal(3);
    const document = JSON.parse(stdout);
    expectValid('tools validate', document);
    const told = document.data.problems.map(
      ({severity, file, line, message}: {severity: string; file: string; line?: number; message: string}) =>
        `${severity} ${file}:${line ?? '-'} ${message}`,
    );
    expect(told).to.have.length(8);
    expect(told[0]).to.match(/^error .*v\.yml:5 There is no tool "nowhere" in tools\/\.$/);
    expect(told[1]).to.match(/^error tools\/deep\/more\.ts:3 The file does not load: TypeError: no luck\.$/);
    expect(told[2]).to.match(
      /^error .*w\.yml:11 The tool `same` of `one` cannot be used: what tools\/same\.js exports/,
    );
    expect(told[3]).to.match(/^error tools\/a\.py:3 The file does not load: SyntaxError: /);
    expect(told[4]).to.equal('error tools/b.py:- The file made Python end (exit code 3).\n    leaving');
    expect(told[5]).to.match(/^warning tools\/c\.py:4 The tool `<lambda>` is there once the file has run/);
    expect(told[6]).to.equal(
      'error tools/c.py:3 A tool `again` is in tools/a.py:3, too; only that one is ever called.',
    );
    expect(told[7]).to.match(/^error tools\/d\.py:3 /);
  });

  it('validate says that there is no Python', async () => {
    const {code, stderr} = await sandbox.agac(['tools', 'validate'], {env: {PATH: onlyNode(sandbox)}});
    expect(code).to.equal(3);
    expect(stderr).to.contain(
      'tools/deep/rows.py: Functions in Python need Python 3.8 or later, and there is no python3.',
    );
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // Dead, but nobody has noticed yet.
    return !/ Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** A PATH on which nothing but node is found. */
function onlyNode({home}: Sandbox): string {
  const folder = join(home, 'bin');
  mkdirSync(folder, {recursive: true});
  symlinkSync(process.execPath, join(folder, 'node'));
  return folder;
}
