import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {runFolder} from '../../src/store/project-store.js';
import {rememberRemoved} from '../../src/store/removed-runs.js';
import {JOURNAL_FILE} from '../../src/store/run-files.js';
import {RunStore} from '../../src/store/run-store.js';
import {openPorts} from '../../src/verbs/open-ports.js';
import {agacError} from '../store/agac-error.js';
import {AT} from '../store/events.js';
import {temporaryFolder} from '../store/temporary-folder.js';
import {workflow} from '../store/workflow.js';

describe('verbs/open-ports', () => {
  const root = temporaryFolder();

  // A vendor without keys tells a lost job by its size, and must not be offered one that is known to be another's.
  it("knows every job that a vendor had of the project, also of runs that were removed, and no other vendor's", async () => {
    const plan = workflow('wf');
    const run = 'run_2';
    const started = {type: 'run-started', at: AT, run, workflow: 'wf', digest: 'd', actions: []} as const;
    const store = RunStore.create(runFolder(root(), run), plan, started);
    const connection = {vendor: 'acme', options: {}};
    const part = {part: 0, mode: 'batch', key: 'k', count: 1, bytes: 1, rounds: [], connection, model: 'm'} as const;
    store.append({type: 'parts-planned', at: AT, batch: 'batch_2', rounds: [], parts: [part]});
    store.append({type: 'part-sent', part: 0, at: AT, receipt: {id: 'job-2'}});
    const jobs = ['acme', 'other'].map((vendor) => ({batch: 'batch_1', vendor, id: `job-1-${vendor}`}));
    rememberRemoved(root(), {run: 'run_1', workflow: 'wf', removedAt: AT, batches: ['batch_1'], jobs});
    const place = {root: root(), providers: [], signal: new AbortController().signal, log: () => {}};
    const ports = openPorts(place, {store, plan}, {notify: () => {}, concurrency: 1});
    expect(ports.jobsAt('acme')).to.have.members(['job-2', 'job-1-acme']);
    await ports.close();
    store.close();
  });

  it('knows them also of a run whose journal is damaged, as far as it can be read', async () => {
    const start = (run: string) =>
      ({type: 'run-started', at: AT, run, workflow: 'wf', digest: 'd', actions: []}) as const;
    const plan = workflow('wf');
    const connection = {vendor: 'acme', options: {}};
    const part = {part: 0, mode: 'batch', key: 'k', count: 1, bytes: 1, rounds: [], connection, model: 'm'} as const;
    const lost = RunStore.create(runFolder(root(), 'run_1'), plan, start('run_1'));
    lost.append({type: 'parts-planned', at: AT, batch: 'batch_1', rounds: [], parts: [part]});
    lost.append({type: 'part-sent', part: 0, at: AT, receipt: {id: 'job-1'}});
    lost.close();
    const journal = join(runFolder(root(), 'run_1'), JOURNAL_FILE);
    const lines = readFileSync(journal, 'utf8').split('\n');
    const store = RunStore.create(runFolder(root(), 'run_2'), plan, {...start('run_2'), after: 'run_1'});
    const place = {root: root(), providers: [], signal: new AbortController().signal, log: () => {}};
    const ports = openPorts(place, {store, plan}, {notify: () => {}, concurrency: 1});
    writeFileSync(journal, lines.with(0, 'torn').join('\n'));
    expect([ports.jobsAt('acme'), ports.jobsAt('other')]).to.deep.equal([['job-1'], []]);
    // And what was answered there is not asked again.
    await agacError('STORE_DAMAGED', () => ports.earlier());
    // Whose job it is cannot be told then: it may be any vendor's.
    writeFileSync(journal, lines.with(1, 'torn').join('\n'));
    expect([ports.jobsAt('acme'), ports.jobsAt('other')]).to.deep.equal([['job-1'], ['job-1']]);
    await ports.close();
    store.close();
  });
});
