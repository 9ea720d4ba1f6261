import {mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Json} from '@agac/provider';
import {expect} from 'chai';
import {AgacError} from '../../../src/domain/errors.js';
import {openTools, type Toolbox} from '../../../src/tools/open-tools.js';

const FILE = 'tools/reprompt_validations.py';
const CALL = {signal: new AbortController().signal, info: {action: 'ask', record: 'g7'}, limitMs: 60_000};

describe('validators in Python', function () {
  this.timeout(60_000);
  let root: string;
  let tools: Toolbox;

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'agac-python-')));
    mkdirSync(join(root, 'tools'));
    tools = openTools({root, toolPaths: ['tools'], env: process.env, log: () => {}});
  });
  afterEach(async () => {
    await tools.close();
    rmSync(root, {recursive: true});
  });

  /** Asks a validator whose message is `Say more.` with this body, about each answer. */
  const ask = async (body: string, ...answers: readonly Json[]) => {
    const head = 'from agent_actions import reprompt_validation\n@reprompt_validation("Say more.")\n';
    writeFileSync(join(root, FILE), `${head}def is_good(answer):\n  ${body}\n`);
    const validator = await tools.validator({name: 'Is_Good', file: FILE, action: 'ask'}, CALL.signal);
    return Promise.all(answers.map((answer) => validator(answer, CALL)));
  };
  const no = (message: string) => ({valid: false, message});
  const YES = {valid: true};

  it('are given the parsed answer, and say yes or no with the message of the decorator', async () => {
    const body = 'return len(answer["words"] if isinstance(answer, dict) else answer) > 1';
    expect(await ask(body, {words: ['a', 'b']}, {words: []}, [1, 2], [])).to.deep.equal([
      YES,
      no('Say more.'),
      YES,
      no('Say more.'),
    ]);
  });

  it('may explain themselves', async () => {
    const body =
      'return [True, False, None, "", "short", (False, "two"), {"valid": False, "message": "m"}, (True, None)][answer]';
    const said = await ask(body, 0, 1, 2, 3, 4, 5, 6, 7);
    const why = ['', '(short)', '(two)', '(m)'].map((each) => no(`Say more. ${each}`.trim()));
    expect(said).to.deep.equal([YES, why[0], why[0], YES, why[1], why[2], why[3], YES]);
  });

  it('say no when the answer lacks what they look for', async () => {
    const said = await ask(
      'return answer["a"][0] + int(answer["b"]) > 0',
      {},
      {a: []},
      {a: ['x'], b: '1'},
      {a: [1], b: 'y'},
    );
    expect(said).to.deep.equal([
      no("Say more. (KeyError: 'a')"),
      no('Say more. (IndexError: list index out of range)'),
      no('Say more. (TypeError: can only concatenate str (not "int") to str)'),
      no("Say more. (ValueError: invalid literal for int() with base 10: 'y')"),
    ]);
  });

  it('say no with an assertion', async () => {
    expect(await ask('assert answer, "never empty"', {})).to.deep.equal([
      no('Say more. (AssertionError: never empty)'),
    ]);
  });

  for (const [body, why] of [
    ['return nothing', /it threw NameError: .* \(tools\/reprompt_validations\.py:4\)\.$/],
    ['return answer.words', /it threw AttributeError: /],
    [
      'import os; print("about to"); os._exit(5)',
      /it made Python end \(exit code 5\)\. The last that it printed:\n {2}about to$/,
    ],
    ['raise SystemExit(2)', /it threw sys\.exit\(2\)/],
  ] as const) {
    it(`are broken, which says nothing of the answer, by: ${body}`, async () => {
      const error = await ask(body, {}).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(AgacError).with.property('code', 'TOOL_INVALID');
      const {message} = error as AgacError;
      expect(message).to.match(/^The validator `Is_Good` of `ask` cannot judge the record g7: it /);
      expect(message).to.match(why);
    });
  }
});
