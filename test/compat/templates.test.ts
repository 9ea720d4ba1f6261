import {expect} from 'chai';
import {OldProject, WF} from './project.js';

describe('templates in the files of older projects', function () {
  this.timeout(60_000);
  let project: OldProject;
  const open = (files: Readonly<Record<string, string>>) => {
    project = new OldProject(files);
    return project;
  };
  afterEach(() => project.remove());

  it('make several actions in a loop, and leave fields in inline prompts for the records', async () => {
    open({
      [WF]: `name: {{ workflow_name }}
description: d
actions:
{% for tone in ['dry', "it's warm"] %}
  - name: write_{{ loop.index }}
    intent: i
    prompt: |
      In a tone that is {{ tone }}: {{ source.text | upper }}
      {% if source.id > 1 and tone != 'dry' -%}
      second
      {%- endif %}
    schema: {answer: string!}
    context_scope: {observe: [source.id, source.text]}
{% endfor %}
`,
    });
    expect(await project.prompts()).to.deep.equal([
      'In a tone that is dry: ONE\n',
      'In a tone that is dry: TWO\n',
      "In a tone that is it's warm: ONE\n",
      "In a tone that is it's warm: TWO\nsecond",
    ]);
    await project.run();
    expect(project.outputs('write_2')).to.have.length(2);
  });

  it('call the macros of templates/ from YAML, from inline prompts and from the prompt store', async () => {
    open({
      'templates/shared.j2': `Macros for people to read.
{% set house = 'ACME' %}
{% macro role(who) %}You are a {{ who }} at {{ house }}.{% endmacro %}
`,
      'templates/more.jinja2': `{% macro task(text) %}{{ role('clerk') }} Read: {{ text }}{% endmacro %}`,
      'prompt_store/p.md': '{prompt Ask}\n{{ task(source.text) }}\n{end_prompt}\n',
      [WF]: `name: wf
description: "{{ role('writer') }}"
actions:
  - name: stored
    intent: i
    prompt: $p.Ask
    schema: {answer: string!}
    context_scope: {observe: [source.text]}
  - name: inline
    intent: i
    prompt: "{{ role('judge') }} {{ task(source.text) }}"
    schema: {answer: string!}
    context_scope: {observe: [source.text]}
  - name: loaded
    intent: i
    prompt: "Now. {{ load_prompt('p.Ask') }}"
    schema: {answer: string!}
    context_scope: {observe: [source.text]}
`,
    });
    const task = (text: string) => `You are a clerk at ACME. Read: ${text}`;
    expect(await project.prompts()).to.deep.equal([
      task('one'),
      task('two'),
      `You are a judge at ACME. ${task('one')}`,
      `You are a judge at ACME. ${task('two')}`,
      `Now. ${task('one')}`,
      `Now. ${task('two')}`,
    ]);
  });

  it('include other templates, take the indentation off, and let raw text through', async () => {
    open({
      'templates/action.yml': `  - name: ask_{{ kind }}
    intent: i
    prompt: "Of {{ kind }}: {{ source.text }}"
    schema: {answer: string!}
    context_scope: {observe: [source.text]}
`,
      'templates/texts.j2': '{% macro note() %}\n    deep\n      deeper\n{% endmacro %}',
      [WF]: `name: wf
description: {{ note() | dedent | trim | replace("\\n", "/") }}
actions:
{% set kind = 'a' %}
{% include 'action.yml' %}
  - name: raw
    intent: i
    prompt: "{% raw %}{{ source.text }}{% endraw %} {# for people #}{{ '{' }}"
    schema: {answer: string!}
    context_scope: {observe: [source.text]}
`,
    });
    expect(await project.prompts()).to.deep.equal(['Of a: one', 'Of a: two', 'one {', 'two {']);
  });

  it('are never what stands in a record or comes from it', async () => {
    open({
      'templates/m.j2': '{% macro echo(text) %}[{{ text }}]{% endmacro %}',
      'agent_workflow/wf/agent_io/staging/in.json': JSON.stringify([
        {id: 1, text: "{{ env.HOME }} {% for x in [1] %} dispatch_task('f') {{ echo(1) }}"},
      ]),
      [WF]: `name: wf
description: d
actions:
  - name: ask
    intent: i
    prompt: "{{ echo(source.text) }}"
    schema: {answer: string!}
    context_scope: {observe: [source.text]}
`,
    });
    expect(await project.prompts()).to.deep.equal([
      "[{{ env.HOME }} {% for x in [1] %} dispatch_task('f') {{ echo(1) }}]",
    ]);
  });

  it('may name variables of the environment and of .env, but no secret', async () => {
    const action = (prompt: string) => `name: wf
description: d
actions:
  - name: ask
    intent: i
    prompt: "${prompt}"
    schema: {answer: string!}
    context_scope: {observe: [source.text]}
`;
    // What a text says of a variable is only a text.
    open({
      '.env': 'HOUSE=ACME\nMY_TOKEN=x\n',
      [WF]: `# env.MY_TOKEN\n${action("{{ env.HOUSE }} {{ env['CITY'] }} {{ env.get('FLOOR', 'third') }}")}`,
    });
    expect(await project.prompts({env: {CITY: 'Ulm'}})).to.deep.equal(['ACME Ulm third', 'ACME Ulm third']);
    project.sandbox.write({[WF]: action('{{ env.OTHER_TOKEN }} {{ env.PLACE }}')});
    const env = {OTHER_TOKEN: 'hush', PLACE: 'https://me:hush@host'};
    const problems = await project.problems({env});
    expect(problems, problems.join('\n')).to.have.length(2);
    expect(problems[0]).to.match(/^6 error: The environment variable OTHER_TOKEN may hold a secret; .* \| Name the/);
    expect(problems.join()).to.not.include('hush');
    expect(await project.problems()).to.deep.equal([
      '6 error: The environment variable OTHER_TOKEN is not set. | Set it, or write env.get("OTHER_TOKEN", "…") with what holds without it.',
    ]);
  });

  it('do not move the problems that are found after them', async () => {
    open({
      'templates/m.j2': '{% macro lines() %}\n# one\n# two\n{% endmacro %}',
      [WF]: `name: wf
{{ lines() }}
description: d
actions:
{% for n in [1, 2] %}
  - name: ask_{{ n }}
    intent: i
    temprature: 1
    prompt: p
    schema: {answer: string!}
{% endfor %}
  - name: last
    prompt: p
    schema: {answer: strng!}
`,
    });
    expect(await project.problems()).to.deep.equal([
      '8 error: "temprature" is not a key of an action. | Did you mean "temperature"?',
      '14 error: The field "answer": "strng" is no type. | Did you mean "string"?',
    ]);
  });

  it('that cannot be worked out are problems with file and line', async () => {
    open({'templates/bad.j2': '\n{% macro m() %}', [WF]: 'name: wf\n{% for x in [1] %}\nactions: []\n'});
    expect(await project.problems()).to.deep.equal([
      '2 error: The templates in this file cannot be worked out: {% for %} is never closed with {% endfor %}.',
      'templates/bad.j2:2 error: The template cannot be used: {% macro %} is never closed with {% endmacro %}.',
    ]);
    project.sandbox.write({
      'templates/bad.j2': '\n{% macro m() %}\n{{ 1 | wrong }}{% endmacro %}',
      [WF]: 'name: wf\ndescription: {{ m() }}\nversion: {{ now }}\n',
    });
    expect(await project.problems()).to.deep.equal([
      '3 error: "now" is not supported here: a workflow says the same whenever it is read. | Put the date into the records or the seed data.',
      'templates/bad.j2:3 error: The templates in this file cannot be worked out: unknown filter: filter wrong is unknown.',
    ]);
  });
});
