import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import type {Json} from '@agac/provider';
import {expect} from 'chai';
import {AgacError} from '../../../src/domain/errors.js';
import type {ToolAction} from '../../../src/domain/workflow.js';
import {openTools, type Toolbox} from '../../../src/tools/open-tools.js';

const INFO = {action: 'act', record: 'g1'};
const LONG = 60_000;
const HEAD = 'from agent_actions import udf_tool, reprompt_validation, FileUDFResult, Granularity\n';

describe('tools in Python', function () {
  this.timeout(60_000);
  let root: string;
  let tools: Toolbox;
  let lines: string[];
  let python: string;

  const put = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), {recursive: true});
    writeFileSync(join(root, file), text);
  };
  const open = (env: NodeJS.ProcessEnv = {...process.env, AGAC_PYTHON: python}) =>
    openTools({root, toolPaths: ['tools'], env, log: (line) => lines.push(line)});
  const patience = (limitMs = LONG, signal = new AbortController().signal) => ({signal, limitMs, info: INFO});
  const load = (impl: string, more: Partial<ToolAction> = {}, from = tools) => {
    const scope = {observe: [], drop: [], passthrough: [], seed: {}};
    const action: ToolAction = {
      kind: 'tool',
      name: 'act',
      dependencies: [],
      scope,
      line: 1,
      impl,
      file: 'tools/a.py',
      granularity: 'record',
      ...more,
    };
    return from.tool(action, new AbortController().signal);
  };
  /** Writes a module with these functions, and calls the tool `f` of it. */
  const outcome = async (code: string, input: Json = {source: {a: 1}}, more: Partial<ToolAction> = {}) => {
    put('tools/a.py', `${HEAD}${code}`);
    // A process loads a module once.
    await tools.close();
    return (await load('f', more))(input, patience());
  };
  const value = async (...given: Parameters<typeof outcome>): Promise<Json> => {
    const result = await outcome(...given);
    return 'value' in result ? result.value : expect.fail(result.error);
  };
  const error = async (...given: Parameters<typeof outcome>): Promise<string> => {
    const result = await outcome(...given);
    return 'error' in result ? result.error : expect.fail(`returned ${JSON.stringify(result.value)}`);
  };
  const refusal = async (work: Promise<unknown>): Promise<AgacError> => {
    const thrown = await work.then(
      () => expect.fail('nothing was thrown'),
      (reason: unknown) => reason,
    );
    expect(thrown).to.be.instanceOf(AgacError).with.property('code', 'TOOL_INVALID');
    return thrown as AgacError;
  };

  before(() => {
    // Not by a name on the PATH: what stands there may be slow to start.
    const {stdout} = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], {encoding: 'utf8'});
    python = stdout.trim();
  });
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'agac-python-')));
    lines = [];
    tools = open();
  });
  afterEach(async () => {
    await tools.close();
    rmSync(root, {recursive: true});
  });

  describe('called with a record', () => {
    it('are given the fields by namespace, in any way that a function can be decorated', async () => {
      expect(await value('@udf_tool()\ndef f(data, **kwargs):\n  return {"a": data["source"]["a"] + 1}')).to.deep.equal(
        {
          a: 2,
        },
      );
      put('tools/b.py', `${HEAD}@udf_tool\nasync def Some_Name(data): return [data, data]`);
      const twice = await load('someName', {file: 'tools/b.py'});
      expect(await twice({x: {y: [1, 'é', null, true, 1.5]}}, patience())).to.deep.equal({
        value: Array(2).fill({x: {y: [1, 'é', null, true, 1.5]}}),
      });
    });

    it('may read a field by its bare name, of two the later, and see no wrapper that is not there', async () => {
      const code = `@udf_tool()
def f(data):
  content = data.get("content", data)
  return {"b": data["b"], "a": content.get("a"), "no": data.get("zzz", 7), "in": ["b" in data, "zzz" in data],
          "names": list(data), "seed": data["price"], "ns": data["first"]}`;
      const input = {source: {a: 1, b: 1, content: 'text'}, first: {b: 2}, seed: {price: 3, b: 9}};
      expect(await value(code, input)).to.deep.equal({
        b: 2,
        a: 1,
        no: 7,
        in: [true, false],
        names: ['source', 'first', 'seed'],
        seed: 3,
        ns: {b: 2},
      });
    });

    it('import each other from the root, from a tool folder and by a relative name, and what older tools name', async () => {
      put('tools/shared/words.py', 'def up(x): return x.upper()');
      put('tools/flow/near.py', 'LAST = "!"');
      put(
        'tools/flow/deep.py',
        `from agent_actions.config.schema import Granularity as G
from agent_actions.config.types import Granularity as T
from agent_actions.utils.udf_management.registry import FileUDFResult
from agent_actions.udf import udf_tool
from tools.shared.words import up
from shared.words import up as same
from .near import LAST
@udf_tool(granularity=G.RECORD, input_type=dict)
def f(data): return {"x": up("a") + same("b") + LAST, "one": G is T}`,
      );
      const tool = await load('f', {file: 'tools/flow/deep.py'});
      expect(await tool({}, patience())).to.deep.equal({value: {x: 'AB!', one: true}});
    });

    it('may lie in a folder with a name that Python would not take, beside a module of the standard library', async () => {
      put('tools/my-flow/f.py', `${HEAD}@udf_tool()\ndef f(data): return 1`);
      expect(await (await load('f', {file: 'tools/my-flow/f.py'}))({}, patience())).to.deep.equal({value: 1});
      put(
        'tools/colorsys.py',
        `${HEAD}import colorsys\n@udf_tool()\ndef f(data): return colorsys.rgb_to_hsv(0, 0, 1)[2]`,
      );
      expect(await (await load('f', {file: 'tools/colorsys.py'}))({}, patience())).to.deep.equal({value: 1});
    });

    it('leave no compiled files behind', async () => {
      const own = open({...process.env, AGAC_PYTHON: python, PYTHONDONTWRITEBYTECODE: undefined});
      put('tools/a.py', `${HEAD}@udf_tool()\ndef f(data): return 1`);
      await load('f', {}, own);
      await own.close();
      expect(existsSync(join(root, 'tools/__pycache__'))).to.equal(false);
    });
  });

  describe('called with a file', () => {
    const rows = [
      {source: {n: 1, x: 'a'}, first: {n: 10}, source_index: 0},
      {source: {n: 2, x: 'a'}, first: {n: 20}, source_index: 1},
      {source: {n: 3, x: 'b'}, first: {n: 30}, source_index: 2},
    ];
    const ofFile = (body: string) => value(`@udf_tool(granularity="file")\n${body}`, rows, {granularity: 'file'});

    it('are given all fields on one level, and remember which record an item is', async () => {
      const body = `def f(data):
  seen, kept = set(), []
  for item in data:
    if item["x"] in seen: continue
    seen.add(item["x"])
    item["extra"] = item["source"]["n"] + item["content"]["n"]
    kept.append(item.copy())
  return kept`;
      expect(await ofFile(body)).to.deep.equal([
        {n: 10, x: 'a', extra: 11, source_index: 0},
        {n: 30, x: 'b', extra: 33, source_index: 2},
      ]);
    });

    it('say with a FileUDFResult which record an output belongs to', async () => {
      const body = `def f(data):
  return FileUDFResult(outputs=[
    {"source_index": 1, "data": {"a": 1}}, {"source_index": [2, 0], "data": {"b": 2}},
    {"source_index": None, "data": {"c": 3}}, data[2], {"plain": 4}], input_count=len(data))`;
      expect(await ofFile(body)).to.deep.equal([
        {a: 1, source_index: 1},
        {b: 2, source_index: 2},
        {c: 3, source_index: 0},
        {n: 30, x: 'b', source_index: 2},
        {plain: 4, source_index: 0},
      ]);
      const mapped = 'def f(data): return FileUDFResult([{"a": 1}, {"b": 2}], source_mapping={0: 2, 1: 1})';
      expect(await ofFile(mapped)).to.deep.equal([
        {a: 1, source_index: 2},
        {b: 2, source_index: 1},
      ]);
    });

    it('may return new dicts, or one', async () => {
      expect(await ofFile('def f(data): return [{"n": len(data)}, {**data[1]}]')).to.deep.equal([
        {n: 3},
        {n: 20, x: 'a'},
      ]);
      expect(await ofFile('def f(data): return {"n": len(data)}')).to.deep.equal({n: 3});
    });

    it('are told what is wrong with a FileUDFResult', async () => {
      const wrong = (outputs: string) =>
        error(`@udf_tool(granularity="file")\ndef f(data): return FileUDFResult(${outputs})`, rows, {
          granularity: 'file',
        });
      expect(await wrong('[{"data": {}}]')).to.equal(
        'The tool returned a FileUDFResult without `source_index` at `outputs[0]`.',
      );
      expect(await wrong('[{"a": 1}, {"source_index": 0}]')).to.contain('without `data` at `outputs[1]`');
      expect(await wrong('[{"data": [], "source_index": 0}]')).to.contain('whose `data` is no dict');
      expect(await wrong('3')).to.contain('cannot be read: TypeError');
    });
  });

  describe('that return', () => {
    const NOT_JSON: readonly (readonly [returned: string, problem: string])[] = [
      ['{"n": float("nan")}', 'the number NaN at `n`'],
      ['[-float("inf")]', 'the number Infinity at `[0]`'],
      ['{"n": 2**60}', 'a whole number too large for JSON (return it as a text) at `n`'],
      ['{"d": __import__("decimal").Decimal(1)}', 'a decimal.Decimal at `d`'],
      ['{"s": {1}}', 'a set at `s`'],
      ['b"x"', 'a bytes'],
      ['(x for x in "a")', 'a generator'],
      ['{"a": {(1, 2): 3}}', 'a key that is no text (a tuple) at `a`'],
      ['{True: 3}', 'a key that is no text (a bool)'],
      ['{1: 3, "1": 4}', 'two keys that are both `1` in JSON'],
      ['cycle()', 'something that contains itself at `me[0]`'],
      ['deep()', 'something nested too deeply'],
      ['[f]', 'a function at `[0]`'],
    ];
    const helpers = `def cycle():\n  a = {}\n  a["me"] = [a]\n  return a
def deep():\n  a = []\n  for _ in range(100000): a = [a]\n  return a\n`;
    for (const [returned, problem] of NOT_JSON) {
      it(`${returned} are refused with a sentence`, async () => {
        expect(await error(`${helpers}@udf_tool()\ndef f(data): return ${returned}`)).to.equal(
          `The tool returned ${problem}.`,
        );
      });
    }

    it('dates, tuples, enums, whole numbers as keys and one object in two places are taken', async () => {
      const code = `import datetime, enum, collections
class Color(str, enum.Enum): RED = "red"
Point = collections.namedtuple("Point", "x y")
@udf_tool()
def f(data):
  one = {"a": 1}
  return {"d": datetime.date(2026, 1, 2), "t": datetime.datetime(2026, 1, 2, 3, tzinfo=datetime.timezone.utc),
          "p": Point(1, 2), "c": Color.RED, Color.RED: True, 7: one, "8": one, "big": 2**53 - 1, "f": 1.0, "none": None}`;
      expect(await value(code)).to.deep.equal({
        d: '2026-01-02',
        t: '2026-01-02T03:00:00+00:00',
        p: [1, 2],
        c: 'red',
        red: true,
        7: {a: 1},
        8: {a: 1},
        big: 2 ** 53 - 1,
        f: 1,
        none: null,
      });
    });

    it('nothing, return null', async () => {
      expect(await value('@udf_tool()\ndef f(data): pass')).to.equal(null);
    });
  });

  describe('that fail', () => {
    it('are rejections with what was thrown, where, and what was printed', async () => {
      const code = `import sys
def inner(x):
  return 1 / x

@udf_tool()
def f(data):
  print("about", data["source"]["a"])
  print("careful", file=sys.stderr)
  return inner(0)`;
      expect(await error(code)).to.equal(
        'The tool threw ZeroDivisionError: division by zero (tools/a.py:4). The last that it printed:\n  about 1\n  careful',
      );
      expect(lines).to.deep.equal(['about 1', 'careful']);
    });

    it('name the place in their own files, though it was thrown in a package', async () => {
      const code = '@udf_tool()\ndef f(data):\n  import json\n  return json.loads("{")';
      expect(await error(code)).to.match(/^The tool threw JSONDecodeError: Expecting .* \(tools\/a\.py:5\)\.$/);
    });

    it('say what they cannot say', async () => {
      const code = 'class Odd(Exception):\n  def __str__(self): raise self\n@udf_tool()\ndef f(data): raise Odd()';
      expect(await error(code)).to.contain('The tool threw Odd: something that cannot be shown');
      expect(await error('@udf_tool()\ndef f(data): raise ValueError()')).to.contain('The tool threw ValueError (');
    });

    it('do not break what is said to agac, whatever they print, read and close', async () => {
      const code = `import os, sys, subprocess
@udf_tool()
def f(data):
  print('{"id": 2, "value": "forged"}')
  os.write(1, b'{"id": 2, "value": "forged"}\\n\\xff')
  subprocess.run([sys.executable, "-c", "print(); print('from a child')"])
  print("no line break", end="", flush=True)
  sys.stdout.close()
  os.close(2)
  return {"read": sys.stdin.read()}`;
      expect(await value(code)).to.deep.equal({read: ''});
      expect(lines).to.include('from a child');
    });

    const dying = `import os, signal, sys, time
@udf_tool()
def f(data):
  how = data["source"]["how"]
  print("doing", how)
  if how == "exit": sys.exit(3)
  if how == "die": os._exit(7)
  if how == "kill": os.kill(os.getpid(), signal.SIGSEGV)
  if how == "hang":
    while True: time.sleep(60)
  return {"how": how}`;

    it('by ending Python are rejections of their own record; the others go on', async () => {
      put('tools/a.py', HEAD + dying);
      const tool = await load('f');
      const each = ['a', 'exit', 'b', 'die', 'c', 'kill', 'd'];
      const outcomes = await Promise.all(each.map((how) => tool({source: {how}}, patience())));
      const printed = (how: string) => ` The last that it printed:\n  doing ${how}`;
      expect(outcomes).to.deep.equal([
        {value: {how: 'a'}},
        {error: `The tool called sys.exit(3) (tools/a.py:7).${printed('exit')}`},
        {value: {how: 'b'}},
        {error: `The tool made Python end (exit code 7).${printed('die')}`},
        {value: {how: 'c'}},
        {error: `The tool made Python end (SIGSEGV).${printed('kill')}`},
        {value: {how: 'd'}},
      ]);
    });

    it('by taking too long are stopped, and so is what they have started', async () => {
      put('tools/a.py', HEAD + dying);
      put(
        'tools/b.py',
        `${HEAD}import subprocess, sys, pathlib
@udf_tool()
def g(data):
  child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
  pathlib.Path(data["source"]["file"]).write_text(str(child.pid))
  child.wait()`,
      );
      const tool = await load('f');
      const hung = await tool({source: {how: 'hang'}}, patience(1_000));
      expect(hung).to.deep.equal({
        error: 'The tool took longer than 1 second and was stopped. The last that it printed:\n  doing hang',
      });
      expect(await tool({source: {how: 'a'}}, patience())).to.deep.equal({value: {how: 'a'}});
      const file = join(root, 'pid');
      const starts = await load('g', {file: 'tools/b.py'});
      // As long as it takes to start the second process, and no longer.
      const abort = new AbortController();
      const stopped = starts({source: {file}}, patience(LONG, abort.signal)).catch((reason: Error) => reason.message);
      await until(() => existsSync(file) && readFileSync(file, 'utf8') !== '');
      abort.abort(new Error('interrupted'));
      expect(await stopped).to.equal('interrupted');
      await until(() => hasEnded(Number(readFileSync(file, 'utf8'))));
    });

    it('by copying the process leave one that answers', async () => {
      const code = `import os
@udf_tool()
def f(data):
  data["copy"] = os.fork() == 0
  return data`;
      put('tools/a.py', HEAD + code);
      const tool = await load('f');
      for (let n = 0; n < 3; n += 1) {
        expect(await tool({source: {n}}, patience())).to.deep.equal({value: {source: {n}, copy: false}});
      }
    });

    it('again and again are not started for ever', async () => {
      put('tools/a.py', HEAD + dying);
      const tool = await load('f');
      const outcomes = await Promise.all(Array.from({length: 12}, () => tool({source: {how: 'die'}}, patience())));
      const errors = outcomes.map((each) => ('error' in each ? each.error.split('.')[0] : ''));
      expect(errors.slice(0, 10)).to.deep.equal(Array(10).fill('The tool made Python end (exit code 7)'));
      expect(errors.slice(10)).to.deep.equal(
        Array(2).fill('The tool was not called: Python has ended 10 times in a row, and is not started again'),
      );
    });

    it('to be loaded say where and why, before any record', async () => {
      const failure = async (code: string, impl = 'f') => {
        put('tools/a.py', HEAD + code);
        await tools.close();
        return (await refusal(load(impl))).message;
      };
      const start = 'The tool `f` of `act` cannot be used: tools/a.py';
      expect(await failure('@udf_tool()\ndef f(data) return 1')).to.match(
        /^The tool `f` of `act` cannot be used: tools\/a\.py, line 3, does not load: SyntaxError: /,
      );
      expect(await failure('print("so far")\nimport nothing_like_it')).to.equal(
        `${start}, line 3, does not load: ModuleNotFoundError: No module named 'nothing_like_it'. The last that it printed:\n  so far`,
      );
      put('tools/shared/bad.py', 'x = 1\nraise RuntimeError("no luck")');
      expect(await failure('import shared.bad')).to.equal(
        `${start} (tools/shared/bad.py:2) does not load: RuntimeError: no luck.`,
      );
      expect(await failure('def f(data): ...')).to.equal(
        `${start} has no function \`f\` that is decorated with @udf_tool() once it has been loaded.`,
      );
      expect(await failure('import os\nos._exit(4)')).to.equal(`${start} made Python end (exit code 4).`);
      expect(await failure('@udf_tool(granularity="rows")\ndef f(data): ...')).to.contain(
        "granularity is 'rows'; it should be Granularity.RECORD or Granularity.FILE",
      );
      expect(await failure('@reprompt_validation\ndef f(answer): ...')).to.contain(
        'reprompt_validation needs a message',
      );
    });
  });

  describe('and Python itself', () => {
    it('is one process for all calls, whatever the functions', async () => {
      put('tools/a.py', `${HEAD}import os\n@udf_tool()\ndef f(data): return os.getpid()`);
      put('tools/b.py', `${HEAD}import os\n@udf_tool()\ndef g(data): return os.getpid()`);
      const both = [await load('f'), await load('g', {file: 'tools/b.py'})];
      const pids = await Promise.all([...both, ...both].map((tool) => tool({}, patience())));
      expect(new Set(pids.map((each) => JSON.stringify(each))).size).to.equal(1);
    });

    it('ends in its own time when it is closed', async () => {
      put(
        'tools/a.py',
        `${HEAD}import atexit, pathlib\n@udf_tool()\ndef f(data):\n  atexit.register(pathlib.Path(data["file"]).write_text, "done")`,
      );
      const file = join(root, 'left');
      await (await load('f'))({source: {file}}, patience());
      await tools.close();
      expect(readFileSync(file, 'utf8')).to.equal('done');
    });

    it('has the variables of the environment', async () => {
      const own = open({...process.env, AGAC_TEST_VARIABLE: 'seen'});
      put('tools/a.py', `${HEAD}import os\n@udf_tool()\ndef f(data): return os.environ["AGAC_TEST_VARIABLE"]`);
      expect(await (await load('f', {}, own))({}, patience())).to.deep.equal({value: 'seen'});
      await own.close();
    });

    it('is what AGAC_PYTHON names, as a path from the root', async () => {
      put('bin/py', `#!/bin/sh\necho "mine" >&2\nexec "${python}" "$@"\n`);
      spawnSync('chmod', ['+x', join(root, 'bin/py')]);
      const own = open({...process.env, AGAC_PYTHON: 'bin/py'});
      put('tools/a.py', `${HEAD}@udf_tool()\ndef f(data): return 1`);
      expect(await (await load('f', {}, own))({}, patience())).to.deep.equal({value: 1});
      await own.close();
      expect(lines).to.deep.equal(['mine']);
    });

    it('need not be there for tools in JavaScript, and is named where it is missing', async () => {
      const own = open({PATH: join(root, 'empty')});
      put('tools/a.mjs', 'export const g = () => 1;');
      expect(await (await load('g', {file: 'tools/a.mjs'}, own))({}, patience())).to.deep.equal({value: 1});
      put('tools/a.py', `${HEAD}@udf_tool()\ndef f(data): return 1`);
      const missing = await refusal(load('f', {}, own));
      expect(missing.message).to.equal('Functions in Python need Python 3.8 or later, and there is no python3.');
      expect(missing.actions).to.include('export AGAC_PYTHON=/path/to/python3');
    });

    it('is named where it cannot be used', async () => {
      put('bin/py', '#!/bin/sh\necho "too old" >&2\nexit 3\n');
      spawnSync('chmod', ['+x', join(root, 'bin/py')]);
      put('tools/a.py', `${HEAD}@udf_tool()\ndef f(data): return 1`);
      const {message} = await refusal(load('f', {}, open({...process.env, AGAC_PYTHON: 'bin/py'})));
      expect(message).to.match(/^Python cannot be used: .*bin\/py made Python end \(exit code 3\)\.\n {2}too old$/);
    });
  });
});

async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 1_000 && !isSo(); i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isSo()).to.equal(true);
}

/** Whether a process is gone, or dead and only waiting for its parent to notice. */
function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}
