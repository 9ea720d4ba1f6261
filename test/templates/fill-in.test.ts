import {expect} from 'chai';
import fc from 'fast-check';
import {type FilledIn, fillIn} from '../../src/templates/fill-in.js';
import {type MacroFile, macroFile} from '../../src/templates/macro-library.js';

interface Setting {
  readonly macros?: Readonly<Record<string, string>>;
  readonly others?: Readonly<Record<string, string>>;
}

function fill(text: string, {macros = {}, others = {}}: Setting = {}) {
  return fillIn({
    file: 'wf.yml',
    text,
    variables: {known: 'v', list: ['a', 'b'], env: {A: '1'}},
    functions: {shout: (argument) => String(argument).toUpperCase()},
    macroFiles: Object.entries(macros).map(([file, source]) => macroFile(file, source) as MacroFile),
    read: (name) => (others[name] === undefined ? undefined : {file: `templates/${name}`, text: others[name]}),
  });
}

const filled = (text: string, setting?: Setting) => (fill(text, setting) as FilledIn).text;

describe('filling in a template', () => {
  const cases: readonly (readonly [template: string, result: string])[] = [
    ['{{ known }} {{ source.x }}', 'v {{ source.x }}'],
    ['{{ known ~ source.x }}', "{{ 'v' ~ source.x }}"],
    ['{{ source[known] | default(known) }}', "{{ source['v'] | default('v') }}"],
    ['{{ f(known=known) }}', "{{ f(known='v') }}"],
    [
      '{{ source.known }} {{ source | known }} {{ x is known }}',
      '{{ source.known }} {{ source | known }} {{ x is known }}',
    ],
    ['{% for x in list %}{{ x }}{{ y }}{% endfor %}', 'a{{ y }}b{{ y }}'],
    [
      '{% for x in source.l %}{{ x }}{{ known }}{% endfor %}{{ x }}',
      '{% for x in source.l %}{{ x }}v{% endfor %}{{ x }}',
    ],
    [
      '{% for known in source.l %}{{ known }}{% endfor %}{{ known }}',
      '{% for known in source.l %}{{ known }}{% endfor %}v',
    ],
    [
      '{% if known %}a{% elif source.x %}b{% else %}c{% endif %}',
      "{% if 'v' %}a{% elif source.x %}b{% else %}c{% endif %}",
    ],
    ['{% if known %}a{% else %}{{ b }}{% endif %}', 'a'],
    ['{% set x = known %}{{ x }}{% set x = source.y %}{{ x }}', 'v{% set x = source.y %}{{ x }}'],
    ['{% if source.x %}{% set y = 1 %}{% endif %}{{ y }}', '{% if source.x %}{% set y = 1 %}{% endif %}{{ y }}'],
    ['{% set x %}a{{ source.b }}{% endset %}[{{ x }}]', '[a{{ source.b }}]'],
    ['{% with a = known %}{{ a }}{{ source.b }}{% endwith %}', 'v{{ source.b }}'],
    ['{% filter upper %}{{ known }}{% endfilter %}', 'V'],
    ['{% filter upper %}{{ source.x }}{% endfilter %}', '{% filter upper %}{{ source.x }}{% endfilter %}'],
    ['{{ shout("a") }}{{ shout(source.x) }}', 'A{{ shout(source.x) }}'],
    [
      '{{ [1, none, {"a": "it\'s"}, list] }}{{ {"a": list} | f(source) }}',
      '[1, none, {"a": "it\'s"}, ["a", "b"]]{{ {"a": [\'a\', \'b\']} | f(source) }}',
    ],
    ['{# gone #}{% raw %}{{ x }}{% endraw %}', '{{ x }}'],
    ['{{ open and {% this', '{{ open and {% this'],
    ['a {{- source.x -}} b', 'a {{- source.x -}} b'],
    ['a {{- known -}} b', 'avb'],
    [
      '{% macro m(a) %}[{{ a }}{{ source.x }}{{ source[a] }}]{% endmacro %}{{ m(1) }}{{ m(x) }}',
      '[1{{ source.x }}{{ source[1] }}]{{ m(x) }}',
    ],
    [
      '{% macro m() %}1{% endmacro %}{{ m() }}{% macro m() %}2{% endmacro %}{{ m() }}',
      '{% macro m() %}1{% endmacro %}{{ m() }}{% macro m() %}2{% endmacro %}{{ m() }}',
    ],
    ['{% include source.x %}', '{% include source.x %}'],
  ];
  for (const [template, result] of cases) {
    it(`makes of ${template}`, () => {
      expect(filled(template)).to.equal(result);
    });
  }

  it('takes away the lines of statements alone on theirs, and the indentation of no other', () => {
    const template =
      'a:\n  {% for x in list %}\n  - {{ x }}\n  {# note #}\n  {% endfor %}\nb: {% if known %}1{% endif %}\nc: 2\r\n{% set y = 1 %}\r\nd: 3\n';
    expect(filled(template)).to.equal('a:\n  - a\n  - b\nb: 1\nc: 2\r\nd: 3\n');
  });

  it('finds macros of other files, from macros, too, and loads what is named', () => {
    const macros = {
      'b.j2': '{% set greeting = "hi" %}text\n{% macro outer(x) %}<{{ inner(x) }}>{% endmacro %}',
      'a.j2': '{% macro inner(x) %}{{ x }}!{% endmacro %}',
      'c.j2': '{% from "lib" import two as three %}{% macro last() %}{{ three() }}{% endmacro %}',
    };
    const others = {lib: '{% macro two() %}2{{ source.q }}{% endmacro %}', part: 'in {{ known }} {{ x }}\n'};
    const text = '{{ outer("o") }} {% import "lib" as l %}{{ l.two() }} {{ last() }} {% include "part" %}';
    expect(filled(text, {macros, others})).to.equal('<o!> 2{{ source.q }} 2{{ source.q }} in v {{ x }}\n');
  });

  it('says where it fails', () => {
    const at = (text: string, setting?: Setting) => {
      const {file, line} = fill(text, setting) as {file: string; line: number};
      return `${file}:${line}`;
    };
    expect(at('a\n{{ source.x\n}}\n{% set x = 1 %}\n{{ known | nothing }}')).to.equal('wf.yml:5');
    expect(at('a\n{% if x %}\n{% endfor %}')).to.equal('wf.yml:3');
    expect(at('a\n{{ m() }}', {macros: {'m.j2': '{% macro m() %}\n{{ 1 | nothing }}{% endmacro %}'}})).to.equal(
      'm.j2:2',
    );
    expect(at('{% include "a" %}', {others: {a: '{% include "a" %}'}})).to.match(/^wf\.yml:/);
  });

  it('leaves alone whatever knows nothing, to the letter and the line', () => {
    const name = fc.constantFrom('source.x', 'a["b"]', 'p | upper', 'not q', 'r.get("s", 1)');
    const piece = fc.oneof(
      fc.constantFrom(' ', '\n', 'word', '"', "'", '- ', '}}', '%}', '{ ', 'it: #', '\\'),
      name.map((each) => `{{ ${each} }}`),
      name.map((each) => `{%- set y = ${each} -%}`),
      fc.tuple(name, name).map(([one, other]) => `{% if ${one} %}\n  {{ ${other} }}{% else %} {% endif %}`),
      name.map((each) => `\n{% for i in ${each} %}\n{{ loop.index }}{{ i\n}}\n{% endfor %}\n`),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const result = fill(text) as FilledIn;
        expect(result.text).to.equal(text);
        for (const [i, line] of text.split('\n').entries()) {
          if (line.trim() !== '') expect(result.lineOf(i + 1), JSON.stringify(text)).to.equal(i + 1);
        }
      }),
      {numRuns: 300},
    );
  });
});
