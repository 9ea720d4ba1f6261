import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {LookProject} from './look-project.js';

const ACTION = `name: w
description: d
actions:
  - name: say
    model_vendor: acme
    model_name: acme-tiny
    run_mode: batch
    prompt: p
    schema: {label: string!, why: string!}
    context_scope: {observe: [source.text]}
`;
const OTHER = 'agent_workflow/z';

interface Submitted {
  readonly run: string;
  readonly batch: string;
}

describe('a run whose journal is damaged', function () {
  this.timeout(60_000);
  let project: LookProject;

  afterEach(() => project.close());

  const journal = (run: string) => `.agac/runs/${run}/journal.jsonl`;
  const runs = () => readdirSync(join(project.sandbox.project, '.agac', 'runs'));
  const jobs = () => project.vendor.left().jobs.length;

  async function submit(workflow = 'w'): Promise<Submitted> {
    const {look, submitted} = await project.json(['run', '-a', workflow]);
    return {run: look.run, batch: submitted.batch};
  }

  /** As a bad disk would: a byte in the middle of a line is another one. */
  function damage(run: string, line = 2): void {
    const lines = project.sandbox.read(journal(run)).split('\n');
    const [text] = lines.splice(line - 1, 1);
    lines.splice(line - 1, 0, text!.replace('"event"', '"evint"'));
    project.sandbox.write({[journal(run)]: lines.join('\n')});
  }

  function hasToldOf(run: string, {warnings}: {readonly warnings: readonly string[]}): void {
    expect(warnings).to.have.length(1);
    expect(warnings[0])
      .to.contain(`${run} of w cannot be read. Line 2 of ${join(project.sandbox.project, journal(run))}`)
      .and.to.contain('backup')
      .and.to.contain('agac clean --damaged');
  }

  describe('with jobs at a vendor', () => {
    let lost: Submitted;
    let job: string;

    /** The last run of w is damaged; that of z is not. */
    beforeEach(async () => {
      project = await LookProject.open(ACTION);
      project.sandbox.write({
        [`${OTHER}/agent_config/z.yml`]: ACTION.replace('name: w', 'name: z'),
        [`${OTHER}/agent_io/staging/in.json`]: '[{"id": 0, "text": "t"}]',
      });
      lost = await submit();
      job = project.vendor.left().jobs[0]!.id;
      damage(lost.run);
    });

    it('is told of where runs are listed, and harms none of the others', async () => {
      const sound = await submit('z');
      const listed = await project.json(['batch', 'list']);
      expect(Object.values(listed).flatMap((each) => (each as {batch?: string}).batch ?? [])).to.deep.equal([
        sound.batch,
      ]);
      hasToldOf(lost.run, listed);
      expect(await project.text(['batch', 'list'])).to.match(/^batch_.* z .*\nWarning: run_/);
      const status = await project.json(['status']);
      expect(status.workflows[0]).to.deep.equal({workflow: 'w', damaged: lost.run});
      expect(status.workflows[1].run.look.state).to.equal('pending');
      hasToldOf(lost.run, status);
      expect(await project.text(['status'])).to.match(/^w {2}damaged +run_\w+ cannot be read\nz {2}pending/);
      expect((await project.json(['batch', 'status'])).batch).to.equal(sound.batch);
      await project.vendor.advance('all', 'completed');
      await project.text(['batch', 'retrieve', '--batch-id', sound.batch.slice(0, -2)]);
      expect((await project.json(['run', '-a', 'z'])).alreadyFinished).to.equal(true);
    });

    it('is not worked with itself, and what may be of it says so', async () => {
      for (const args of [
        ['batch', 'status'],
        ['batch', 'retrieve', '--batch-id', lost.batch],
        ['batch', 'cancel', '--batch-id', job],
        ['batch', 'retry', '-a', 'w'],
        ['status', '-a', 'w'],
        ['preview', '-a', 'w', '--action', 'say'],
      ]) {
        const failure = await project.json(args, 6);
        expect(failure.code, args.join(' ')).to.equal('STORE_DAMAGED');
        expect(failure.data).to.deep.equal({file: join(project.sandbox.project, journal(lost.run)), line: 2});
      }
      const unknown = await project.json(['batch', 'status', '--batch-id', 'job_of_another'], 2);
      expect(unknown.code).to.equal('BATCH_UNKNOWN');
      expect(unknown.message).to.contain(`It may be of ${lost.run}`).and.to.contain('Line 2 of');
    });

    it('is the last of its workflow still: nothing is asked again that may have been paid', async () => {
      const asked = project.vendor.seen().length;
      for (const flags of [[], ['--fresh'], ['--dry-run']]) {
        const failure = await project.json(['run', '-a', 'w', ...flags], 6);
        expect(failure.code).to.equal('STORE_DAMAGED');
        expect(failure.message).to.contain(`The last run of w, ${lost.run}, cannot be read, and may have jobs`);
        expect(failure.actions.join()).to.contain('backup').and.to.contain('agac clean --damaged');
      }
      expect([project.vendor.seen().length, runs()]).to.deep.equal([asked, [lost.run]]);
    });

    it('is kept by clean, also with --all, and goes only by a word of its own', async () => {
      for (const flags of [[], ['--all']]) {
        const kept = await project.json(['clean', '--yes', ...flags]);
        expect(kept).to.deep.include({entries: [], removed: false});
        expect(kept.damaged[0]).to.deep.include({run: lost.run, workflow: 'w', removed: false});
        hasToldOf(lost.run, kept);
      }
      const listed = await project.text(['clean', '--damaged']);
      expect(listed)
        .to.contain('run that cannot be read, of w')
        .and.to.contain('To remove: agac clean --damaged --yes');
      expect(runs()).to.deep.equal([lost.run]);
      const gone = await project.json(['clean', '--damaged', '--yes']);
      expect(gone.entries.map(({kind, run}: Record<string, string>) => [kind, run])).to.deep.equal([
        ['damaged', lost.run],
      ]);
      expect(gone.warnings[0]).to.contain('is paid for all the same').and.to.contain(`${job} at acme`);
      expect(runs()).to.deep.equal([]);
      const failure = await project.json(['batch', 'retrieve', '--batch-id', job], 2);
      expect(failure.message).to.contain(lost.run).and.to.contain('`agac clean` removed');
      expect(jobs()).to.equal(1);
      await submit();
      expect(jobs()).to.equal(2);
    });
  });

  describe('before the last', () => {
    it('stops nothing, and keeps what it may need', async () => {
      project = await LookProject.open(ACTION.replace('acme-tiny', 'sample').replace('acme', 'local'));
      const run = async (...flags: string[]) =>
        (await project.json(['run', '-a', 'w', '--wait', ...flags])).look.run as string;
      const first = await run();
      project.records(5);
      const second = await run();
      const third = await run('--fresh');
      damage(second);
      expect((await project.json(['run', '-a', 'w'])).alreadyFinished).to.equal(true);
      expect((await project.json(['status', '-a', 'w'])).run.look.run).to.equal(third);
      const spooled = () => readdirSync(join(project.sandbox.project, '.agac', 'local'));
      expect(spooled()).to.have.length(3);
      // The second takes answers of the first, and may have jobs to fetch.
      const cleaned = await project.json(['clean', '--yes']);
      expect(cleaned.kept.map(({run: id, why}: Record<string, string>) => [id, why])).to.deep.equal([
        [third, 'last'],
        [first, 'followed'],
      ]);
      expect(spooled()).to.have.length(1);
      await project.json(['clean', '--damaged', '--yes']);
      expect(runs()).to.deep.equal([third]);
      expect(spooled()).to.deep.equal([]);
    });
  });
});
