import {expect} from 'chai';
import {promptReferences} from '../../src/requests/prompt-references.js';

describe('promptReferences', () => {
  const cases: readonly (readonly [prompt: string, references: readonly string[]])[] = [
    ['No names {# {{ a.b }} #} {% raw %}{{ a.b }}{% endraw %} a.b', []],
    ['{{ a.b.c }} {{- d -}} {{ a["b c"].d[0].e }}', ['a.b.c', 'd', 'a.b c.d']],
    ['{{ a.get("x") }} {{ a.b.items() }} {{ f(a.b) }}', ['a', 'a.b', 'a.b']],
    ['{{ a.b | upper | map(attribute="name", key=c.d) }}', ['a.b', 'c.d']],
    ['{{ a.b[c.d] ~ "e.f" ~ {"g": h} }}', ['a.b', 'c.d', 'h']],
    ['{% if a.b is defined and a.c %}{{ a.d }}{% endif %}{{ b.c }}', ['b.c']],
    ['{{ a.b | default("x") }}{{ a.c }}{{ b.c|d(1) }}', []],
    ['{% for x, y in a.b if x %}{{ x.c }}{{ loop.index }}{{ y }}{% else %}{{ c }}{% endfor %}{{ x }}', ['a.b', 'c']],
    ['{% set x = a.b %}{{ x.c }}{% set y %}{{ c }}{% endset %}{{ y }}', ['a.b', 'c']],
    ['{% macro m(p, q=1) %}{{ p.x }}{{ q }}{% endmacro %}{{ m(a.b) }}', ['a.b']],
    ['{% if not a.b or c in d.e and e == none %}{% elif f is number %}{% endif %}', ['a.b', 'c', 'd.e', 'e']],
    ['{{ a.b if c else d }}', ['a.b', 'c', 'd']],
    ['{% for x in a recursive %}{{ loop(x.b) }}{% endfor %}', ['a']],
    ['{{ a.b', ['a.b']],
    ['{{ grüße.an }}', ['grüße.an']],
  ];
  for (const [prompt, references] of cases) {
    it(`of ${prompt}`, () => {
      const found = promptReferences(prompt);
      expect(found.map(({steps}) => steps.join('.'))).to.deep.equal(references);
      for (const {steps, at} of found) expect(prompt.startsWith(steps[0], at)).to.equal(true);
    });
  }
});
