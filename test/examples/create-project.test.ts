import {execFileSync} from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {load} from 'js-yaml';
import {AgacError} from '../../src/domain/errors.js';
import {createProject, listExamples} from '../../src/project/create-project.js';

const examplesRoot = join(import.meta.dirname, '../../examples');

describe('create-project', () => {
  let parent: string;

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'agac-init-'));
  });

  afterEach(() => rmSync(parent, {recursive: true}));

  const create = (name: string, example = 'messages') =>
    createProject({folder: join(parent, name), example, examplesRoot});

  it('writes a whole project into a new folder, and says what it wrote', () => {
    const made = create('tickets');

    expect(made.folder).to.equal(join(parent, 'tickets'));
    expect(made.workflow).to.equal('triage');
    expect(made.files).to.deep.equal(filesIn(made.folder));
    expect(made.files).to.include.members([
      '.env.example',
      '.gitignore',
      'README.md',
      'agent_actions.yml',
      'agent_workflow/triage/agent_config/triage.yml',
      'agent_workflow/triage/agent_io/staging/messages.json',
      'prompt_store/triage.md',
      'schema/classification.yml',
      'tools/route.js',
    ]);
  });

  it('makes the folders above it, too', () => {
    expect(create('one/two/three').files).to.include('agent_actions.yml');
  });

  it('accepts an empty folder', () => {
    mkdirSync(join(parent, 'empty'));
    expect(create('empty').files).to.include('agent_actions.yml');
  });

  it('changes nothing but the name of the project', () => {
    const {folder, files} = create('tickets');
    const stored: Record<string, string> = {'.gitignore': 'gitignore', '.env.example': 'env.example'};

    for (const file of files.filter((each) => each !== 'agent_actions.yml')) {
      const source = join(examplesRoot, 'messages', stored[file] ?? file);
      expect(readFileSync(join(folder, file)).equals(readFileSync(source)), file).to.equal(true);
    }
  });

  for (const name of ['my-project', '2024', 'true', 'Tea and plants', 'v1.0_final']) {
    it(`names the project ${name} after its folder`, () => {
      const settings = readFileSync(join(create(name).folder, 'agent_actions.yml'), 'utf8');
      expect(load(settings)).to.have.property('project_name', name);
      expect(settings).to.include('# Settings of the whole project');
    });
  }

  it('has git ignore state, keys and outputs, and nothing else', () => {
    const {folder} = create('tickets');
    const env = {PATH: process.env.PATH};
    execFileSync('git', ['init', '--quiet', folder], {env});
    const ignored = (path: string) => {
      try {
        execFileSync('git', ['-C', folder, 'check-ignore', '--quiet', path], {env});
        return true;
      } catch {
        return false;
      }
    };

    expect(ignored('.agac/last-job.json')).to.equal(true);
    expect(ignored('.env')).to.equal(true);
    expect(ignored('agent_workflow/triage/agent_io/target/route/messages.json')).to.equal(true);
    expect(ignored('.env.example')).to.equal(false);
    expect(ignored('agent_workflow/triage/agent_io/staging/messages.json')).to.equal(false);
  });

  it('refuses a folder that holds anything, names it, and leaves it alone', () => {
    const folder = join(parent, 'taken');
    mkdirSync(folder);
    writeFileSync(join(folder, '.hidden'), 'mine');

    const refusal = refused(() => create('taken'));

    expect(refusal.code).to.equal('FOLDER_NOT_EMPTY');
    expect(refusal.message).to.include(folder).and.to.include('.hidden');
    expect(refusal.actions).to.deep.equal([`agac init ${join(folder, 'my-project')}`]);
    expect(readdirSync(folder)).to.deep.equal(['.hidden']);
  });

  it('refuses a second time', () => {
    create('tickets');
    expect(refused(() => create('tickets')).code).to.equal('FOLDER_NOT_EMPTY');
  });

  it('refuses a file in its place', () => {
    writeFileSync(join(parent, 'file'), 'mine');
    expect(refused(() => create('file')).code).to.equal('USAGE');
    expect(readFileSync(join(parent, 'file'), 'utf8')).to.equal('mine');
  });

  for (const name of ['-flag', '.hidden', 'ümlaut', 'a:b', 'line\nbreak', 'x'.repeat(101)]) {
    it(`refuses the name ${JSON.stringify(name.slice(0, 12))} and writes nothing`, () => {
      expect(refused(() => create(name)).code).to.equal('USAGE');
      expect(readdirSync(parent)).to.deep.equal([]);
    });
  }

  it('takes a name of 100 characters', () => {
    expect(existsSync(create('x'.repeat(100)).folder)).to.equal(true);
  });

  for (const example of ['film', '../messages', '', 'messages/schema']) {
    it(`refuses the example ${JSON.stringify(example)} and says which there are`, () => {
      const refusal = refused(() => create('tickets', example));
      expect(refusal.code).to.equal('USAGE');
      expect(refusal.message).to.include('films, messages');
      expect(readdirSync(parent)).to.deep.equal([]);
    });
  }

  it('writes files that the user may change, though the installed example be read-only', () => {
    const readOnly = join(parent, 'examples');
    cpSync(examplesRoot, readOnly, {recursive: true});
    chmodSync(join(readOnly, 'messages/README.md'), 0o444);

    const {folder} = createProject({folder: join(parent, 'mine'), example: 'messages', examplesRoot: readOnly});

    expect(statSync(join(folder, 'README.md')).mode & 0o200).to.equal(0o200);
  });

  it('lists what is a project, sorted', () => {
    mkdirSync(join(parent, 'not-a-project'));
    writeFileSync(join(parent, 'README.md'), '');
    for (const name of ['b', 'a']) cpSync(join(examplesRoot, 'films'), join(parent, name), {recursive: true});

    expect(listExamples(parent)).to.deep.equal(['a', 'b']);
    expect(listExamples(examplesRoot)).to.deep.equal(['films', 'messages']);
  });
});

function filesIn(folder: string): string[] {
  return readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
}

function refused(attempt: () => unknown): AgacError {
  try {
    attempt();
  } catch (error) {
    expect(error).to.be.instanceOf(AgacError);
    return error as AgacError;
  }
  throw new Error('It was not refused.');
}
