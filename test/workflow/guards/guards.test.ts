import {expect} from 'chai';
import type {ConditionGuard} from '../../../src/domain/guard.js';
import type {Action} from '../../../src/domain/workflow.js';
import {load, sound, TemporaryProject, told, WORKFLOW_FILE, withLines, wrong} from '../temporary-project.js';
import {guard as guardOf, written} from './conditions.js';

/** `classify` {category, score} with an id, `draft` in text mode, `fetch`, whose fields nobody knows, and `last` after all. */
function workflow(guard: string, scope = ''): string {
  return `name: wf
actions:
  - {name: classify, prompt: x, schema: {category: string!, score: number}, context_scope: {passthrough: [source.id]}}
  - {name: aside, prompt: x, schema: {a: string}}
  - {name: draft, prompt: x, json_mode: false, output_field: reply, dependencies: classify}
  - {name: fetch, kind: tool, impl: route, dependencies: draft}
  - name: last
    prompt: x
    schema: {a: string}
    dependencies: ${guard.includes('fetch') || guard.includes('reply') ? '[fetch]' : '[classify]'}
    ${scope}
    guard: ${guard}
`;
}

function guardAt(yaml: string, action: string): ConditionGuard | undefined {
  return conditionOf(sound(yaml).actions.find(({name}) => name === action));
}

function conditionOf(action: Action | undefined): ConditionGuard | undefined {
  const guard = action?.guard;
  return guard && 'condition' in guard ? guard : undefined;
}

function meaning(guard: ConditionGuard | undefined): string | undefined {
  return guard && written(guard.condition);
}

describe('a guard', () => {
  it('is a condition, and filters', () => {
    const {condition, ...rest} = guardAt(withLines(`guard: 'source.kind == "bug"'`), 'ask')!;
    expect(condition).to.deep.equal(guardOf('source.kind == "bug"').condition);
    expect(rest).to.deep.equal({text: 'source.kind == "bug"', onFalse: 'filter', passOnError: true});
  });

  it('says what becomes of the others, and of those of which it cannot be worked out', () => {
    const keys = 'condition: source.x == 1, on_false: SKIP, passthrough_on_error: false';
    expect(guardAt(withLines(`guard: {${keys}}`), 'ask')).to.include({onFalse: 'skip', passOnError: false});
    expect(guardAt(withLines('guard: {condition: source.x, on_false: warn}'), 'ask')).to.include({onFalse: 'warn'});
    expect(guardAt(withLines('guard: {condition: source.x, on_false: filter}'), 'ask')).to.include({onFalse: 'filter'});
    expect(guardAt(withLines('guard:'), 'ask')).to.equal(undefined);
  });

  it('has older spellings', () => {
    expect(guardAt(withLines('where_clause: source.x == 1'), 'ask')).to.deep.include({onFalse: 'filter'});
    for (const key of ['skip_if', 'skip_condition']) {
      expect(guardAt(withLines(`${key}: source.x == 1`), 'ask')).to.deep.include({onFalse: 'skip', inverted: true});
    }
  });

  it('has keys with older names, which are told', () => {
    const {workflow: read, problems} = load(withLines('guard: {clause: source.x == 1, behavior: skip}'));
    expect(meaning(conditionOf(read?.actions[0]))).to.equal('(source["x"] == 1)');
    expect(read?.actions[0]?.guard).to.include({onFalse: 'skip'});
    expect(told(problems)).to.deep.equal([
      '6 warning: "clause" is an older name of "condition". | Write condition: source.x == 1',
      '6 warning: "behavior" is an older name of "on_false". | Write on_false: skip',
    ]);
  });

  it('may be a function, which skips where a condition filters, and is given all that is upstream', () => {
    const last = (guard: string) => sound(workflow(guard)).actions.find(({name}) => name === 'last')?.guard;
    const decider = {name: 'route', file: 'tools/route.js'};
    expect(last('"udf:route"')).to.deep.equal({
      text: 'udf:route',
      decider,
      namespaces: ['source', 'classify'],
      onFalse: 'skip',
      passOnError: true,
    });
    expect(last('{condition: "UDF: checks.route", on_false: filter, passthrough_on_error: false}')).to.deep.include({
      decider,
      onFalse: 'filter',
      passOnError: false,
    });
    expect(sound(withLines('skip_if: udf:route')).actions[0]?.guard).to.deep.include({decider, inverted: true});
    expect(sound(withLines('where_clause: udf:route')).actions[0]?.guard).to.deep.include({onFalse: 'filter'});
  });

  it('cannot be a function that takes whole files', () => {
    using project = new TemporaryProject({[WORKFLOW_FILE]: withLines('guard: udf:route')});
    const {problems} = project.load({locate: () => ({file: 'tools/r.py', granularity: 'file'})});
    expect(told(problems)).to.deep.equal([
      '6 error: "guard" decides about each record, but the function in tools/r.py is decorated with file. | Name a function that takes one record.',
    ]);
  });

  it('is told in which module its function is, where it names another', () => {
    using project = new TemporaryProject({[WORKFLOW_FILE]: withLines('guard:', '  condition: udf:checks.route')});
    const {problems} = project.load({
      locate: (_role, _name, _paths, module) => (module === 'checks' ? undefined : {file: 'tools/route.js'}),
    });
    expect(told(problems)).to.deep.equal([
      '7 error: There is no tool "route" in a module "checks" of tools/. | There is one in tools/route.js: name that module.',
    ]);
  });

  it('may be inherited, and is one of a tool, too', () => {
    const yaml = `name: wf
defaults: {guard: source.x == 1}
actions:
  - {name: ask, prompt: x, schema: {a: string}}
  - {name: route, kind: tool, impl: route, granularity: file, dependencies: ask, guard: ask.a != null}
`;
    const {actions} = sound(yaml);
    expect(actions.map((action) => meaning(conditionOf(action)))).to.deep.equal([
      '(source["x"] == 1)',
      '(not (ask["a"] IS NULL))',
    ]);
  });

  it('is plain JSON', () => {
    const plan = sound(withLines('guard: {condition: "source.x in [1]", on_false: skip}'));
    expect(JSON.parse(JSON.stringify(plan))).to.deep.equal(plan);
  });

  it('may be long, and stand in a block', () => {
    const yaml = withLines('guard:', '  condition: |', '    source.a == 1', '    and source.b = 2');
    expect(wrong(yaml)).to.deep.equal([
      '9 error: "guard" cannot be read at line 2, column 14: a single "=" compares nothing. | Write source.a == 1\nand source.b == 2',
    ]);
  });

  const names: readonly (readonly [text: string, meaning: string, scope?: string])[] = [
    ['classify.score > 1', '(classify["score"] > 1)'],
    ['classify.id == 1', '(classify["id"] == 1)'],
    ['source.anything.at.all', 'source["anything"]["at"]["all"]'],
    ['classify IS NULL', '(classify IS NULL)'],
    ['category == "a"', '(classify["category"] == "a")'],
    ['len(category) > score', '(len(classify["category"]) > classify["score"])'],
    ['category.deep == 1', '(classify["category"]["deep"] == 1)'],
    ['reply CONTAINS "a"', '(draft["reply"] contains "a")'],
    ['message == 1', '(source["message"] == 1)', 'context_scope: {observe: [source.message]}'],
    ['fetch.whatever == 1', '(fetch["whatever"] == 1)'],
    ['anything == len(fetch)', '(fetch["anything"] == len(fetch))'],
    ['seed.limit < 3', '(seed["limit"] < 3)', 'context_scope: {seed_path: {limit: l.json}}'],
  ];
  for (const [text, meant, scope] of names) {
    it(`finds out what ${text} means`, () => {
      const {actions} = sound(workflow(text, scope), {'seed_data/l.json': '3'});
      expect(meaning(conditionOf(actions.at(-1)))).to.equal(meant);
    });
  }

  it('of the staged records needs no namespace', () => {
    expect(meaning(guardAt(withLines('guard: len(message) > 3'), 'ask'))).to.equal('(len(source["message"]) > 3)');
  });

  it('compares with a text that stands in quotes, also where any field may be there', () => {
    expect(wrong(withLines('guard: status == approved'))).to.deep.equal([
      '6 error: "approved" (column 11 of "guard") is no field that "ask" reads; a text stands in quotes. | Write status == "approved"',
    ]);
    expect(wrong(withLines('guard: status == source.approved'))).to.deep.equal([]);
  });

  const bad: readonly (readonly [guard: string, problem: string, scope?: string])[] = [
    [
      'classify.categry == "a"',
      'error: "classify.categry": the outputs of "classify" have no field "categry". | Did you mean "category"?',
    ],
    [
      'clasify.category == "a"',
      'error: "clasify.category": there is no "clasify" to refer to. | Did you mean "classify"?',
    ],
    ['aside.a == "a"', 'error: "aside.a": "last" does not come after "aside". | Write dependencies: [classify, aside]'],
    ['last.a == "a"', 'error: "last.a": an action cannot see its own outputs.'],
    ['seed.x == 1', 'error: "seed.x" names seed data that seed_path does not.'],
    [
      'category == urgent',
      'error: "urgent" (column 13 of "guard") is no field that "last" reads; a text stands in quotes. | Write category == "urgent"',
    ],
    [
      'category in [urgent]',
      'error: "urgent" (column 14 of "guard") is no field that "last" reads; a text stands in quotes. | Write category in ["urgent"]',
    ],
    [
      'categry == "urgent"',
      'error: "categry" (column 1 of "guard") is no field that "last" is known to read. | Did you mean classify.category?',
    ],
    ['whatever == 1', 'error: "whatever" (column 1 of "guard") is no field that "last" is known to read.'],
    [
      'whatever == 1',
      'error: "whatever" (column 1 of "guard") is no field that "last" is known to read. | Write its namespace, too: source.whatever.',
      'context_scope: {observe: [source.text, classify.*]}',
    ],
    [
      'id == 1',
      'error: "id" (column 1 of "guard") may be a field of source or of classify. | Write source.id or classify.id.',
      'context_scope: {observe: [source.id, classify.score]}',
    ],
    ['{on_false: skip}', 'error: The guard has no condition. | Write condition: and what must hold.'],
    [
      '{condition: classify.score, on_false: skip, behavior: skip}',
      'error: "behavior" is an older name of "on_false", which is there, too. | Remove one of the two.',
    ],
    ['{clause: 1}', 'error: "clause" is the number 1; it should be a text. | Put it into quotes: "1"'],
    [
      '{condition: classify.score, on_false: drop}',
      'error: "on_false" is the text "drop"; it should be "filter" or "skip" or "warn".',
    ],
    [
      '{condition: "udf:checks.is_long", on_false: skip}',
      'error: There is no tool "is_long" in tools/. | Write tools/checks.js with "export function is_long(record) { … }", or tools/checks.py with "@udf_tool()" above "def is_long(…):".',
    ],
    [
      '"udf: is long"',
      'error: "guard" begins with udf: and goes on with no name of a function. | Write udf:module.function, or udf:function.',
    ],
    ['[a]', 'error: "guard" is a list; it should be a text or a map.'],
    ['true', 'error: "guard" is true; it should be a text or a map. | Put it into quotes: "true"'],
    [
      'classify.score = 1',
      'error: "guard" cannot be read at column 16: a single "=" compares nothing. | Write classify.score == 1',
    ],
  ];
  for (const [text, problem, scope] of bad) {
    it(`is checked: ${text}${scope === undefined ? '' : `, ${scope}`}`, () => {
      const found = wrong(workflow(text, scope));
      expect(found[0]).to.equal(`12 ${problem}`);
      // A condition that is not the only thing wrong in its map may be reported besides.
      if (!text.includes('clause')) expect(found).to.have.length(1);
    });
  }

  it('reports every name that is wrong', () => {
    expect(
      wrong(workflow('classify.a == 1 and classify.b == 2 or c == d')).map((line) => line.slice(0, 30)),
    ).to.have.length(4);
  });

  it('is one', () => {
    expect(wrong(withLines('skip_if: source.x', 'where_clause: source.y', 'guard: source.z'))).to.deep.equal([
      '7 error: "guard" and "where_clause" both say which records "ask" takes. | Write one guard, with "and" between the conditions.',
    ]);
    expect(wrong(withLines('where_clause: {clause: a}'))[0]).to.match(
      /it should be a text\. \| Write guard: \{condition: /,
    );
  });
});
