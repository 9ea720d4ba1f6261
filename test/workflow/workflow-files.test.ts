import {expect} from 'chai';
import {AgacError} from '../../src/domain/errors.js';
import {listWorkflows, workflowFile} from '../../src/workflow/workflow-files.js';
import {TemporaryProject} from './temporary-project.js';

const FILES = {
  'agent_workflow/triage/agent_config/triage.yml': '',
  'agent_workflow/films/agent_config/films.yaml': '',
  'agent_workflow/unfinished/agent_config/other.yml': '',
  'agent_workflow/.hidden/agent_config/.hidden.yml': '',
  'agent_workflow/notes.md': '',
  'secret.yml': '',
};

function refusal(name: string, files: Readonly<Record<string, string>> = FILES): AgacError {
  using project = new TemporaryProject(files);
  try {
    workflowFile(project.root, name);
  } catch (error) {
    if (error instanceof AgacError) return error;
  }
  throw new Error('It was found.');
}

describe('the workflows of a project', () => {
  it('are listed by name', () => {
    using project = new TemporaryProject(FILES);
    expect(listWorkflows(project.root)).to.deep.equal(['films', 'triage']);
    using empty = new TemporaryProject();
    expect(listWorkflows(empty.root)).to.deep.equal([]);
  });

  it('are found by name', () => {
    using project = new TemporaryProject(FILES);
    expect(workflowFile(project.root, 'triage')).to.equal('agent_workflow/triage/agent_config/triage.yml');
    expect(workflowFile(project.root, 'films')).to.equal('agent_workflow/films/agent_config/films.yaml');
  });

  it('are offered where one is misspelt', () => {
    const error = refusal('triag');
    expect(error.code).to.equal('WORKFLOW_UNKNOWN');
    expect(error.message).to.equal(
      'The project has no workflow named "triag" (agent_workflow/triag/agent_config/triag.yml). There are: films, triage.',
    );
    expect(error.actions).to.deep.equal(['agac run -a triage']);
    expect(error.data).to.deep.equal({workflow: 'triag', workflows: ['films', 'triage']});
    expect(refusal('zzzzzz').actions).to.deep.equal(['agac run -a films', 'agac run -a triage']);
    expect(refusal('a', {}).message).to.include('The project has none.');
  });

  const hostile = [
    '../secret',
    '..',
    '.',
    '',
    '.hidden',
    'a/b',
    'a\\b',
    '/etc/passwd',
    'nul',
    'CON.x',
    'ü',
    'a b',
    'a\0b',
    '-a',
    'x'.repeat(101),
  ];
  for (const name of hostile) {
    it(`cannot be named ${JSON.stringify(name.slice(0, 20))}`, () => {
      const error = refusal(name);
      expect(error.code).to.equal('WORKFLOW_UNKNOWN');
      expect(error.message).to.include('cannot be the name of a workflow');
    });
  }
});
