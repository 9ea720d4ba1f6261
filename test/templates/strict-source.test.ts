import {expect} from 'chai';
import {strictSource} from '../../src/templates/strict-source.js';

const RESPELT: readonly (readonly [source: string, strict: string])[] = [
  ['{{ a.b | upper }}', '{{ (a.b or a.b) | upper }}'],
  ['{{ a["b c"].d | upper }}', '{{ (a["b c"].d or a["b c"].d) | upper }}'],
  ['{{ x.y ~ "q" ~ z }}', '{{ (x.y or x.y) ~ "q" ~ (z or z) }}'],
  ['{% if a.b == 1 and not c.d %}', '{% if (a.b or a.b) == 1 and not (c.d or c.d) %}'],
  ['{{ "a" in s.t and s.u not in [1] }}', '{{ "a" in (s.t or s.t) and (s.u or s.u) not in [1] }}'],
  ['{% for k in s.list|sort %}', '{% for k in (s.list or s.list)|sort %}'],
  ['{% set x = a.b > 1 %}', '{% set x = (a.b or a.b) > 1 %}'],
  ['{{ {"a": {"b": c|upper}} }}', '{{ {"a": {"b": (c or c)|upper}} }}'],
  ['{{ {"a": {"b": 1}} ~ c }}', '{{ {"a": {"b": 1}} ~ (c or c) }}'],
  ['{{- x|join(", ") -}}', '{{- (x or x)|join(", ") -}}'],
  ['{{ s.get("a", "b") }}', '{{ (s["a"]|default( "b")) }}'],
  ['{{ s.get("a", {}).get("b", c|d) }}', '{{ ((s["a"]|default( {}))["b"]|default( c|d)) }}'],
  ['{{ s.get("a", s.get("b", 1)) }}', '{{ (s["a"]|default( (s["b"]|default( 1)))) }}'],
  ['{{ s.items()[0].get(k, "x").title() }}', '{{ (s.items()[0][k]|default( "x")).title() }}'],
  ['{{ "a"|truncate(9, true, end="…") }}', '{{ "a"|truncate(length=9, killwords=true, end="…") }}'],
  [
    '{{ a|sort(b == 1)|unique(true, "c") }}',
    '{{ (a or a)|sort(reverse=(b or b) == 1)|unique(case_sensitive=true, attribute="c") }}',
  ],
  ['{{ f(1)|dictsort(false, f(2, 3)) }}', '{{ f(1)|dictsort(case_sensitive=false, by=f(2, 3)) }}'],
  ['{{ f(1)|indent(width=2, first=true)|round(precision = 1) }}', '{{ f(1)|indent(2, true)|round(1) }}'],
  [
    '{{ f(1)|join(", ", attribute="a")|sum("b") }}',
    '{{ f(1)|map(attribute="a")|join(", ")|map(attribute="b")|sum() }}',
  ],
  ['{{ f(1)|sum(attribute=a) }}', '{{ f(1)|map(attribute=a)|sum() }}'],
];

const LEFT_ALONE = [
  'a | b ~ c == d {',
  '{{ a.b }}{% if a.b %}{% for k, v in a.items() %}',
  '{{ a.b | default("x") | upper }}{{ a.b|d(1) }}',
  '{% if a.b is not none and not a.c is defined and a.d is string %}',
  '{% set y.z = 1 %}{{ f(a=1) }}{{ s.get("a") }}{{ get("a", 1) }}',
  '{# {{ a|b }} #}{% raw %}{{ a|b }}{% endraw %}{%- raw -%}{{ a|b }}{%- endraw -%}',
  "{{ \"a|b == {{ c }}\" }}{{ 'x\\'|y' }}",
  '{{ a.b|',
  '{% for x %}',
  '{{ "never closed',
  '{{ a.get("b", ',
  '{{ f(1)|truncate(length=9)|sort|indent(2)|join(",")|join|sum }}{{ truncate(9) }}',
  '{{ f(1)|join(",", "a" ~ "b")|sum("a", 1)|truncate(9',
];

describe('strictSource', () => {
  for (const [source, strict] of RESPELT) {
    it(`respells ${source}`, () => {
      expect(strictSource(source)).to.equal(strict);
      expect(strictSource(`é {{ x }}\n${source}`)).to.equal(`é {{ x }}\n${strict}`);
    });
  }
  for (const source of LEFT_ALONE) {
    it(`leaves ${source} alone`, () => {
      expect(strictSource(source)).to.equal(source);
    });
  }
});
