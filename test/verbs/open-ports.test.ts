import {expect} from 'chai';
import {runFolder} from '../../src/store/project-store.js';
import {rememberRemoved} from '../../src/store/removed-runs.js';
import {RunStore} from '../../src/store/run-store.js';
import {openPorts} from '../../src/verbs/open-ports.js';
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
});
