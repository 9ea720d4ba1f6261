import type {JsonObject} from '@agac/provider';
import {expect} from 'chai';
import fc from 'fast-check';
import {AgacError} from '../../src/domain/errors.js';
import {RenderProblem} from '../../src/requests/render-problem.js';
import {openTemplates} from '../../src/requests/template.js';
import {prompt} from './samples.js';

const templates = openTemplates();

function render(text: string, context: JsonObject): string {
  return templates.compile(prompt(text))(context);
}

function renderProblem(text: string, context: JsonObject): RenderProblem {
  try {
    return expect.fail(`rendered ${render(text, context)}`);
  } catch (error) {
    expect(error).to.be.instanceOf(RenderProblem);
    return error as RenderProblem;
  }
}

function promptError(text: string): string {
  try {
    templates.compile(prompt(text));
  } catch (error) {
    if (error instanceof AgacError && error.code === 'TEMPLATE_INVALID') return error.message;
  }
  return expect.fail(`compiled ${text}`);
}

const TICKET = {source: {message: 'hi', n: 1, tags: [{name: 'a'}, {name: 'b'}], user: {mail: 'a@b'}, 'odd key': 1}};

describe('a template', () => {
  it('fills in fields, loops and conditions as Jinja does', () => {
    expect(render('{% for t in source.tags %}{{ loop.index }}{{ t.name }} {% endfor %}', TICKET)).to.equal('1a 2b ');
    expect(render('{% if source.n == 1 %}one{% else %}more{% endif %}', TICKET)).to.equal('one');
    expect(render('{{ source.tags | map(attribute="name") | join("-") | upper }}', TICKET)).to.equal('A-B');
    expect(render('{% macro m(a) %}<{{ a }}>{% endmacro %}{{ m(source.n) }}', TICKET)).to.equal('<1>');
  });

  it('knows the methods of Python dicts and texts', () => {
    expect(render('{{ source.get("n") }}{{ source.get("x") }}', TICKET)).to.equal('1none');
    expect(render('{{ source.get("x", "?") }}{{ source.get("n", 5) }}', TICKET)).to.equal('?1');
    expect(render('{{ source.get("user", {}).get("name", "nobody").title() }}', TICKET)).to.equal('Nobody');
    expect(render('{% for k, v in source.user.items() %}{{ k }}={{ v.upper() }}{% endfor %}', TICKET)).to.equal(
      'mail=A@B',
    );
    expect(render('{{ source.message.startswith("h") }}{{ "a,b".split(",")[1] }}', TICKET)).to.equal('trueb');
  });

  it('takes the arguments of filters in the forms of Jinja', () => {
    const text = {source: {text: 'hello big world', rows: [{n: 2}, {n: 3}], map: {b: 1, a: 2}}};
    expect(render('{{ source.text | truncate(9) }}, {{ source.text | truncate(9, true, "!") }}', text)).to.equal(
      'hello..., hello bi!',
    );
    expect(render('{{ source.rows | join("+", attribute="n") }}={{ source.rows | sum("n") }}', text)).to.equal('2+3=5');
    expect(render('{% for k, v in source.map | dictsort(false, "value") %}{{ k }}{{ v }}{% endfor %}', text)).to.equal(
      'b1a2',
    );
    expect(render('{{ [1, 3, 2] | sort(true) | join }} {{ "a\nb" | indent(width=2) }}', text)).to.equal('321 a\n  b');
  });

  it('trims the lines of blocks and keeps the last newline', () => {
    expect(render('a\n  {% if true %}\n  b\n  {% endif %}\nc\n', {})).to.equal('a\n  b\nc\n');
  });

  it('is plain text: nothing is escaped', () => {
    const text = `<b>"it's" & {more}</b>`;
    expect(render('{{ source.x }} <&>', {source: {x: text}})).to.equal(`${text} <&>`);
  });

  // Jinja in Python prints True, None, ['a', 1]; see openTemplates.
  it('prints values as the engine has them', () => {
    const values = {
      t: true,
      z: null,
      l: ['a', "it's", 1, null],
      o: {b: 1.5, a: {c: []}},
      i: 3,
      big: 2 ** 53 - 1,
      f: 0.1,
    };
    const text = '{{ v.t }} {{ v.z }} {{ v.l }} {{ v.o }} {{ v.i }} {{ v.big }} {{ v.f }}';
    expect(render(text, {v: values})).to.equal(
      `true none ["a", "it's", 1, none] {"a": {"c": []}, "b": 1.5} 3 9007199254740991 0.1`,
    );
    expect(render('{{ v.o | tojson }}', {v: values})).to.equal('{"a":{"c":[]},"b":1.5}');
  });

  it('prints any text as it is', () => {
    fc.assert(fc.property(fc.string({unit: 'grapheme'}), (text) => render('{{ a.b }}', {a: {b: text}}) === text));
  });
});

describe('a broken prompt', () => {
  it('is reported with its file and the line in it', () => {
    expect(promptError('a\nb {% if x %')).to.contain('`$triage.Main`').and.contain('prompt_store/triage.md, line 11');
    expect(promptError('{% nosuch %}')).to.contain('unknown statement nosuch').and.contain('line 10');
    expect(templates.check(prompt('\n\n{{ a b }}'))).to.include({file: 'prompt_store/triage.md', line: 12});
    expect(templates.check(prompt('{{ a.b }}'))).to.equal(undefined);
  });

  it('is one that calls what does not exist, even where no record leads', () => {
    expect(promptError('{% if false %}{{ x | shout }}{% endif %}')).to.contain('no filter `shout`');
    expect(promptError('\n{{ x is shiny }}')).to.contain('no test `shiny`').and.contain('line 11');
    expect(promptError('{{ dispatch_task("x") }}')).to.contain('no function `dispatch_task`');
  });

  it('is one that would load another file', () => {
    expect(promptError('{% include "/etc/passwd" %}')).to.contain('`{% include %}`');
    expect(promptError('{% extends "a" %}')).to.contain('`{% extends %}`');
    expect(promptError('{% from "a" import b %}')).to.contain('`{% from %}`');
  });
});

describe('a name that the context does not have', () => {
  const MISSING: readonly (readonly [text: string, field: string, suggestion?: string])[] = [
    ['{{ source.mesage }}', 'source.mesage', 'source.message'],
    ['{{ source.message }}{{ sorce.message }}', 'sorce', 'source'],
    ['{{ mesage }}', 'mesage', 'source.message'],
    ['{{ source.user.mial }}', 'source.user.mial', 'source.user.mail'],
    ['{{ source["odd kez"] }}', 'source["odd kez"]', 'source["odd key"]'],
    ['{{ source.message + source.mesage }}', 'source.mesage', 'source.message'],
    ['{{ source.mesage.title() }}', 'source.mesage', 'source.message'],
    ['{% for t in source.tag %}{% endfor %}', 'source.tag', 'source.tags'],
    ['{% for t in source.tags %}{{ t.nmae }}{% endfor %}', 't.nmae'],
    ['{{ source.tags[2].name }}', 'source.tags[2]'],
    ['{% set messag = source.x %}{{ messag }}', 'messag'],
    ['é漢😀 {{ source.whatever }}', 'source.whatever'],
    ['{{ source.mesage | upper }}', 'source.mesage', 'source.message'],
    ['{{ source.mesage ~ "!" }}', 'source.mesage', 'source.message'],
    ['{% if source.mesage == "hi" %}{% endif %}', 'source.mesage', 'source.message'],
    ['{% if not source.mesage %}{% endif %}', 'source.mesage', 'source.message'],
    ['{{ toString }}', 'toString'],
    ['{{ source.constructor }}', 'source.constructor'],
    ['{{ source.message.length }}', 'source.message.length'],
    ['{{ source.user.__proto__ }}', 'source.user.__proto__'],
  ];
  for (const [text, field, suggestion] of MISSING) {
    it(`is named: ${text}`, () => {
      const problem = renderProblem(`\n${text}`, TICKET);
      expect({...problem}).to.deep.include({field, suggestion, line: 11, file: 'prompt_store/triage.md'});
      expect(problem.message)
        .to.contain(`\`${field}\``)
        .and.contain(suggestion ?? '');
    });
  }

  it('may be asked about', () => {
    expect(render('{{ source.x | default("d") }}{{ source.x is defined }}', TICKET)).to.equal('dfalse');
    expect(render('{% if source.x is defined and source.x == 1 %}{% endif %}ok', TICKET)).to.equal('ok');
  });

  it('is no reason to show the data of the record', () => {
    const source = {secret: 'Referenced variables: {\n    mesage: 1,\n', message: 'sesame'};
    expect(renderProblem('{{ source.mesage }}', {source}).message).not.to.contain('sesame');
  });
});

describe('data in a template', () => {
  const HOSTILE = [
    '{{ 7*7 }}',
    '{% if true %}x{% endif %}',
    '{# gone #}',
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    '{{ self._TemplateReference__context }}',
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ range.constructor('return process')() }}",
    "{{ ''.constructor.constructor('return process.env')() }}",
    '{% include "/etc/passwd" %}',
    '{% raw %}',
    '{% endraw %}',
    '{% endif %}{% endfor %}',
    "dispatch_task('x')",
    `\${process.env.HOME}`,
    '<%= process.env %>',
    '#{7*7}',
    '{{{{ x }}}}',
    '}}{{ source.secret }}{{',
    '$prompt.Other {end_prompt}',
    '[[7*7]] {{=<% %>=}} @(7*7)',
    `\${{7*7}}`,
    '\u0000\u001b[31m\u202e{{ 7*7 }}',
  ];
  for (const payload of HOSTILE) {
    it(`stays text: ${JSON.stringify(payload)}`, () => {
      const source = {text: payload, secret: 'sesame'};
      expect(render('<{{ source.text }}>', {source})).to.equal(`<${payload}>`);
      expect(render('<{{ source.text | trim ~ "" }}>', {source})).to.equal(`<${payload.trim()}>`);
      expect(render('{% for k, v in o.items() %}{{ k }}{% endfor %}', {o: {[payload]: 1}})).to.equal(payload);
    });
  }

  it('called __proto__ is data too', () => {
    const source: JsonObject = JSON.parse('{"__proto__": {"polluted": 1}}');
    expect(render('{{ source }}', {source})).to.equal('{"__proto__": {"polluted": 1}}');
    expect(({} as JsonObject)['polluted']).to.equal(undefined);
  });

  it('cannot keep a rendering going for ever', () => {
    const text =
      '{% for a in source.x %}{% for b in source.x %}{% for c in source.x %}{% endfor %}{% endfor %}{% endfor %}';
    expect(renderProblem(text, {source: {x: Array(1000).fill(1)}}).message).to.contain('fuel');
  });

  it('that is too deep harms its own record alone', () => {
    const compiled = templates.compile(prompt('{{ source.message }}'));
    let deep: JsonObject = {};
    for (let i = 0; i < 100_000; i += 1) deep = {deep};
    for (let i = 0; i < 3; i += 1) {
      expect(() => compiled({source: {message: deep}})).to.throw(RenderProblem);
      expect(compiled(TICKET)).to.equal('hi');
    }
  });
});
