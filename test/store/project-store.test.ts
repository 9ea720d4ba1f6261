import {existsSync, mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {newId} from '../../src/store/ids.js';
import {readLastJob} from '../../src/store/last-job.js';
import {latestRun, listRuns, prepareStateFolder, runFolder, writeLastJob} from '../../src/store/project-store.js';
import {RunStore} from '../../src/store/run-store.js';
import {readWrittenNames, writeWrittenNames} from '../../src/store/written-names.js';
import {agacError} from './agac-error.js';
import {AT} from './events.js';
import {temporaryFolder} from './temporary-folder.js';
import {workflow} from './workflow.js';

const JOB = {batch: 'batch_1', run: 'run_1', workflow: 'triage', submittedAt: AT};

describe('store/project-store', () => {
  const root = temporaryFolder();

  function addRun(run: string, name = 'triage'): void {
    const started = {type: 'run-started', at: AT, run, workflow: name, digest: 'd', actions: []} as const;
    RunStore.create(runFolder(root(), run), workflow(name), started).close();
  }

  it('makes a folder for its state that only its owner reads and that git ignores', () => {
    prepareStateFolder(root());
    prepareStateFolder(root());
    expect(statSync(join(root(), '.agac')).mode & 0o777).to.equal(0o700);
    expect(readFileSync(join(root(), '.agac', '.gitignore'), 'utf8')).to.equal('*\n');
  });

  it('keeps what the user wrote into the .gitignore', () => {
    mkdirSync(join(root(), '.agac'));
    writeFileSync(join(root(), '.agac', '.gitignore'), '!runs\n');
    prepareStateFolder(root());
    expect(readFileSync(join(root(), '.agac', '.gitignore'), 'utf8')).to.equal('!runs\n');
  });

  it('says where it cannot write', async () => {
    writeFileSync(join(root(), '.agac'), 'a file');
    const error = await agacError('STORE_WRITE', () => prepareStateFolder(root()));
    expect(error.message).to.contain(join(root(), '.agac'));
  });

  it('has no runs in a new project, and makes no folder by looking', () => {
    expect([...listRuns(root())]).to.deep.equal([]);
    expect(existsSync(join(root(), '.agac'))).to.equal(false);
  });

  it('lists the newest run first, and finds the newest of a workflow', () => {
    const ids = [3, 1, 2].map((second) => newId('run', new Date(1_800_000_000_000 + second * 1_000)));
    const [third, first, second] = ids as [string, string, string];
    addRun(third, 'other');
    addRun(first);
    addRun(second);
    expect([...listRuns(root())].map(({state}) => state.run)).to.deep.equal([third, second, first]);
    expect(latestRun(root(), 'triage')?.state.run).to.equal(second);
    expect(latestRun(root(), 'none')).to.equal(undefined);
  });

  it('overlooks what never became a run', () => {
    addRun('run_1');
    mkdirSync(runFolder(root(), 'run_2'));
    mkdirSync(runFolder(root(), 'run_3'));
    writeFileSync(join(runFolder(root(), 'run_3'), 'journal.jsonl'), '{"n":0,"sum":"12');
    writeFileSync(runFolder(root(), '.DS_Store'), '');
    expect([...listRuns(root())].map(({state}) => state.run)).to.deep.equal(['run_1']);
  });

  it('remembers the last job', () => {
    expect(readLastJob(root())).to.equal(undefined);
    writeLastJob(root(), JOB);
    expect(readLastJob(root())).to.deep.equal(JOB);
  });

  it('knows no last job where the file holds anything else', () => {
    mkdirSync(join(root(), '.agac'));
    const {workflow: _, ...lacking} = JOB;
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '"batch_1"',
      JSON.stringify(lacking),
      JSON.stringify({...JOB, batch: 1}),
    ]) {
      writeFileSync(join(root(), '.agac', 'last-job.json'), text);
      expect(readLastJob(root()), text).to.equal(undefined);
    }
  });

  it('remembers the names that an action wrote, and none where it cannot tell', () => {
    const place = {workflow: 'triage', action: 'sort'};
    expect(readWrittenNames(root(), place)).to.deep.equal([]);
    writeWrittenNames(root(), place, ['a.json', 'b/c.json']);
    expect(readWrittenNames(root(), place)).to.deep.equal(['a.json', 'b/c.json']);
    expect(readWrittenNames(root(), {...place, action: 'other'})).to.deep.equal([]);
    for (const text of ['', '{}', 'null', '[1]']) {
      writeFileSync(join(root(), '.agac', 'written', 'triage', 'sort.json'), text);
      expect(readWrittenNames(root(), place), text).to.deep.equal([]);
    }
  });
});

describe('store/ids', () => {
  it('are sorted by the time they were made, and never twice the same', () => {
    const times = [0, 1, 31, 32, 1_800_000_000_000, 1_800_000_000_001, 4_102_444_800_000];
    const ids = times.map((time) => newId('run', new Date(time)));
    expect(ids.toSorted()).to.deep.equal(ids);
    for (const id of ids) expect(id).to.match(/^run_[0-9a-z]{26}$/);
    expect(new Set(Array.from({length: 1_000}, () => newId('batch', new Date(0)))).size).to.equal(1_000);
  });
});
