import {existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {knownBatches, knownJobs} from '../../src/store/damaged-run.js';
import {isKeyOf, newId, partKey} from '../../src/store/ids.js';
import {Journal} from '../../src/store/journal.js';
import {readLastJob} from '../../src/store/last-job.js';
import {
  latestRun,
  listRuns,
  prepareStateFolder,
  runFolder,
  sortedRuns,
  writeLastJob,
} from '../../src/store/project-store.js';
import {JOURNAL_FILE, PLAN_FILE} from '../../src/store/run-files.js';
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
    expect(sortedRuns(root()).runs.map(({state}) => state.run)).to.deep.equal([third, second, first]);
    expect(latestRun(root(), 'triage')?.state.run).to.equal(second);
    expect(latestRun(root(), 'none')).to.equal(undefined);
  });

  it('overlooks what never became a run', () => {
    addRun('run_1');
    mkdirSync(runFolder(root(), 'run_2'));
    mkdirSync(runFolder(root(), 'run_3'));
    writeFileSync(join(runFolder(root(), 'run_3'), 'journal.jsonl'), '{"n":0,"sum":"12');
    writeFileSync(runFolder(root(), '.DS_Store'), '');
    expect(sortedRuns(root()).runs.map(({state}) => state.run)).to.deep.equal(['run_1']);
    expect(sortedRuns(root()).damaged).to.deep.equal([]);
  });

  describe('of a run whose journal is damaged', () => {
    const journal = (run: string) => join(runFolder(root(), run), JOURNAL_FILE);
    const connection = {vendor: 'acme', options: {}};
    const part = {mode: 'batch', count: 1, bytes: 1, rounds: [], connection, model: 'm'} as const;

    /** Two jobs, of which the first has been fetched. */
    function addBusyRun(run: string): void {
      addRun(run);
      const store = RunStore.open(runFolder(root(), run));
      const parts = [0, 1].map((number) => ({...part, part: number, key: `k${number}`}));
      store.append({type: 'parts-planned', at: AT, batch: `batch_${run}`, rounds: [], parts});
      for (const number of [0, 1]) {
        store.append({type: 'part-sent', part: number, at: AT, receipt: {id: `job-${number}`}});
      }
      store.append({type: 'part-fetched', part: 0, lines: 1, bytes: 1});
      store.close();
    }

    /** Makes a line, counted from 1, another one. */
    function spoil(run: string, line: number, text = 'torn'): void {
      const lines = readFileSync(journal(run), 'utf8').split('\n');
      writeFileSync(journal(run), lines.with(line - 1, text).join('\n'));
    }

    const damaged = () => sortedRuns(root()).damaged[0]!;

    it('knows what is wrong and where, and reads the others', () => {
      addRun('run_1');
      addRun('run_2');
      addRun('run_3');
      spoil('run_2', 1);
      const {runs} = sortedRuns(root());
      expect(runs.map(({state}) => state.run)).to.deep.equal(['run_3', 'run_1']);
      expect(damaged()).to.deep.include({folder: runFolder(root(), 'run_2'), run: 'run_2', workflow: 'triage'});
      const {code, message, data, actions} = damaged().error;
      expect(code).to.equal('STORE_DAMAGED');
      expect(message).to.equal(`Line 1 of ${journal('run_2')} is not what agac wrote.`);
      expect(data).to.deep.equal({file: journal('run_2'), line: 1});
      expect(actions.join()).to.contain('backup').and.to.contain('agac clean --damaged');
    });

    it('knows the batches and jobs that whole lines tell of, also those behind the damage', () => {
      addBusyRun('run_1');
      spoil('run_1', 3);
      expect(knownBatches(damaged())).to.deep.equal(['batch_run_1']);
      expect(knownJobs(damaged())).to.deep.equal([
        {id: 'job-1', batch: 'batch_run_1', vendor: 'acme', isFetched: false},
      ]);
      spoil('run_1', 2);
      expect(knownBatches(damaged())).to.deep.equal([]);
      expect(knownJobs(damaged())).to.deep.equal([{id: 'job-1', isFetched: false}]);
    });

    it('knows which of the jobs have been fetched', () => {
      addBusyRun('run_1');
      spoil('run_1', 1);
      expect(knownJobs(damaged()).map(({id, isFetched}) => [id, isFetched])).to.deep.equal([
        ['job-0', true],
        ['job-1', false],
      ]);
    });

    it('says in which line a fact cannot follow from those before it', () => {
      addBusyRun('run_1');
      const lines = readFileSync(journal('run_1'), 'utf8');
      // Whole lines, of a story without its second: as when two journals were mixed up.
      rmSync(journal('run_1'));
      const mixed = new Journal(journal('run_1'));
      mixed.append(JSON.parse(lines.split('\n')[0]!).event);
      mixed.append({type: 'part-sending', part: 3, at: AT});
      mixed.close();
      expect(damaged().error.message)
        .to.contain(`Line 2 of ${journal('run_1')}`)
        .and.to.contain('no part 3');
    });

    it('does not take a run for none because its journal is empty or gone', () => {
      addRun('run_1');
      mkdirSync(join(runFolder(root(), 'run_1'), 'parts'));
      for (const lose of [() => writeFileSync(journal('run_1'), ''), () => rmSync(journal('run_1'))]) {
        lose();
        expect(damaged()).to.include({run: 'run_1', workflow: 'triage'});
        expect(damaged().error.data).to.deep.equal({file: journal('run_1')});
      }
    });

    it('does not pass it over for an earlier one when the last of its workflow is wanted', async () => {
      addRun('run_1');
      addRun('run_2');
      addRun('run_3', 'other');
      spoil('run_2', 1);
      const error = await agacError('STORE_DAMAGED', () => latestRun(root(), 'triage'));
      expect(error.message).to.contain('last run of triage, run_2,').and.to.contain(journal('run_2'));
      expect(latestRun(root(), 'other')?.state.run).to.equal('run_3');
      addRun('run_4');
      expect(latestRun(root(), 'triage')?.state.run).to.equal('run_4');
    });

    it('takes it for the last of every workflow where nobody can say of which it is', async () => {
      addRun('run_1');
      addRun('run_2', 'other');
      spoil('run_2', 1);
      writeFileSync(join(runFolder(root(), 'run_2'), PLAN_FILE), 'null');
      expect(damaged()).not.to.have.property('workflow');
      const error = await agacError('STORE_DAMAGED', () => latestRun(root(), 'triage'));
      expect(error.message).to.contain('may be the last run of triage');
    });
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

  it('name the parts of a run, and tell whose a part is', () => {
    const [one, other] = [1, 2].map((time) => newId('run', new Date(time))) as [string, string];
    const key = partKey(one, 40);
    expect(key).to.match(/^[A-Za-z][A-Za-z0-9]{0,63}$/);
    expect([isKeyOf(one, key), isKeyOf(other, key)]).to.deep.equal([true, false]);
  });
});
