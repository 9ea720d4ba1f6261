import {expect} from 'chai';
import type {Action} from '../../src/domain/workflow.js';
import {sound, wrong} from './temporary-project.js';

/** `score` with these keys, and after it `after` with those; both ask a model. */
function workflow(score: string, after = ''): string {
  return `name: wf
actions:
  - {name: first, prompt: x, schema: {a: string}}
  - name: score
    dependencies: first
    prompt: p \${i}
    schema: {points: integer}
    ${score}
  - name: after
    prompt: x
    schema: {b: string}
    ${after}
`;
}

function observed(actions: readonly Action[], name: string): readonly string[] {
  const {scope} = actions.find((action) => action.name === name)!;
  return scope.observe.map(({namespace, path}) => `${namespace}.${path.join('.') || '*'}`);
}

function dependencies(actions: readonly Action[]): Record<string, readonly string[]> {
  return Object.fromEntries(actions.map((action) => [action.name, action.dependencies]));
}

describe('versions', () => {
  const ranges: readonly (readonly [range: string, names: readonly string[]])[] = [
    ['{range: [1, 3]}', ['score_1', 'score_2', 'score_3']],
    ['{range: [0, 0]}', ['score_0']],
    ['{range: [1, 2, 4]}', ['score_1', 'score_2', 'score_4']],
    ['{range: [2]}', ['score_2']],
    ['{range: [strict, kind]}', ['score_strict', 'score_kind']],
    ['[1, 2]', ['score_1', 'score_2']],
  ];
  for (const [range, names] of ranges) {
    it(`${range} are ${names.join(', ')}`, () => {
      const {actions} = sound(workflow(`versions: ${range}`, 'dependencies: [score, first]'));
      expect(dependencies(actions)).to.deep.equal({
        first: [],
        ...Object.fromEntries(names.map((name) => [name, ['first']])),
        after: [...names, 'first'],
      });
      expect(observed(actions, 'after')).to.deep.equal([...names.map((name) => `${name}.*`), 'first.*']);
    });
  }

  it('put their value into every text, and leave the names of variables alone', () => {
    const lines = 'versions: {range: [1, 2], param: n}';
    const texts = `base_url: https://h\${i+1}.example\n    api_key: \${KEY}\n    intent: "\${n} \${idx} \${i-1} \${m}"`;
    const {actions} = sound(workflow(`${lines}\n    ${texts}`));
    expect(actions.find(({name}) => name === 'score_2')).to.deep.include({
      intent: `2 1 1 \${m}`,
      baseUrl: 'https://h3.example',
      keyEnv: 'KEY',
    });
    expect((actions.find(({name}) => name === 'score_2') as {prompt: {text: string}}).prompt.text).to.equal('p 2');
  });

  it('are referred to together by the name that is written, and one by one', () => {
    const scope =
      'context_scope: {observe: [score.points, score_2.*], drop: [score.points], passthrough: score_1.points}';
    const {actions} = sound(workflow('versions: {range: [1, 2]}', `dependencies: [score]\n    ${scope}`));
    const after = actions.find(({name}) => name === 'after')!;
    expect(observed(actions, 'after')).to.deep.equal(['score_1.points', 'score_2.points', 'score_2.*']);
    expect(after.scope.drop.map(({namespace}) => namespace)).to.deep.equal(['score_1', 'score_2']);
  });

  it('that are sequential come one after the other', () => {
    const {actions} = sound(
      workflow(
        `versions: {range: [2, 4], mode: sequential}
    context_scope: {observe: [first.a, 'score_\${i-1}.points', score.points]}`,
        'dependencies: [score_4]',
      ),
    );
    expect(dependencies(actions)).to.deep.equal({
      first: [],
      score_2: ['first'],
      score_3: ['score_2', 'first'],
      score_4: ['score_3', 'first'],
      after: ['score_4'],
    });
    expect(observed(actions, 'score_2')).to.deep.equal(['first.a']);
    expect(observed(actions, 'score_4')).to.deep.equal(['first.a', 'score_3.points', 'score.points']);
  });

  it('are told apart by templates, too', () => {
    const keys = `versions: {range: [1, 2], mode: sequential}
    model_vendor: |
      {% if i == 1 %}local{% else %}acme{% endif %}
    dependencies: ["{% if version.first %}first{% else %}score_{{ i - 1 }}{% endif %}"]
    context_scope: {observe: [first.a, "{% if not version.first %}score_{{ i - 1 }}.points{% endif %}"]}`;
    const {actions} = sound(workflow(keys).replace('dependencies: first\n    ', ''));
    expect(dependencies(actions)).to.deep.equal({first: [], score_1: ['first'], score_2: ['score_1'], after: []});
    expect(actions.map((action) => (action as {vendor?: string}).vendor)).to.include.members(['local', 'acme']);
    expect(observed(actions, 'score_1')).to.deep.equal(['first.a']);
    expect(observed(actions, 'score_2')).to.deep.equal(['first.a', 'score_1.points']);
  });

  it('may be limited like any action that reads the staged records', () => {
    const yaml = `name: wf
actions:
  - {name: a, prompt: x, schema: {t: string}, versions: {range: [1, 3], mode: sequential}, record_limit: 2}
`;
    expect(sound(yaml).input.recordLimit).to.equal(2);
  });

  it('of two actions are matched', () => {
    const keys = 'version_consumption: {source: score, pattern: match}';
    const {actions} = sound(workflow('versions: {range: [1, 2]}', keys));
    expect(dependencies(actions)).to.deep.equal({
      first: [],
      score_1: ['first'],
      score_2: ['first'],
      after_1: ['score_1'],
      after_2: ['score_2'],
    });
    expect(observed(actions, 'after_2')).to.deep.equal(['score.*']);
    expect(actions.find(({name}) => name === 'after_2')!.scope.names).to.deep.equal({score: 'score_2'});
  });

  const bad: readonly (readonly [score: string, after: string, problem: RegExp])[] = [
    ['versions: {}', '', /^8 error: "versions" has no range\. \| Write versions: \{range: \[1, 3\]\}$/],
    ['versions: 3', '', /^8 error: "versions" is the number 3; it should be a map or a list\./],
    ['versions: {range: [1, 2], parm: n}', '', /^8 error: "parm" is not a key of versions\. \| Did you mean "param"\?/],
    ['versions: {range: [3, 1]}', '', /^8 error: The range goes from 3 down to 1\. \| Write \[1, 3\]$/],
    ['versions: {range: [1, 101]}', '', /^8 error: These are 101 versions; at most 100 are taken\./],
    ['versions: {range: [a, b, A]}', '', /^8 error: The version "a" is there twice\./],
    ['versions: {range: []}', '', /^8 error: A version is wanted; /],
    [
      'versions: {range: [1.5, x]}',
      '',
      /^8 error: A version is the number 1.5; it should be a whole number from 0, or a word/,
    ],
    ['versions: {range: ["a b"]}', '', /^8 error: A version is the text "a b"; /],
    ['versions: {range: [1, 2], mode: serial}', '', /^8 error: "mode" is the text "serial"; /],
    [
      'versions: {range: [1, 2], param: source}',
      '',
      /^8 error: "param" is the text "source", which cannot be the name/,
    ],
    [
      'versions: {range: [1, 2]}',
      'dependencies: [scor]',
      /^12 error: "after" depends on "scor", .* \| Did you mean "score"\?$/,
    ],
    [
      'versions: {range: [1, 2]}',
      'dependencies: score\n    context_scope: {observe: [score.pints]}',
      /^13 error: "score_1\.pints": the outputs of "score_1" have no field "pints"\. \| Did you mean "points"\?$/,
    ],
    [
      'versions: {range: [1, 2]}',
      'dependencies: score\n    context_scope: {observe: [score_3.points]}',
      /^13 error: "score_3\.points": there is no "score_3" to refer to\. \| Did you mean "score_[12]"\?$/,
    ],
    [
      'versions: {range: [1, 2]}',
      'dependencies: score\n    guard: score.points > 1',
      /^13 error: "score\.points" may be one of 2 versions\. \| Write score_1\.points or score_2\.points\.$/,
    ],
    [
      'versions: {range: [1, 2]}\n    guard: version.last and version.nth == 1',
      'dependencies: score',
      /^9 error: "version\.nth": a version has no "nth"\. \| There are: i, idx, length, first, last, base_name, param_name\.$/,
    ],
    [
      'versions: {range: [1, 2]}',
      'version_consumption: {source: scre}',
      /^12 error: "after" reads the versions of "scre", which has none\. \| Did you mean "score"\?$/,
    ],
    [
      'versions: {range: [1, 2]}',
      'version_consumption: {pattern: merge}',
      /^12 error: "version_consumption" names no source\./,
    ],
    [
      'versions: {range: [1, 2]}',
      'versions: {range: [2, 3]}\n    version_consumption: {source: score, pattern: match}',
      /^13 error: "after" has a version 3, and "score" has none to match it\./,
    ],
    [
      'versions: {range: [1, 2]}\n    model_name: "{{ j }}"',
      '',
      /^9 error: The template cannot be filled in: undefined value\.$/,
    ],
    ['temprature: 1\n    versions: {range: [1, 3]}', '', /^8 error: "temprature" is not a key of an action/],
    ['model_vendor: locl\n    versions: {range: [1, 3]}', '', /^8 error: No installed provider is named "locl"\./],
  ];
  for (const [score, after, problem] of bad) {
    it(`are checked, each mistake once: ${score} ${after}`.replaceAll('\n   ', ''), () => {
      const [first, ...more] = wrong(workflow(score, after));
      expect(first).to.match(problem);
      expect(more).to.deep.equal([]);
    });
  }

  it('may not have the name of another action', () => {
    const yaml = workflow('versions: {range: [1, 2]}').replaceAll('after', 'Score_1');
    expect(wrong(yaml)).to.deep.equal([
      '9 error: The action on line 4 is already called "score_1"; case makes no difference. | Give one of them another name.',
    ]);
  });

  it('that depend on themselves are told so', () => {
    const [problem] = wrong(
      workflow('versions: {range: [1, 2]}').replace('dependencies: first', 'dependencies: score'),
    );
    expect(problem).to.match(/^5 error: "score_1" depends on itself\./);
  });
});
