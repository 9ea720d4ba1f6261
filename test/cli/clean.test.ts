import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {rememberRemoved} from '../../src/store/removed-runs.js';
import {ROOT} from '../sandbox.js';
import {FOLDER, LookProject} from './look-project.js';

const LOCAL = `name: w
description: d
actions:
  - name: say
    model_vendor: local
    model_name: sample
    run_mode: batch
    prompt: p
    schema: {a: string!}
    context_scope: {observe: [source.text]}
`;

const ACME = LOCAL.replace('local', 'acme')
  .replace('sample', 'acme-tiny')
  .replace('a: string!', 'label: string!, why: string!');

interface Cleaning {
  readonly entries: readonly {kind: string; path: string; bytes: number; run?: string}[];
  readonly kept: readonly {run: string; why: string}[];
  readonly uncollected: readonly {job?: string; batch: string; removed: boolean}[];
  readonly removed: boolean;
  readonly warnings: readonly string[];
}

/** Runs a command on a terminal of its own, and answers the first question that it asks there. */
const TERMINAL = `
import os, pty, sys
asked = False
def read(fd):
    global asked
    text = os.read(fd, 4096)
    if b'[y/N]' in text and not asked:
        asked = True
        os.write(fd, sys.argv[1].encode() + b'\\r')
    return text
pty.spawn(sys.argv[2:], read)
`;

describe('agac clean', function () {
  this.timeout(60_000);
  let project: LookProject;

  afterEach(() => project.close());

  const clean = (...flags: string[]): Promise<Cleaning> => project.json(['clean', ...flags]);
  const kinds = ({entries}: Cleaning) => entries.map(({kind}) => kind);
  const runs = () => readdirSync(join(project.sandbox.project, '.agac', 'runs'));
  const run = async (...flags: string[]) =>
    (await project.json(['run', '-a', 'w', '--wait', ...flags])).look.run as string;
  const submit = async (...flags: string[]) => {
    const {look, submitted} = await project.json(['run', '-a', 'w', ...flags]);
    return {run: look.run as string, batch: submitted.batch as string};
  };

  describe('on the built-in engine', () => {
    beforeEach(async () => {
      project = await LookProject.open(LOCAL);
    });

    it('has nothing to do, and writes nothing, where nothing has been run', async () => {
      expect(await clean('--yes', '--all')).to.deep.include({entries: [], removed: false});
      expect(existsSync(join(project.sandbox.project, '.agac'))).to.equal(false);
    });

    it('lists finished runs before the last and jobs that are collected, and removes them when told to', async () => {
      const first = await run();
      const last = await run('--fresh');
      const outputs = project.sandbox.files(`${FOLDER}/agent_io`);
      const before = project.remembered();
      const listed = await clean();
      expect(kinds(listed)).to.deep.equal(['run', 'job', 'job']);
      expect(listed).to.deep.include({kept: [{run: last, workflow: 'w', why: 'last'}], removed: false});
      for (const {path, bytes} of listed.entries) {
        const files = Object.values(project.sandbox.files(path));
        expect(bytes).to.equal(files.reduce((sum, text) => sum + Buffer.byteLength(text), 0));
      }
      expect(await project.text(['clean', '--dry-run']))
        .to.contain(`.agac/runs/${first}`)
        .and.to.contain('Nothing was removed. To remove: agac clean --yes');
      expect(project.remembered(), 'after only looking').to.deep.equal(before);

      const removed = await clean('--yes');
      expect([kinds(removed), removed.removed]).to.deep.equal([kinds(listed), true]);
      expect(runs()).to.deep.equal([last]);
      expect(readdirSync(join(project.sandbox.project, '.agac', 'local'))).to.deep.equal([]);
      expect(project.sandbox.files(`${FOLDER}/agent_io`)).to.deep.equal(outputs);
      expect(kinds(await clean())).to.deep.equal([]);
      // What is left is a run like any other.
      project.sandbox.delete(`${FOLDER}/agent_io/target`);
      await project.text(['batch', 'retrieve']);
      expect(project.sandbox.files(`${FOLDER}/agent_io`)).to.deep.equal(outputs);
      expect((await project.json(['run', '-a', 'w'])).alreadyFinished).to.equal(true);
    });

    it('keeps the job of a part that has not been fetched', async () => {
      await submit();
      expect(await clean('--yes')).to.deep.include({entries: [], removed: false});
      await project.text(['batch', 'retrieve', '--wait']);
    });

    it('with --all removes the last run too; what was submitted says so, and the next run begins anew', async () => {
      await run();
      const {batch} = (await project.json(['batch', 'list']))[0];
      expect(kinds(await clean('--all', '--yes'))).to.deep.equal(['run', 'job']);
      for (const args of [
        ['batch', 'status'],
        ['batch', 'retrieve'],
        ['batch', 'status', '--batch-id', batch],
      ]) {
        const failure = await project.json(args, 2);
        expect(failure.code).to.equal('BATCH_UNKNOWN');
        expect(failure.message).to.contain(batch).and.to.contain('`agac clean` removed');
        expect(failure.actions).to.include('agac batch list');
      }
      expect((await project.json(['status', '-a', 'w'])).nextCommand).to.equal('agac run -a w');
      expect(await run()).to.match(/^run_/);
    });

    it('removes what is known of the files of a workflow that is gone, and what a crash left of a removal', async () => {
      await run();
      await clean('--yes');
      project.sandbox.delete(`${FOLDER}/agent_config`);
      project.sandbox.write({
        '.agac/removed/run_1-abc/plan.json': '{}',
        '.agac/local/.new-orphan-0123456789ab/job.json': '{}',
        '.agac/local/.keep/mine': '',
        '.agac/local/mine-0123456789ab/too': '',
      });
      const removed = await clean('--yes');
      expect(removed.entries.map(({path}) => path)).to.deep.equal([
        '.agac/local/.new-orphan-0123456789ab',
        '.agac/written/w',
        '.agac/removed/run_1-abc',
      ]);
      expect(removed.kept[0]).to.include({why: 'last'});
      expect(await clean()).to.deep.include({entries: []});
      expect(project.remembered()).to.include.keys('local/.keep/mine', 'local/mine-0123456789ab/too');
    });

    it('asks where there is a terminal, and takes only a yes for one', async () => {
      await run();
      expect(onTerminal(['clean', '--all'], 'n'))
        .to.contain('[y/N]')
        .and.to.contain('Nothing was removed.');
      expect(runs()).to.have.length(1);
      expect(onTerminal(['clean', '--all'], 'y')).to.contain('Removed: 2 entries');
      expect(runs()).to.deep.equal([]);
    });

    it('removes nothing while another agac works on one of the workflows: exit 6', async () => {
      await run();
      await run('--fresh');
      const [claim] = await heldLock();
      const before = runs();
      const failure = await project.json(['clean', '--yes'], 6);
      expect(failure.code).to.equal('LOCKED');
      expect(runs()).to.deep.equal(before);
      project.sandbox.delete(claim!);
      expect((await clean('--yes')).removed).to.equal(true);
    });
  });

  describe('with jobs at a vendor', () => {
    beforeEach(async () => {
      project = await LookProject.open(ACME);
    });

    it('names each job that is not collected, and keeps its run unless it is told otherwise', async () => {
      const first = await submit();
      const {id} = project.vendor.left().jobs[0]!;
      const kept = await clean('--yes');
      expect(kept).to.deep.include({entries: [], removed: false});
      expect(kept.warnings).to.have.length(1);
      expect(kept.warnings[0]).to.contain(first.batch).and.to.contain(`job ${id} at acme`);
      const listed = await clean('--all');
      expect(listed.uncollected).to.deep.equal([
        {run: first.run, workflow: 'w', batch: first.batch, part: 0, vendor: 'acme', job: id, removed: true},
      ]);
      expect(runs()).to.deep.equal([first.run]);
      const gone = await clean('--all', '--yes');
      expect(gone.warnings[0]).to.contain(id).and.to.contain('cannot be collected any more');
      expect(runs()).to.deep.equal([]);
      const failure = await project.json(['batch', 'retrieve', '--batch-id', id], 2);
      expect(failure.message).to.contain(first.run);
    });

    it('deletes at the vendors what they have of the runs when it is told to, and nothing of the others', async () => {
      await project.finish();
      project.records(5);
      await project.finish();
      const files = project.vendor.left().files.length;
      expect((await clean('--at-vendors', '--dry-run')).removed).to.equal(false);
      expect(project.vendor.left().files).to.have.length(files);
      expect(await clean('--yes', '--at-vendors')).to.deep.include({removed: true, discarded: 1});
      // What was asked, and what was answered.
      expect(project.vendor.left().files).to.have.length(files - 2);
    });

    it('deletes nothing at a vendor of a job whose results are not here, though its run may go', async () => {
      await submit();
      const files = project.vendor.left().files.length;
      expect(await clean('--all', '--yes', '--at-vendors')).to.deep.include({removed: true, discarded: 0});
      expect(project.vendor.left().files).to.have.length(files);
    });

    it('keeps a run that a vendor would not delete', async () => {
      await project.finish();
      project.records(5);
      await project.finish();
      project.vendor.fail({on: 'discard', when: 'before', how: {status: 401}, times: 20});
      const failure = await project.json(['clean', '--yes', '--at-vendors'], 4);
      expect(failure.code).to.equal('KEY_REFUSED');
      expect(runs()).to.have.length(2);
    });

    it('keeps the run whose answers one that is not finished takes again, until that is finished', async () => {
      await project.finish();
      const [first] = runs();
      project.records(5);
      const {run: second} = await submit();
      expect((await clean('--yes')).kept).to.deep.equal([
        {run: second, workflow: 'w', why: 'last'},
        {run: first, workflow: 'w', why: 'followed'},
      ]);
      await project.finish();
      expect((await clean('--yes')).entries.map(({run: each}) => each)).to.deep.equal([first]);
      expect((await project.json(['preview', '-a', 'w', '--action', 'say'])).total).to.equal(5);
    });

    it('keeps an older run of which records are asked again', async () => {
      project.vendor.answer(() => [{kind: 'text', text: 'no JSON'}]);
      const {run: first, batch} = await submit();
      await project.vendor.advance('all', 'completed');
      await project.text(['batch', 'retrieve'], 1);
      project.vendor.answer(() => [{kind: 'text', text: '{"label": "ok", "why": "so"}'}]);
      await project.finish('--fresh');
      expect((await clean()).entries.map(({run: each}) => each)).to.deep.equal([first]);
      await project.json(['batch', 'retry', '--batch-id', batch]);
      const {kept, entries, uncollected} = await clean('--yes');
      expect([entries, kept[1]]).to.deep.equal([[], {run: first, workflow: 'w', why: 'uncollected'}]);
      expect(uncollected).to.have.length(1);
      await project.vendor.advance('all', 'completed');
      await project.text(['batch', 'retrieve', '--batch-id', uncollected[0]!.batch]);
      expect((await clean()).entries.map(({run: each}) => each)).to.deep.equal([first]);
    });

    it('says that nobody knows whether a vendor has a part whose submission was lost', async () => {
      project.vendor.fail({on: 'create', when: 'before', how: 'reset'});
      await project.text(['run', '-a', 'w'], 7);
      const {entries, kept, uncollected} = await clean();
      expect([entries, kept[0]!.why]).to.deep.equal([[], 'last']);
      expect(uncollected[0]).to.not.have.property('job');
    });
  });

  /** What the command shows on a terminal where its question is answered. */
  function onTerminal(args: readonly string[], answer: string): string {
    const command = [process.execPath, join(ROOT, 'bin', 'run.js'), ...args];
    const {project: cwd, env} = project.sandbox;
    const {stdout, stderr} = spawnSync('python3', ['-c', TERMINAL, answer, ...command], {
      cwd,
      env: env as NodeJS.ProcessEnv,
      encoding: 'utf8',
      timeout: 30_000,
    });
    return stdout + stderr;
  }

  /** Takes the workflow's lock as this process, which is alive; returns the claims. */
  async function heldLock(): Promise<string[]> {
    const {takeLock} = await import('../../src/store/lock.js');
    const {lockFolder} = await import('../../src/store/project-store.js');
    await takeLock(lockFolder(project.sandbox.project, 'w'), 'agac run -a w');
    return Object.keys(project.sandbox.files('.agac/locks/w')).map((name) => `.agac/locks/w/${name}`);
  }
});

describe('store/removed-runs', () => {
  it('is what the lines behind a half-written one still say', async () => {
    const project = await LookProject.open(LOCAL);
    const removed = {
      run: 'run_1',
      workflow: 'w',
      removedAt: '2026-11-26T00:00:00.000Z',
      batches: ['batch_1'],
      jobs: [],
    };
    project.sandbox.write({'.agac/removed-runs.jsonl': '\n{"run": "run_0", "batch'});
    rememberRemoved(project.sandbox.project, removed);
    const failure = await project.json(['batch', 'status', '--batch-id', 'batch_1'], 2);
    await project.close();
    expect(failure.message).to.contain('batch_1 was of run_1 of w');
  });
});
