import {symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import type {LlmAction} from '../../src/domain/workflow.js';
import {sound, TemporaryProject, told, WORKFLOW_FILE, wrong} from './temporary-project.js';

function withPrompt(prompt: string): string {
  return `name: wf\nactions:\n  - name: ask\n    schema: {a: string}\n    prompt: ${prompt}\n`;
}

function promptOf(prompt: string, files: Readonly<Record<string, string>> = {}) {
  return (sound(withPrompt(prompt), files).actions[0] as LlmAction).prompt;
}

const block = (name: string, text: string) => `{prompt ${name}}\n${text}\n{end_prompt}\n`;

describe('a prompt', () => {
  it('is the text itself, with its own line, and keeps what a template says', () => {
    const text = '|-\n\n      First {{ source.x }}\n      {% if y %}second{% endif %}\n';
    expect(promptOf(text)).to.deep.equal({
      text: 'First {{ source.x }}\n{% if y %}second{% endif %}',
      name: 'inline',
      file: WORKFLOW_FILE,
      line: 7,
    });
    expect(promptOf('"{{ source.x }} costs $5"')).to.include({text: '{{ source.x }} costs $5', line: 5});
    expect(promptOf('"$5 a piece"')).to.include({name: 'inline'});
  });

  it('is a block of a file, trimmed, with its own line; text outside is for people', () => {
    const files = {
      'prompt_store/cards.md': `Intro\n${block('One', 'first')}\n{prompt Two}  \n\n\n  second\n  line\n\n{end_prompt} outro`,
    };
    expect(promptOf('$cards.Two', files)).to.deep.equal({
      text: 'second\n  line',
      name: '$cards.Two',
      file: 'prompt_store/cards.md',
      line: 9,
    });
  });

  it('may have more text after its reference', () => {
    const files = {'prompt_store/cards.md': block('One', 'first')};
    expect(promptOf('"$cards.One Answer in {{ source.lang }}."', files)).to.deep.include({
      text: 'first\nAnswer in {{ source.lang }}.',
      name: '$cards.One',
    });
  });

  it("is looked for in the workflow's store, then the project's, then anywhere", () => {
    const files: Record<string, string> = {
      'docs/deep/cards.md': block('P', 'anywhere'),
      'node_modules/m/cards.md': block('P', 'installed'),
      '.agac/cards.md': block('P', 'state'),
      'agent_workflow/wf/agent_io/cards.md': block('P', 'input'),
    };
    expect(promptOf('$cards.P', files).text).to.equal('anywhere');
    files['prompt_store/sub/cards.md'] = block('P', 'project');
    expect(promptOf('$cards.P', files).text).to.equal('project');
    files['agent_workflow/wf/prompt_store/cards.md'] = block('P', 'own');
    expect(promptOf('$cards.P', files).text).to.equal('own');
  });

  it('may have dots in its name and in that of its file, and folders for them', () => {
    const files = {
      'prompt_store/a.b.md': block('C', 'dotted file'),
      'prompt_store/x/y.md': block('Z', 'in a folder'),
      'prompt_store/n.md': block('d.e', 'dotted name'),
      'prompt_store/my-cards.md': block('One', 'hyphen'),
    };
    expect(promptOf('$a.b.C', files).text).to.equal('dotted file');
    expect(promptOf('$x.y.Z', files).text).to.equal('in a folder');
    expect(promptOf('$n.d.e', files).text).to.equal('dotted name');
    expect(promptOf('$my-cards.One', files).text).to.equal('hyphen');
  });

  const STORE = 'prompt_store/cards.md';
  const bad: readonly (readonly [title: string, prompt: string, text: string, problems: readonly string[]])[] = [
    [
      'no such file',
      '$card.One',
      block('One', 'x'),
      ['5 error: There is no prompt file card.md in the project. | Did you mean "cards"?'],
    ],
    [
      'no file like it',
      '$zzzzzz.One',
      block('One', 'x'),
      ['5 error: There is no prompt file zzzzzz.md in the project. | Write it into prompt_store/zzzzzz.md.'],
    ],
    [
      'no such block',
      '$cards.Ome',
      block('One', 'x'),
      [`5 error: ${STORE} has no block {prompt Ome}. | Did you mean "One"?`],
    ],
    [
      'no file named',
      '$Classify',
      block('One', 'x'),
      [
        '5 error: "$Classify" is no reference to a prompt. | Write $file.Name, for the block {prompt Name} of prompt_store/file.md.',
      ],
    ],
    [
      'a path',
      '$../cards.One',
      block('One', 'x'),
      [
        '5 error: "$../cards.One" is no reference to a prompt. | Write $file.Name, for the block {prompt Name} of prompt_store/file.md.',
      ],
    ],
    [
      'the block not closed',
      '$cards.One',
      '{prompt One}\nx',
      [`${STORE}:1 error: The prompt "One" is never closed. | Write {end_prompt} after its text.`],
    ],
    [
      'an empty block',
      '$cards.One',
      'x\n{prompt One}\n{end_prompt}',
      [`${STORE}:3 error: The prompt "One" is empty. | Write its text before {end_prompt}.`],
    ],
    [
      'a block that is not closed',
      '$cards.One',
      `${block('One', 'x')}{prompt Two}\ntext`,
      [`${STORE}:4 error: The prompt "Two" is never closed. | Write {end_prompt} after its text.`],
    ],
    [
      'a block in a block',
      '$cards.Two',
      `{prompt One}\nx\n${block('Two', 'x')}`,
      [`${STORE}:1 error: The prompt "One" is never closed. | Write {end_prompt} after its text.`],
    ],
    [
      'a block twice',
      '$cards.One',
      `${block('One', 'x')}${block('One', 'y')}`,
      [
        `${STORE}:4 error: The prompt "One" is written a second time (first on line 1). | Give one of them another name.`,
      ],
    ],
    [
      'an end too many',
      '$cards.One',
      `{end_prompt}\n${block('One', 'x')}`,
      [`${STORE}:1 error: This {end_prompt} closes nothing. | Write {prompt Name} above it, or remove it.`],
    ],
    [
      'a call of a function that is not there',
      '$cards.One',
      block('One', "x\n{{ dispatch_task('rout') }}"),
      [
        `${STORE}:3 error: There is no tool "rout" in tools/. | Write tools/rout.js with "export function rout(record) { … }", or tools/rout.py with "@udf_tool()" above "def rout(…):".`,
      ],
    ],
    [
      'a call of no function that has a name',
      '$cards.One',
      block('One', 'x dispatch_task(source.x)'),
      [
        `${STORE}:2 error: dispatch_task() takes the name of one function, in quotes. | Write dispatch_task('my_function')`,
      ],
    ],
  ];
  it('has places for what the functions that it calls return', () => {
    const {prompt} = sound(withPrompt('$cards.One'), {
      [STORE]: block('One', 'x dispatch_task(\'route\')\n{{ dispatch_task( "route" ) | upper }}'),
    }).actions[0] as LlmAction;
    expect(prompt.text).to.equal('x {{ dispatch_task.route }}\n{{ dispatch_task.route | upper }}');
    expect(prompt.dispatches).to.deep.equal([{name: 'route', file: 'tools/route.js'}]);
  });

  for (const [title, prompt, text, problems] of bad) {
    it(`is checked: ${title}`, () => expect(wrong(withPrompt(prompt), {[STORE]: text})).to.deep.equal(problems));
  }

  it('cannot be a list, or nothing but space', () => {
    expect(wrong(withPrompt('[a]'))).to.deep.equal(['5 error: "prompt" is a list; it should be a text.']);
    expect(wrong(withPrompt('"  "'))).to.deep.equal(['5 error: "prompt" is an empty text; it should be a text.']);
  });

  it('cannot come from a file that is too big or not text', () => {
    expect(wrong(withPrompt('$cards.One'), {[STORE]: 'x'.repeat(1_000_001)})).to.deep.equal([
      `${STORE}:- error: The file has 1000001 bytes; at most 1000000 are read.`,
    ]);
    using project = new TemporaryProject({[WORKFLOW_FILE]: withPrompt('$cards.One')});
    project.write({[STORE]: Buffer.from([0xff, 0xfe, 0x00])});
    expect(told(project.load().problems)).to.deep.equal([`${STORE}:- error: The file is not UTF-8 text.`]);
  });

  it('is not looked for behind links', () => {
    using outside = new TemporaryProject({'secret.md': block('One', 'x')});
    using project = new TemporaryProject({[WORKFLOW_FILE]: withPrompt('$secret.One')});
    symlinkSync(outside.root, join(project.root, 'linked'));
    expect(told(project.load().problems)[0]).to.match(/^5 error: There is no prompt file secret\.md/);
  });
});
