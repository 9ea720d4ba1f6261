import {symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {sound, TemporaryProject, told, WORKFLOW_FILE, withLines, wrong} from './temporary-project.js';

const withSeed = (path: string, name = 'data') => withLines(`context_scope: {seed_path: {${name}: ${path}}}`);

function seedOf(path: string, files: Readonly<Record<string, string>>) {
  return sound(withSeed(path), files).actions[0]?.scope.seed['data'];
}

describe('seed data', () => {
  const good: readonly (readonly [file: string, text: string, value: unknown])[] = [
    ['a.json', '\uFEFF{"b": [1, null]}', {b: [1, null]}],
    ['a.yaml', 'b: [1, ~]\n', {b: [1, null]}],
    ['a.yml', '- x\n', ['x']],
    ['a.md', '# Title\n', '# Title\n'],
    ['a.txt', 'text', 'text'],
    [
      'a.csv',
      '\uFEFFid,name\n1,"Ann, B"\n\n2,Eve\n',
      [
        {id: '1', name: 'Ann, B'},
        {id: '2', name: 'Eve'},
      ],
    ],
    ['sub/a.JSON', '3', 3],
  ];
  for (const [file, text, value] of good) {
    it(`may be ${file}`, () => expect(seedOf(file, {[`seed_data/${file}`]: text})).to.deep.equal(value));
  }

  it("is looked for in the workflow's folder, then in the project's, with or without $file:", () => {
    const files: Record<string, string> = {
      'seed_data/a.txt': 'project',
      'agent_actions.yml': 'default_agent_config: {model_vendor: local, model_name: m}\n',
    };
    expect(seedOf('$file:a.txt', files)).to.equal('project');
    files['agent_workflow/wf/seed_data/a.txt'] = 'own';
    expect(seedOf('a.txt', files)).to.equal('own');
    const elsewhere = {
      ...files,
      'seeds/b.txt': 'b',
      'agent_actions.yml': `${files['agent_actions.yml']}seed_data_path: seeds\n`,
    };
    expect(seedOf('b.txt', elsewhere)).to.equal('b');
  });

  const bad: readonly (readonly [path: string, problem: RegExp])[] = [
    ['missing.json', /^6 error: There is no missing\.json in agent_workflow\/wf\/seed_data or seed_data\.$/],
    ['../secret.txt', /^6 error: The seed data lies outside of the seed folders\. \| Put it into/],
    ['$file:../../../../etc/passwd', /^6 error: The seed data lies outside/],
    ['/etc/passwd', /^6 error: The seed data lies outside/],
    ['picture.png', /^6 error: seed_data\/picture\.png cannot be seed data\. \| Take one of \.json/],
    ['sub', /^6 error: There is no sub in/],
    ['[a.json]', /^6 error: The seed data is a list; it should be the path of a file\./],
    ['bad.json', /^seed_data\/bad\.json:3 error: The file is not valid JSON: /],
    ['cut.json', /^seed_data\/cut\.json:2 error: The file is not valid JSON: /],
    ['bad.yml', /^seed_data\/bad\.yml:2 error: This is not valid YAML: /],
    ['bad.csv', /^seed_data\/bad\.csv:2 error: The file is not valid CSV: /],
    ['latin.txt', /^seed_data\/latin\.txt:- error: The file is not UTF-8 text\.$/],
    ['huge.txt', /^seed_data\/huge\.txt:- error: The file has 10000001 bytes; at most 10000000 are read\.$/],
  ];
  for (const [path, problem] of bad) {
    it(`is checked: ${path}`, () => {
      using project = new TemporaryProject({
        [WORKFLOW_FILE]: withSeed(path),
        'secret.txt': 'secret',
        'seed_data/picture.png': '',
        'seed_data/sub/x': '',
        'seed_data/bad.json': '{\n"a": 1,\n"b" 2}\n',
        'seed_data/cut.json': '[1,\n',
        'seed_data/bad.yml': 'a: 1\nb: c: d\n',
        'seed_data/bad.csv': 'a,b\n1\n',
        'seed_data/huge.txt': 'x'.repeat(10_000_001),
      });
      project.write({'seed_data/latin.txt': Buffer.from([0x61, 0xe9, 0x62])});
      const found = told(project.load().problems);
      expect(found).to.have.length(1);
      expect(found[0]).to.match(problem);
    });
  }

  it('is named like a variable', () => {
    expect(wrong(withSeed('a.txt', '"a b"'), {'seed_data/a.txt': ''})).to.deep.equal([
      '6 error: Seed data cannot be named "a b". | Take letters, digits and underscores.',
    ]);
  });

  it('is not read through a link that leaves the seed folder', () => {
    using outside = new TemporaryProject({'secret.txt': 'secret', 'folder/secret.txt': 'secret'});
    using project = new TemporaryProject({[WORKFLOW_FILE]: withSeed('link.txt'), 'seed_data/x': ''});
    symlinkSync(join(outside.root, 'secret.txt'), join(project.root, 'seed_data/link.txt'));
    expect(told(project.load().problems)[0]).to.match(/^6 error: The seed data lies outside/);

    using linked = new TemporaryProject({[WORKFLOW_FILE]: withSeed('secret.txt')});
    symlinkSync(join(outside.root, 'folder'), join(linked.root, 'agent_workflow/wf/seed_data'));
    expect(told(linked.load().problems)[0]).to.match(/^6 error: There is no secret\.txt/);
  });

  it('joins what actions inherit', () => {
    const yaml = `${withSeed('a.txt')}\ndefaults: {context_scope: {seed_path: {data: b.txt, more: b.txt}}}`;
    const {actions} = sound(yaml, {'seed_data/a.txt': 'a', 'seed_data/b.txt': 'b'});
    expect(actions[0]?.scope.seed).to.deep.equal({data: 'a', more: 'b'});
  });
});
