import {expect} from 'chai';
import {promptProblems} from '../../src/verbs/prompt-problems.js';
import {sound, told} from '../workflow/temporary-project.js';

/** `extract` and, after it, `ask` with this prompt and these keys. */
function problems(prompt: string, keys = ''): string[] {
  const yaml = `name: wf
actions:
  - name: extract
    prompt: x
    schema: {subject: string, order: integer}
    context_scope: {observe: [source.text], passthrough: [source.id]}
  - name: ask
    dependencies: extract
    schema: {answer: string}
    ${keys || 'context_scope: {observe: [extract.subject], passthrough: [source.id]}'}
    prompt: |
      First line.
      ${prompt}
`;
  return told(promptProblems(sound(yaml, {'seed_data/rules.yml': 'a: 1\n'})));
}

describe('the names in a prompt', () => {
  const fine: readonly (readonly [prompt: string, keys?: string])[] = [
    ['{{ extract.subject }} {{ source.id }} {{ extract["subject"] }}'],
    ['{{ extract.order }} {{ extract.id }} {{ extract.source.id }}', 'context_scope: {observe: [extract.*]}'],
    ['{{ extract.order }}'],
    ['{{ source.anything }}', 'context_scope: {observe: [source.*]}'],
    ['{{ seed.rules.a }}', 'context_scope: {seed_path: {rules: rules.yml}}'],
    ['{% if nothing is defined %}{{ nothing.at.all }}{% endif %}'],
    ['{{ i }} {{ idx }} {{ n }} {{ version.first }}', 'versions: {range: [1, 2], param: n}'],
    [
      `{% if version.first %}{{ extract.subject }}{% else %}{{ ask_\${i-1}.answer }}{{ ask.answer }}{% endif %}`,
      `versions: {range: [1, 2], mode: sequential}
    context_scope: {observe: [extract.subject, 'ask_\${i-1}.answer', ask.answer]}`,
    ],
  ];
  for (const [prompt, keys] of fine) {
    it(`may be ${prompt}`, () =>
      expect(problems(prompt, keys ?? 'context_scope: {observe: [extract.*, source.id]}')).to.deep.equal([]));
  }

  const wrong: readonly (readonly [prompt: string, problem: string, keys?: string])[] = [
    [
      '{{ extract.sujbect }}',
      '13 error: The prompt `inline` of "ask" uses `extract.sujbect`, which it is never given. | Did you mean `extract.subject`?',
    ],
    [
      '{{ extract.order }}',
      '13 error: The prompt `inline` of "ask" uses `extract.order`, which it is never given. | Write extract.order under observe.',
    ],
    [
      '{{ source.text }}',
      '13 error: The prompt `inline` of "ask" uses `source.text`, which it is never given. | Write source.text under observe.',
    ],
    [
      '{{ extrct.subject }}',
      '13 error: The prompt `inline` of "ask" uses `extrct.subject`, which it is never given. | Did you mean `extract.subject`?',
    ],
    [
      '{{ extract.ordr }}',
      '13 error: The prompt `inline` of "ask" uses `extract.ordr`, which it is never given. | Did you mean `extract.order`?',
      'context_scope: {observe: [extract.*]}',
    ],
    ['{{ i }}', '13 error: The prompt `inline` of "ask" uses `i`, which it is never given.'],
    [
      '{{ version.firt }}',
      '13 error: The prompt `inline` of "ask_1" uses `version.firt`, which it is never given. | Did you mean `version.first`?',
      'versions: {range: [1, 1]}',
    ],
    [
      '{{ seed.rule }}',
      '13 error: The prompt `inline` of "ask" uses `seed.rule`, which it is never given. | Did you mean `seed.rules`?',
      'context_scope: {seed_path: {rules: rules.yml}}',
    ],
  ];
  for (const [prompt, problem, keys] of wrong) {
    it(`may not be ${prompt}`, () => expect(problems(prompt, keys)).to.deep.equal([problem]));
  }
});
