import {expect} from 'chai';
import {sound, wrong} from './temporary-project.js';

const KEYS = 'hitl: {instructions: Look.}';

/** A workflow of one action on which a person decides, with these lines from line 5 on. */
function reviewed(...lines: readonly string[]): string {
  return ['name: wf', 'actions:', '  - name: check', '    kind: hitl', ...lines.map((line) => `    ${line}`)].join(
    '\n',
  );
}

/** The same, and an action after it. */
function followed(...lines: readonly string[]): string {
  const after = ['name: after', 'dependencies: check', ...lines].map((line, i) => `  ${i === 0 ? '-' : ' '} ${line}`);
  return [reviewed(KEYS), ...after].join('\n');
}

describe('actions of kind hitl', () => {
  it('have a page of their own, on port 3001 and for 300 seconds where nothing else is said', () => {
    expect(sound(reviewed(KEYS)).actions[0]).to.deep.include({
      kind: 'hitl',
      granularity: 'record',
      instructions: 'Look.',
      port: 3001,
      timeout: 300,
      commentOnReject: true,
    });
    const all = 'hitl: {instructions: L, port: 4000, timeout: 5, require_comment_on_reject: false}';
    expect(sound(reviewed(all, 'granularity: FILE')).actions[0]).to.deep.include({
      granularity: 'file',
      port: 4000,
      timeout: 5,
      commentOnReject: false,
    });
  });

  it('inherit their timeout from defaults, and say it themselves before that', () => {
    const defaults = 'name: wf\ndefaults: {hitl_timeout: 900}';
    expect(sound(reviewed(KEYS).replace('name: wf', defaults)).actions[0]).to.include({timeout: 900});
    const own = reviewed('hitl: {instructions: Look., timeout: 30}').replace('name: wf', defaults);
    expect(sound(own).actions[0]).to.include({timeout: 30});
  });

  const cases: readonly (readonly [lines: readonly string[], problem: string])[] = [
    [
      [],
      '3 error: The action "check" does not say what the person has to decide. | Write hitl: {instructions: "Approve what may be sent."}',
    ],
    [
      ['hitl:', '  instructions: 7'],
      '6 error: "instructions" is the number 7; it should be a text. | Put it into quotes: "7"',
    ],
    [
      ['hitl:', '  instructions: Look.', '  port: 80'],
      '7 error: "port" is the number 80; it should be a whole number from 1024 to 65535.',
    ],
    [
      ['hitl:', '  instructions: Look.', '  timeout: 4'],
      '7 error: "timeout" is the number 4; it should be a whole number from 5 to 3600.',
    ],
    [
      ['hitl:', '  instructions: Look.', '  instruction: x'],
      '7 error: "instruction" is not a key of hitl. | Did you mean "instructions"?',
    ],
    [[KEYS, 'run_mode: batch'], '6 error: The action "check" cannot run in a vendor\'s batch. | Remove run_mode.'],
    [
      [KEYS, 'prompt: p'],
      '6 warning: "prompt" has no effect: "check" is decided on by a person and asks no model. | Remove it.',
    ],
    [
      [KEYS, 'impl: route'],
      '6 error: "impl" names a function, but a person decides in "check". | Write kind: tool, or remove impl.',
    ],
    [
      [KEYS, 'schema: {type: array, items: {type: object, properties: {a: {type: string}}}}'],
      '6 error: The schema of "check" is a list, but a person decides on one record after the other. | Describe the fields of one record, or leave it out.',
    ],
  ];
  for (const [lines, problem] of cases) {
    it(`are checked: ${lines.at(-1) ?? 'nothing but the kind'}`, () => {
      expect(wrong(reviewed(...lines))).to.deep.equal([problem]);
    });
  }

  it('make fields that what comes after can name, bare in a guard, too', () => {
    const guarded = followed('prompt: p', 'schema: {a: string}', 'guard: hitl_status == "approved"');
    expect(sound(guarded).actions[1]!.guard).to.deep.include({
      condition: {
        kind: 'compare',
        operator: '==',
        left: {kind: 'field', namespace: 'check', path: ['hitl_status']},
        right: {kind: 'literal', value: 'approved'},
      },
    });
    const named = 'context_scope: {observe: [source.text]}';
    const yaml = reviewed(KEYS, named).replace('source.text', 'source.text, source.id');
    const after =
      '\n  - {name: after, kind: tool, impl: route, dependencies: check, context_scope: {observe: [check.txt]}}';
    expect(wrong(yaml + after)).to.deep.equal([
      '7 error: "check.txt": the outputs of "check" have no field "txt". | Did you mean "text"?',
      '7 warning: "after" gets the records that were rejected in "check", too. | For the approved alone write guard: \'check.hitl_status == "approved"\'',
    ]);
  });

  it('warn where a model would be paid for what was rejected', () => {
    const warning =
      /^6 warning: "after" gets the records that were rejected in "check", too\. \| .* guard: 'check\.hitl_status == "approved"'$/;
    const [found] = wrong(followed('prompt: p', 'schema: {a: string}'));
    expect(found).to.match(warning);
    expect(wrong(followed('kind: tool', 'impl: route'))).to.deep.equal([]);
    const shown = 'context_scope: {observe: [check.hitl_status, check.user_comment]}';
    expect(wrong(followed('prompt: p', 'schema: {a: string}', shown))).to.deep.equal([]);
  });
});
