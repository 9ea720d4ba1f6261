import {spawn} from 'node:child_process';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {expect} from 'chai';
import {AcmeVendor} from '../../plugins/_template/src/vendor.js';
import {ROOT, Sandbox} from '../sandbox.js';
import {expectValid} from '../schemas.js';

const BIN = join(ROOT, 'bin', 'run.js');
const ESCAPE = '\u001b';

describe('the shell around the commands', function () {
  this.timeout(60_000);
  const sandbox = new Sandbox();
  const outside = {cwd: sandbox.home};

  before(async () => {
    await sandbox.agac(['init', 'project'], outside);
    await sandbox.agac(['run', '-a', 'triage', '--wait', '-q']);
  });
  after(() => sandbox.remove());

  it('needs no project for help, version, providers and plugins', async () => {
    for (const args of [
      ['--help'],
      ['help', 'run'],
      ['--version'],
      ['version'],
      ['providers'],
      ['plugins'],
      ['batch', '--help'],
      ['autocomplete', '--help'],
    ]) {
      const {code, stderr} = await sandbox.agac(args, outside);
      expect(code, `${args.join(' ')}: ${stderr}`).to.equal(0);
    }
  });

  it('shows the exit codes under the help of every command', async () => {
    const {stdout} = await sandbox.agac(['batch', 'retrieve', '--help'], outside);
    expect(stdout)
      .to.match(/EXIT CODES\n\s+0 {2}done/)
      .and.to.contain(' 69  pending');
  });

  it('says so when a command that needs a project is typed outside of one: exit 3', async () => {
    for (const args of [
      ['run', '-a', 'x'],
      ['validate', '-a', 'x'],
      ['batch', 'status'],
      ['batch', 'retrieve'],
      ['batch', 'list'],
      ['batch', 'cancel'],
      ['batch', 'retry'],
      ['batch', 'wait'],
    ]) {
      const {code, stdout} = await sandbox.agac([...args, '--json'], outside);
      expect(code, args.join(' ')).to.equal(3);
      const document = JSON.parse(stdout);
      expect(document).to.include({status: 3, code: 'PROJECT_MISSING'});
      expectValid(args.filter((word) => !word.startsWith('-') && word !== 'x').join(' '), document);
    }
  });

  it('gives one document for wrong usage and unknown commands too, and exit 2', async () => {
    for (const args of [
      ['batch', 'status', '--nope'],
      ['run'],
      ['batch', 'resolve', '--part', '0'],
      ['batch', 'stauts'],
      ['run', '-a', 'x', '--concurrency-limit', '51'],
      ['run', '-a', 'x', '--execution-mode', 'slow'],
      ['inspect', '-a', 'x', 'fish'],
    ]) {
      const {code, stdout} = await sandbox.agac([...args, '--json']);
      expect(code, args.join(' ')).to.equal(2);
      expect(JSON.parse(stdout)).to.include({status: 2});
    }
    const {code, stderr} = await sandbox.agac(['batch', 'stauts']);
    expect(code).to.equal(2);
    expect(stderr).to.contain('agac batch status');
  });

  it('names the nearest workflow for an unknown one: exit 3', async () => {
    const {code, stdout} = await sandbox.agac(['run', '-a', 'triag', '--json']);
    expect(code).to.equal(3);
    expect(stdout).to.contain('WORKFLOW_UNKNOWN').and.to.contain('triage');
  });

  it('lists all problems of a workflow at once, each with its line', async () => {
    sandbox.write({
      'agent_workflow/bad/agent_config/bad.yml': [
        'name: bad',
        'description: d',
        'actions:',
        '  - name: one',
        '    model_vendor: nobody',
        '    model_name: m',
        '    promt: hello',
        '    schema: {a: strin}',
        '  - name: two',
        '    kind: tool',
        '    impl: nothing',
        '    dependencies: [on]',
        '',
      ].join('\n'),
      'agent_workflow/bad/agent_io/staging/in.json': '[{"a": 1}]',
    });
    for (const command of ['validate', 'run']) {
      const {code, stdout} = await sandbox.agac([command, '-a', 'bad', '--json']);
      expect(code).to.equal(3);
      const document = JSON.parse(stdout);
      expectValid(command, document);
      const lines = document.data.problems.map(({line}: {line: number}) => line);
      expect(lines).to.include.members([5, 7, 8, 11, 12]);
    }
  });

  it('keeps stdout for results: nothing but the id, and with --quiet nothing on stderr', async () => {
    const {stdout, stderr} = await sandbox.agac(['run', '-a', 'triage', '--fresh', '--quiet']);
    expect(stdout).to.match(/^Batch submitted: batch_\w+\n$/);
    expect(stderr).to.equal('');
    await sandbox.agac(['batch', 'wait', '-q']);
    await sandbox.agac(['batch', 'retrieve', '-q']);
  });

  it('prints no escape sequence when nobody looks, and none that came from outside', async () => {
    const {stdout, stderr} = await sandbox.agac(
      ['batch', 'status', '--batch-id', `${ESCAPE}[31mred${ESCAPE}]0;t\u0007`],
      {
        env: {NO_COLOR: undefined},
      },
    );
    expect(stdout + stderr).to.not.contain(ESCAPE);
    expect(stderr).to.contain('red');
  });

  it('goes on when nobody reads its output any more', async () => {
    const child = spawn(process.execPath, [BIN, 'batch', 'list', '--json'], {cwd: sandbox.project, env: sandbox.env});
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(stderr).to.equal('');
    expect(code).to.equal(0);
  });

  it('delivers five megabytes through a slow pipe, whole', async () => {
    const script = join(sandbox.home, 'big.mjs');
    const base = pathToFileURL(join(ROOT, 'dist', 'base-command.js')).href;
    const {writeFileSync} = await import('node:fs');
    writeFileSync(
      script,
      `import {BaseCommand} from ${JSON.stringify(base)};
       class Big extends BaseCommand { async run() { await this.parse(Big); return {big: 'x'.repeat(5_000_000)}; } }
       await Big.run(['--json'], ${JSON.stringify(ROOT)});`,
    );
    const child = spawn(process.execPath, [script], {cwd: sandbox.project, env: sandbox.env});
    let bytes = 0;
    for await (const chunk of child.stdout) {
      bytes += (chunk as Buffer).length;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(bytes).to.be.greaterThan(5_000_000);
  });

  it('stops at Ctrl-C with exit 130, and goes on where it was', async () => {
    const vendor = new AcmeVendor({auto: false});
    await vendor.start();
    const place = new Sandbox();
    try {
      place.write({
        'agent_actions.yml': 'project_name: p\nschema_path: schema\n',
        'agent_workflow/w/agent_config/w.yml':
          'name: w\ndescription: d\nactions:\n  - name: a\n    intent: i\n    model_vendor: acme\n    model_name: acme-1\n    run_mode: batch\n    prompt: hi\n    schema: {label: string}\n',
        'agent_workflow/w/agent_io/staging/in.json': '[{"a": 1}]',
      });
      place.linkAcme(vendor.url, vendor.key);
      const waiting = place.agac(['run', '-a', 'w', '--wait'], {
        spawned: (pid) => {
          vendor.around(({on, when}) => {
            if (on === 'status' && when === 'after') process.kill(pid, 'SIGINT');
          });
        },
      });
      const {code, stderr} = await waiting;
      expect(code, stderr).to.equal(130);
      expect(stderr).to.contain('INTERRUPTED');
      vendor.around(() => {});
      await vendor.advance('all', 'completed');
      expect((await place.agac(['run', '-a', 'w', '--wait'])).code).to.be.oneOf([0, 68, 1]);
      expect(vendor.left().jobs).to.have.length(1);
    } finally {
      await vendor.stop();
      place.remove();
    }
  });

  it('refuses to install what is not a provider of ours, unless the user says so', async () => {
    const {code, stderr} = await sandbox.agac(['plugins', 'install', `file:${sandbox.home}/stranger.tgz`], {
      env: {AGAC_NPM_REGISTRY: 'http://127.0.0.1:9'},
    });
    expect(code).to.equal(2);
    expect(stderr).to.contain('AGAC_ALLOW_PLUGINS=1');
  });
});
