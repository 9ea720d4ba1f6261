import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import type {RunEvent} from '../../src/domain/run.js';
import {runFolder} from '../../src/store/project-store.js';
import {JOURNAL_FILE} from '../../src/store/run-files.js';
import {RunStore} from '../../src/store/run-store.js';
import {findBatch} from '../../src/verbs/find-batch.js';
import {findRun} from '../../src/verbs/find-run.js';
import {listBatches} from '../../src/verbs/list-batches.js';
import {agacError} from '../store/agac-error.js';
import {temporaryFolder} from '../store/temporary-folder.js';
import {workflow} from '../store/workflow.js';

const ACTIONS = [{name: 'a', mode: 'batch', dependencies: [], raise: false}] as const;
const at = (minute: number) => `2026-11-23T00:0${minute}:00.000Z`;

describe('verbs/find-batch and list-batches', () => {
  const root = temporaryFolder();

  /** A run with one batch for each id, planned at the minutes given; their parts have the job ids given. */
  function addRun(run: string, ...batches: readonly {id: string; minute: number; jobs?: readonly string[]}[]): void {
    const started = {type: 'run-started', at: at(0), run, workflow: 'wf', digest: 'd', actions: ACTIONS} as const;
    const store = RunStore.create(runFolder(root(), run), workflow('wf'), started);
    for (const {id, minute, jobs = ['none']} of batches) {
      const first = store.state.parts.length;
      const parts = jobs.map((_, i) => {
        const connection = {vendor: 'acme', options: {}};
        const rest = {
          mode: 'batch',
          key: `k${first + i}`,
          count: 1,
          bytes: 1,
          rounds: [],
          connection,
          model: 'm',
        } as const;
        return {part: first + i, ...rest};
      });
      store.append({type: 'parts-planned', at: at(minute), batch: id, rounds: [], parts});
      for (const [i, job] of jobs.entries()) {
        const sent: RunEvent = {type: 'part-sent', part: first + i, at: at(minute), receipt: {id: job}};
        if (job !== 'none') store.append(sent);
      }
    }
    store.close();
  }

  const found = (id?: string, last?: string) => {
    const job = last === undefined ? undefined : {batch: last, run: 'r', workflow: 'wf', submittedAt: at(0)};
    const {batch, state} = findBatch(root(), id, job);
    return [state.run, batch.id];
  };

  beforeEach(() => {
    addRun('run_1', {id: 'batch_aa1', minute: 1, jobs: ['job-1', 'job-2']}, {id: 'batch_aa12', minute: 4});
    addRun('run_2', {id: 'batch_b1', minute: 3, jobs: ['job-3']}, {id: 'batch_c1', minute: 2});
  });

  it('finds a batch by its id, though that be the beginning of another', () => {
    expect(found('batch_aa1')).to.deep.equal(['run_1', 'batch_aa1']);
  });

  it('finds it by a beginning of its id that no other has, with `batch_` or without', () => {
    expect(found('batch_b')).to.deep.equal(['run_2', 'batch_b1']);
    expect(found('aa12')).to.deep.equal(['run_1', 'batch_aa12']);
    expect(found('c')).to.deep.equal(['run_2', 'batch_c1']);
  });

  it("finds it by the vendor's id of any of its jobs, as a whole", async () => {
    expect(found('job-1')).to.deep.equal(['run_1', 'batch_aa1']);
    expect(found('job-2')).to.deep.equal(['run_1', 'batch_aa1']);
    expect(found('job-3')).to.deep.equal(['run_2', 'batch_b1']);
    await agacError('BATCH_UNKNOWN', () => found('job-'));
  });

  it('finds the last one submitted when none is named, and the named one before that', () => {
    expect(found(undefined, 'batch_c1')).to.deep.equal(['run_2', 'batch_c1']);
    expect(found('batch_b1', 'batch_c1')).to.deep.equal(['run_2', 'batch_b1']);
  });

  it('says so when nothing was ever submitted', async () => {
    const error = await agacError('NO_LAST_JOB', () => found());
    expect(error.actions).to.include('agac run -a WORKFLOW');
  });

  it('says which batches a beginning fits, or that there is none', async () => {
    const several = await agacError('BATCH_UNKNOWN', () => found('aa'));
    expect(several.data).to.deep.equal({wanted: 'aa', matches: ['batch_aa1', 'batch_aa12']});
    for (const wanted of ['x', '', 'batch_aa123', 'run_1']) {
      const none = await agacError('BATCH_UNKNOWN', () => found(wanted));
      expect(none.data).to.deep.equal({wanted, matches: []});
    }
    await agacError('BATCH_UNKNOWN', () => found(undefined, 'batch_gone'));
  });

  it('does not choose between two batches with one job', async () => {
    addRun('run_3', {id: 'batch_d1', minute: 5, jobs: ['job-1']});
    const error = await agacError('BATCH_UNKNOWN', () => found('job-1'));
    expect(error.data).to.have.deep.property('matches', ['batch_d1', 'batch_aa1']);
  });

  it('lists the newest first, whatever run they are of, and not more than wanted', () => {
    const ids = (limit: number) => listBatches(root(), limit).batches.map(({batch}) => batch);
    expect(ids(9)).to.deep.equal(['batch_aa12', 'batch_b1', 'batch_c1', 'batch_aa1']);
    expect(ids(2)).to.deep.equal(['batch_aa12', 'batch_b1']);
    expect(ids(0)).to.deep.equal([]);
  });

  it('lists them as the journal tells: sent or not', () => {
    const [, sent, unsent] = listBatches(root(), 9).batches;
    expect([sent?.status, unsent?.status]).to.deep.equal(['in_progress', 'validating']);
    expect(sent?.parts[0]).to.include({id: 'job-3', provider: 'acme'});
  });

  describe('beside a run whose journal is damaged', () => {
    const journal = (run: string) => join(runFolder(root(), run), JOURNAL_FILE);

    /** Makes a line of run_2, counted from 1, another one. The second plans batch_b1, the third sends job-3. */
    function spoil(line: number): void {
      const lines = readFileSync(journal('run_2'), 'utf8').split('\n');
      writeFileSync(journal('run_2'), lines.with(line - 1, 'torn').join('\n'));
    }

    it('lists those of the others, and says of which run there may be more', () => {
      spoil(2);
      const {batches, damaged} = listBatches(root(), 9);
      expect(batches.map(({batch}) => batch)).to.deep.equal(['batch_aa12', 'batch_aa1']);
      expect(damaged).to.have.length(1);
      expect(damaged[0]).to.deep.include({run: 'run_2', workflow: 'wf', jobs: [{id: 'job-3'}]});
      expect(damaged[0]?.message).to.contain(`Line 2 of ${journal('run_2')}`);
    });

    it('finds the others', () => {
      spoil(2);
      expect(found('batch_aa1')).to.deep.equal(['run_1', 'batch_aa1']);
      expect(found('aa12')).to.deep.equal(['run_1', 'batch_aa12']);
      expect(found('job-2')).to.deep.equal(['run_1', 'batch_aa1']);
      expect(found(undefined, 'batch_aa1')).to.deep.equal(['run_1', 'batch_aa1']);
    });

    it('does nothing with what is known to be of it', async () => {
      spoil(1);
      for (const wanted of ['batch_b1', 'c', 'job-3']) {
        const error = await agacError('STORE_DAMAGED', () => found(wanted));
        expect(error.message, wanted).to.contain(`Line 1 of ${journal('run_2')}`);
      }
      spoil(2);
      await agacError('STORE_DAMAGED', () => found('job-3'));
      const last = {batch: 'batch_b1', run: 'run_2', workflow: 'wf', submittedAt: at(0)};
      await agacError('STORE_DAMAGED', () => findBatch(root(), undefined, last));
    });

    it('says that what is not found may be of it, and what to do', async () => {
      spoil(2);
      const error = await agacError('BATCH_UNKNOWN', () => found('batch_b1'));
      expect(error.message)
        .to.contain('It may be of run_2')
        .and.to.contain(`Line 2 of ${journal('run_2')}`);
      expect(error.actions.join()).to.contain('agac batch list').and.to.contain('agac clean --damaged');
    });

    it('does not choose between a batch of it and another', async () => {
      spoil(1);
      addRun('run_3', {id: 'batch_b2', minute: 5});
      const error = await agacError('BATCH_UNKNOWN', () => found('batch_b'));
      expect(error.data).to.deep.equal({wanted: 'batch_b', matches: ['batch_b2', 'batch_b1']});
    });
  });

  describe('find-run', () => {
    it('does nothing with a damaged run, by its id, by the beginning of it or as the last', async () => {
      const journal = join(runFolder(root(), 'run_2'), JOURNAL_FILE);
      writeFileSync(journal, readFileSync(journal, 'utf8').slice(1));
      expect(findRun(root(), 'wf', '1').state.run).to.equal('run_1');
      for (const wanted of ['run_2', '2', undefined]) {
        await agacError('STORE_DAMAGED', () => findRun(root(), 'wf', wanted));
      }
      const error = await agacError('RUN_UNKNOWN', () => findRun(root(), 'wf', 'run_'));
      expect(error.data).to.have.deep.property('matches', ['run_2', 'run_1']);
    });
  });
});
