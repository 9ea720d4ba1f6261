import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {expect} from 'chai';
import {ERRORS} from '../src/domain/errors.js';
import {EXIT} from '../src/domain/exit.js';
import {ROOT, Sandbox} from './sandbox.js';
import {expectValid, schemaFileOf, schemaFiles, schemaFor} from './schemas.js';

interface CommandEntry {
  readonly summary?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
}

const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const commands = () =>
  Object.entries((JSON.parse(text('oclif.manifest.json')) as {commands: Record<string, CommandEntry>}).commands);

describe('what is generated from the commands', () => {
  it('is up to date: the manifest', () => {
    expect(checked('manifest.mjs')).to.equal('');
  });

  it('is up to date: the reference of commands and errors, the tables in the README', () => {
    expect(checked('docs.mjs')).to.equal('');
  });

  it('says of every command what it is for, how it works, and what to type', () => {
    for (const [id, {summary, description, examples}] of commands()) {
      expect(summary, `summary of ${id}`).to.match(/^[A-Z].*\.$/);
      expect(description, `description of ${id}`).to.match(/\.$/);
      expect(examples, `examples of ${id}`).to.not.be.empty;
    }
  });
});

describe('the published schemas', () => {
  it('are one for each command, and what they share', () => {
    const wanted = commands().map(([id]) => schemaFileOf(id));
    expect(schemaFiles()).to.deep.equal([...wanted, 'common.schema.json'].sort());
  });

  it('know every error code, with its exit code and no other', () => {
    for (const [id] of commands()) {
      for (const [code, {exit}] of Object.entries(ERRORS)) {
        if (isOutcome(id, code)) continue;
        for (const status of Object.values(EXIT)) {
          const document = {status, code, message: 'Why.', actions: [], warnings: []};
          expect(schemaFor(id)(document), `${id}: ${code} with ${status}`).to.equal(status === EXIT[exit]);
        }
      }
    }
  });

  it('know no error code that does not exist', () => {
    const document = {status: EXIT.usage, code: 'MADE_UP', message: 'Why.', actions: [], warnings: []};
    for (const [id] of commands()) expect(schemaFor(id)(document), id).to.equal(false);
  });

  it('hold for the document that docs/errors.md shows', () => {
    const [, shown] = /```json\n([\s\S]*?)```/.exec(text('docs/errors.md'))!;
    expectValid('run', JSON.parse(shown!));
  });
});

describe('the README', () => {
  it('shows a workflow that is valid as it stands', async () => {
    const sandbox = new Sandbox();
    const [, shown] = /```yaml\n([\s\S]*?)```/.exec(text('README.md'))!;
    sandbox.write({
      'agent_actions.yml': 'project_name: shown\n',
      'agent_workflow/triage/agent_config/triage.yml': shown!,
      'agent_workflow/triage/agent_io/staging/messages.json': '[{"id": 1, "message": "Hello!"}]',
    });
    const {stdout} = await sandbox.agac(['validate', '-a', 'triage', '--json']);
    sandbox.remove();
    const actions = [{action: 'classify', kind: 'llm', dependencies: []}];
    const result = {workflow: 'triage', actions, warnings: []};
    expect(JSON.parse(stdout)).to.deep.equal({status: 0, result, warnings: []});
  });

  it('names no page that is not there', () => {
    const pages = readdirSync(join(ROOT, 'docs'), {recursive: true, encoding: 'utf8'}).filter((name) =>
      name.endsWith('.md'),
    );
    for (const page of [
      'README.md',
      'ARCHITECTURE.md',
      'CONTRIBUTING.md',
      ...pages.map((name) => join('docs', name)),
    ]) {
      const links = text(page).matchAll(/\]\((?!https:|#)([^)#]+)/g);
      for (const [, link] of links)
        expect(existsSync(join(ROOT, dirname(page), link!)), `${page}: ${link}`).to.equal(true);
    }
  });
});

/** What a script of ours finds stale; empty where nothing is. */
function checked(script: string): string {
  const args = [join(ROOT, 'scripts', script), '--check'];
  const {stderr, status} = spawnSync(process.execPath, args, {encoding: 'utf8'});
  return status === 0 ? stderr : stderr || `${script} ended with ${status}.`;
}

/** Whether these come with the command's whole outcome as their data. */
function isOutcome(id: string, code: string): boolean {
  const document = {
    status: EXIT[ERRORS[code as keyof typeof ERRORS].exit],
    code,
    message: '',
    actions: [],
    warnings: [],
  };
  const check = schemaFor(id);
  return !check(document) && check.errors!.some(({params}) => params['missingProperty'] === 'data');
}
