import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {type BrowserContext, chromium, type Page} from 'playwright-core';
import type {Output} from '../../src/domain/record.js';
import {ROOT, Sandbox} from '../sandbox.js';

const MARKUP = '<img src=x onerror="document.title = \'owned\'"><script>document.title = "owned"</script>';
const WORKFLOW = `name: w
actions:
  - name: draft
    kind: tool
    impl: draft
    context_scope: {observe: [source.text]}
  - name: check
    kind: hitl
    dependencies: draft
    hitl: {instructions: Approve what may be sent.}
    context_scope: {observe: [draft.*, source.text]}
  - name: publish
    kind: tool
    impl: publish
    dependencies: check
    guard: hitl_status == "approved"
`;

/** `agac run --hitl page`, as it goes on while somebody decides. */
class Run {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  #stderr = '';

  constructor(sandbox: Sandbox) {
    const args = [join(ROOT, 'bin', 'run.js'), 'run', '-a', 'w', '--hitl', 'page'];
    this.child = spawn(process.execPath, args, {
      cwd: sandbox.project,
      env: sandbox.env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.child.stderr!.on('data', (chunk: Buffer) => {
      this.#stderr += chunk.toString();
    });
    this.ended = once(this.child, 'close').then(([code]) => code as number | null);
  }

  get stderr(): string {
    return this.#stderr;
  }

  async address(): Promise<string> {
    for (;;) {
      const [found] = /http:\/\/127\.0\.0\.1:\d+\/[\w-]+\//.exec(this.#stderr) ?? [];
      if (found !== undefined) return found;
      if (this.child.exitCode !== null) throw new Error(`It ended before there was a page: ${this.#stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

// Needs Chromium; scripts/test.mjs finds one and says where it is.
describe('the page of a review, in a browser', function () {
  this.timeout(120_000);
  let sandbox: Sandbox;
  let browser: BrowserContext;
  let page: Page;
  let run: Run;
  const complaints: string[] = [];
  const elsewhere: string[] = [];

  before(async () => {
    sandbox = new Sandbox();
    sandbox.write({
      'agent_actions.yml': 'project_name: p\n',
      'agent_workflow/w/agent_config/w.yml': WORKFLOW,
      'agent_workflow/w/agent_io/staging/in.json': JSON.stringify([
        {text: 'one'},
        {text: MARKUP},
        {text: 'three'},
        {text: 'four'},
      ]),
      'tools/steps.js': `
        export const draft = ({source}) => ({reply: 'Re: ' + source.text, words: {count: 2}});
        export const publish = ({check}) => ({sent: check.reply, words: check.words});`,
    });
    browser = await chromium.launchPersistentContext(mkdtempSync(join(sandbox.home, 'profile-')), {
      executablePath: process.env['CHROME_PATH']!,
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    page = browser.pages()[0] ?? (await browser.newPage());
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (line) => {
      if (line.type() === 'error') complaints.push(line.text());
    });
    page.on('request', (request) => {
      if (new URL(request.url()).hostname !== '127.0.0.1') elsewhere.push(request.url());
    });
  });

  after(async () => {
    await browser?.close();
    run?.child.kill('SIGKILL');
    sandbox.remove();
  });

  const type = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  const outputs = (action: string) => sandbox.json<Output[]>(`agent_workflow/w/agent_io/target/${action}/in.json`);

  /** Waits until the page says so: what it shows of the record, and how far it is. */
  async function sees(heading: string, progress: string): Promise<void> {
    await page.getByRole('heading', {name: heading}).waitFor();
    await page.getByText(progress, {exact: true}).waitFor();
  }

  it('is driven by the keyboard alone, and what was decided outlives the process', async () => {
    run = new Run(sandbox);
    await page.goto(await run.address());
    await sees('Record 1 of 4', '0 of 4 records decided');
    await type('a');
    await sees('Record 2 of 4', '1 of 4 records decided');

    // Without a comment nothing is rejected; the comment is where the writing goes then.
    await type('r');
    await page.getByRole('alert').filter({hasText: 'Say in the comment why it is rejected.'}).waitFor();
    await page.keyboard.type('Not a word of it.');
    await type('Escape', 'r');
    await sees('Record 3 of 4', '2 of 4 records decided');
    run.child.kill('SIGKILL');
    await run.ended;
    await type('a');
    await page.getByRole('alert').filter({hasText: 'agac run -a w --hitl page'}).waitFor();
    complaints.length = 0; // Chromium tells of the lost connection.
  });

  it('shows what a record holds as text, whatever it is', async () => {
    run = new Run(sandbox);
    await page.goto(await run.address());
    await sees('Record 3 of 4', '2 of 4 records decided');
    await type('k');
    await sees('Record 2 of 4', '2 of 4 records decided');
    expect(await page.getByLabel('reply').inputValue()).to.equal(`Re: ${MARKUP}`);
    expect(await page.getByRole('definition').textContent()).to.equal(MARKUP);
    expect(await page.getByLabel('Comment').inputValue()).to.equal('Not a word of it.');
    expect(await page.title()).to.equal('Review: check');
    expect(await page.locator('img').count()).to.equal(0);
    await type('k');
    await sees('Record 1 of 4', '2 of 4 records decided');
    await type('n');
  });

  it('takes edits, keeps what is no text JSON, takes back, and finishes', async () => {
    await sees('Record 3 of 4', '2 of 4 records decided');
    await type('e', 'Control+A');
    await page.keyboard.type('Edited.');
    await type('Tab', 'Control+A');
    await page.keyboard.type('{"count": }');
    await type('Escape', 'a');
    await page.getByRole('alert').filter({hasText: 'words was no text, so it has to stay JSON'}).waitFor();
    await type('Control+A');
    await page.keyboard.type('{"count": 7}');
    await type('Escape', 'a');
    await sees('Record 4 of 4', '3 of 4 records decided');
    await type('a');
    await page.getByRole('status').filter({hasText: 'All are decided'}).waitFor();
    await type('u');
    await sees('Record 4 of 4', '3 of 4 records decided');
    await page.getByText('Not decided yet.').waitFor();
    await type('a');
    await page.getByRole('status').filter({hasText: 'All are decided'}).waitFor();
    // The button to finish has the focus.
    await type('Enter');
    await page.getByRole('status').filter({hasText: 'Finished.'}).waitFor();
    expect(await run.ended, run.stderr).to.equal(0);
    const decided = outputs('check').map(({content, metadata}) => [
      content['hitl_status'],
      content['user_comment'],
      metadata.edited,
    ]);
    expect(decided).to.deep.equal([
      ['approved', null, undefined],
      ['rejected', 'Not a word of it.', undefined],
      ['approved', null, true],
      ['approved', null, undefined],
    ]);
    expect(outputs('publish').map(({content}) => content)).to.deep.equal([
      {sent: 'Re: one', words: {count: 2}},
      {sent: 'Edited.', words: {count: 7}},
      {sent: 'Re: four', words: {count: 2}},
    ]);
  });

  it('asked for nothing elsewhere, and broke none of its own rules', () => {
    expect({elsewhere, complaints}).to.deep.equal({elsewhere: [], complaints: []});
  });
});
