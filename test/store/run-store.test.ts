import {readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import type {RunEvent} from '../../src/domain/run.js';
import {readPlan, readState} from '../../src/store/read-run.js';
import {JOURNAL_FILE, PLAN_FILE} from '../../src/store/run-files.js';
import {RunStore} from '../../src/store/run-store.js';
import {agacError} from './agac-error.js';
import {collect} from './collect.js';
import {AT} from './events.js';
import {temporaryFolder} from './temporary-folder.js';
import {workflow} from './workflow.js';

const ACTIONS = [{name: 'sort', mode: 'batch', dependencies: [], raise: false}] as const;
const STARTED: RunEvent = {
  type: 'run-started',
  at: AT,
  run: 'run_1',
  workflow: 'triage',
  digest: 'd',
  actions: ACTIONS,
};
const TAKEN: RunEvent = {type: 'records-taken', action: 'sort', intake: 0, first: 0, count: 2, upTo: {}};

describe('store/run-store', () => {
  const temporary = temporaryFolder();
  const folder = () => join(temporary(), 'runs', 'run_1');

  function create(): RunStore {
    return RunStore.create(folder(), workflow(), STARTED);
  }

  it('is made for its owner only, and opened again where it was left', () => {
    const store = create();
    store.append(TAKEN);
    store.close();
    expect(statSync(folder()).mode & 0o777).to.equal(0o700);
    const again = RunStore.open(folder());
    expect(again.state).to.deep.equal(store.state);
    expect(again.state.actions[0]?.rounds).to.have.length(1);
    expect(readPlan(folder())).to.deep.equal(workflow());
    again.close();
  });

  it('keeps an event that cannot follow out of the journal and out of the state', () => {
    const store = create();
    const {state} = store;
    const journal = readFileSync(join(folder(), JOURNAL_FILE), 'utf8');
    expect(() => store.append({type: 'part-unfound', part: 7})).to.throw('part 7');
    expect(store.state).to.equal(state);
    expect(readFileSync(join(folder(), JOURNAL_FILE), 'utf8')).to.equal(journal);
    store.close();
  });

  it('is damaged where there is no run, no plan, or a journal that tells no story', async () => {
    await agacError('STORE_DAMAGED', () => RunStore.open(folder()));
    expect(readState(folder())).to.equal(undefined);
    create().close();
    const journal = readFileSync(join(folder(), JOURNAL_FILE), 'utf8');
    writeFileSync(join(folder(), JOURNAL_FILE), journal.slice(1));
    await agacError('STORE_DAMAGED', () => readState(folder()));
    writeFileSync(join(folder(), PLAN_FILE), '{');
    await agacError('STORE_DAMAGED', () => readPlan(folder()));
  });

  it('reads the lines of a file that it made, and none of one that it did not', async () => {
    const store = create();
    const file = store.create('actions/sort/intake-0.jsonl');
    file.write('{"a":"né"}\n{"b":1}\n');
    expect(store.has('actions/sort/intake-0.jsonl')).to.equal(false);
    file.commit();
    expect(await collect(store.read('actions/sort/intake-0.jsonl'))).to.deep.equal([{a: 'né'}, {b: 1}]);
    expect(await collect(store.read('actions/sort/intake-1.jsonl'))).to.deep.equal([]);
    expect(statSync(store.path('actions')).mode & 0o777).to.equal(0o700);
    store.remove('actions/sort/intake-0.jsonl');
    store.remove('actions/sort/intake-0.jsonl');
    expect(store.has('actions/sort/intake-0.jsonl')).to.equal(false);
    store.close();
  });

  it('says which file holds a line that is none', async () => {
    const store = create();
    writeFileSync(store.path('refused.jsonl'), '{"a":1}\n{"a"\n');
    const error = await agacError('STORE_DAMAGED', () => collect(store.read('refused.jsonl')));
    expect(error.message).to.contain('refused.jsonl');
    store.close();
  });
});
