import {expect} from 'chai';
import {promptReferences} from '../../src/requests/prompt-references.js';

describe('requests/prompt-references', () => {
  for (const [prompt, references] of [
    ['No code: source.text', []],
    ['{{ source.text }} and {{ source.text | upper }} {{ label.a.b }}', ['source.text', 'label.a.b']],
    [
      `{{ source["text"] }} {{ source.list[0].name }} {{ source.meta.get('key', 'none') }}`,
      ['source.text', 'source.list', 'source.meta.key'],
    ],
    ['{% for item in source.list %}{{ loop.index }} {{ item.name }}{% endfor %}', ['source.list']],
    ['{% set best = label.best %}{{ best.name }} {{ seed.guide }}', ['label.best', 'seed.guide']],
    ['{% macro say(word) %}{{ word }}{% endmacro %}{{ say(source.word) }}', ['source.word']],
    ['{% with word = source.word, other = 1 %}{{ word }}{{ other }}{% endwith %}', ['source.word']],
    [
      '{% if source.a is defined and not source.b %}{{ range(source.n) }}{% endif %}',
      ['source.a', 'source.b', 'source.n'],
    ],
    ['{{ source.text | truncate(length=source.long) }}', ['source.text', 'source.long']],
    ['{# source.comment #}{% raw %}{{ source.raw }}{% endraw %}{{ source }}', ['source']],
  ] as const) {
    it(`finds ${references.join(', ') || 'nothing'} in ${prompt}`, () => {
      expect(promptReferences(prompt)).to.deep.equal(references);
    });
  }
});
