import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {connect} from 'node:net';
import {expect} from 'chai';
import {decisionsFile} from '../../src/store/run-files.js';
import {hitl} from '../engine/actions.js';
import {Workbench} from '../engine/workbench.js';
import {temporaryFolder} from '../store/temporary-folder.js';
import {type Answer, type Asking, Visit} from './visit.js';

const SECRET = 'for the reviewer alone';
const APPROVED = {position: 0, status: 'approved', comment: '', changes: {}};

interface Shown {
  readonly position: number;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly decision: {readonly status: string; readonly comment?: string; readonly content?: unknown} | null;
}

describe('the page of a review', () => {
  let bench: Workbench;
  let visit: Visit;

  const folder = temporaryFolder();

  beforeEach(async () => {
    bench = new Workbench(folder(), [hitl('check')], [{text: SECRET, n: 1}, {text: 'two'}, {text: 'three'}]);
    visit = await Visit.open(bench);
  });
  afterEach(async () => {
    bench.abort.abort(new Error('The test is over.'));
    await visit.ended.catch(() => {});
    bench.store.close();
  });

  const decided = async () => (await visit.get<{decided: number}>('review')).decided;
  const stored = () => readFileSync(bench.store.path(decisionsFile(0)), 'utf8');

  /** Refused, without a word of the records, and nothing was decided. */
  async function expectRefused(asking: Asking, status: number): Promise<Answer> {
    const answer = await visit.ask(asking);
    expect(answer.status, JSON.stringify(asking)).to.equal(status);
    expect(answer.text).to.not.contain(SECRET);
    expect(stored()).to.equal('');
    return answer;
  }

  it('is served on this machine alone, under an address that nobody guesses', async () => {
    expect(visit.address.hostname).to.equal('127.0.0.1');
    expect(visit.address.pathname).to.match(/^\/[\w-]{43}\/$/);
    const elsewhere = await visit.ask({host: '127.0.0.2'}).catch((error: NodeJS.ErrnoException) => error.code);
    expect(elsewhere).to.be.oneOf(['ECONNREFUSED', 'EADDRNOTAVAIL']);
  });

  it('tells nothing to whoever does not have the whole token', async () => {
    const token = visit.address.pathname.slice(1, -1);
    const other = token.startsWith('A') ? 'B' : 'A';
    const wrong = ['/', '/records/0', '//records/0', `/${token.slice(0, -1)}/records/0`, `/${token}x/records/0`];
    for (const path of [
      ...wrong,
      `/${other}${token.slice(1)}/records/0`,
      `/?token=${token}`,
      `/x/${token}/records/0`,
    ]) {
      await expectRefused({path}, 403);
    }
    await expectRefused({method: 'POST', path: '/decisions', body: JSON.stringify(APPROVED)}, 403);
  });

  it('answers under its own name and port alone: another name may resolve to this machine', async () => {
    const {port} = visit.address;
    for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', '127.0.0.1:1', `127.0.0.1.evil:${port}`]) {
      await expectRefused({path: 'records/0', headers: {host}}, 421);
    }
    expect((await visit.ask({path: 'records/0', headers: {host: `localhost:${port}`}})).status).to.equal(200);
  });

  it('takes decisions from its own page alone, whatever another site gets a browser to send', async () => {
    const post = {method: 'POST', path: 'decisions', body: JSON.stringify(APPROVED)};
    const {port} = visit.address;
    for (const origin of [
      'https://evil.example',
      'null',
      `http://localhost:${port}`,
      `https://127.0.0.1:${port}`,
      undefined,
    ]) {
      await expectRefused({...post, headers: {origin}}, 403);
    }
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      await expectRefused({...post, headers: {'content-type': type}}, 415);
    }
    await expectRefused({path: 'records/0', headers: {origin: 'https://evil.example'}}, 403);
  });

  it('knows GET and POST', async () => {
    for (const method of ['PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH']) {
      const {headers} = await expectRefused({method, path: 'decisions'}, 405);
      expect(headers['allow']).to.equal('GET, POST');
      expect(headers['access-control-allow-origin']).to.equal(undefined);
    }
  });

  it('gives no file but its own', async () => {
    const paths = ['../../package.json', '..%2f..%2fpackage.json', '%2e%2e/package.json', './review.js', 'review.js/'];
    for (const path of [
      ...paths,
      'index.html',
      'records/-1',
      'records/3',
      'records/0x1',
      'records/1e1',
      'constructor',
    ]) {
      await expectRefused({path}, 404);
    }
    await expectRefused({method: 'POST', path: 'records/0', body: '{}'}, 404);
  });

  it('does not read on when a body is too long, whether that is said before or not', async () => {
    const body = Buffer.alloc(9 * 1024 * 1024, ' ');
    for (const headers of [{'content-length': String(body.length)}, {'transfer-encoding': 'chunked'}]) {
      const answer = visit.ask({method: 'POST', path: 'decisions', headers, body});
      // The connection may be cut before the answer is read.
      const status = await answer.then((got) => got.status).catch((error: NodeJS.ErrnoException) => error.code);
      expect(status).to.be.oneOf([413, 'ECONNRESET', 'EPIPE']);
    }
    expect(await decided()).to.equal(0);
  });

  it('is not ended by a request that is cut off in the middle', async () => {
    const head = ['POST', `${visit.address.pathname}decisions`, 'HTTP/1.1'].join(' ');
    const {host, origin, port} = visit.address;
    const lines = [head, `Host: ${host}`, `Origin: ${origin}`, 'Content-Type: application/json', 'Content-Length: 99'];
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n{"posi`));
    await once(socket, 'connect');
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.destroy();
    await once(socket, 'close');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await decided()).to.equal(0);
  });

  it('refuses what is no decision, and says why', async () => {
    const cases: readonly (readonly [body: unknown, status: number, why: RegExp])[] = [
      [[], 400, /object/],
      [{...APPROVED, position: 3}, 400, /position/],
      [{...APPROVED, position: '0'}, 400, /position/],
      [{...APPROVED, status: 'maybe'}, 400, /status/],
      [{...APPROVED, comment: 7}, 400, /comment/],
      [{...APPROVED, changes: ['x']}, 400, /changes/],
      [{...APPROVED, changes: {made_up: 1}}, 400, /made_up/],
      [{...APPROVED, status: 'rejected', comment: ' \n'}, 422, /comment that says why/],
    ];
    for (const [body, status, why] of cases) {
      const answer = await visit.decide(body);
      expect([answer.status, answer.text]).to.deep.equal([status, answer.text]);
      expect(answer.text).to.match(why);
    }
    const broken = await visit.ask({method: 'POST', path: 'decisions', body: '{"position": 0'});
    expect(broken.status).to.equal(400);
    expect(stored()).to.equal('');
  });

  it('loads nothing from elsewhere, is framed by nobody, and is kept nowhere', async () => {
    for (const path of ['', 'review.css', 'review.js']) {
      const {status, headers, text} = await visit.ask({path});
      expect(status).to.equal(200);
      expect(text).to.not.match(/https?:|(src|href)="\/|innerHTML|insertAdjacentHTML|document\.write|style=/);
      expect(headers['content-security-policy']).to.contain("default-src 'none'").and.not.contain('unsafe');
      expect(headers['content-security-policy']).to.contain("frame-ancestors 'none'");
      expect(headers['x-content-type-options']).to.equal('nosniff');
      expect(headers['cache-control']).to.equal('no-store');
      expect(headers['referrer-policy']).to.equal('no-referrer');
    }
  });

  it('has each decision on disk before it answers, and what is undone or decided anew counts as last said', async () => {
    expect((await visit.get<Shown>('records/0')).fields).to.deep.equal({text: SECRET, n: 1});
    const reply = await visit.decide({...APPROVED, changes: {n: {deep: [1]}}});
    expect(JSON.parse(reply.text)).to.deep.equal({decided: 1, next: 1});
    expect(stored().split('\n')).to.have.length(2);
    await visit.decide({position: 2, status: 'rejected', comment: ' too short '});
    expect(JSON.parse((await visit.decide({position: 0, status: null})).text)).to.deep.equal({decided: 1, next: 0});
    expect((await visit.get<Shown>('records/0')).decision).to.equal(null);
    await visit.decide({position: 2, status: 'approved', comment: 'after all'});
    await visit.decide({position: 1, status: 'rejected', comment: 'no'});
    const last = await visit.decide({...APPROVED, changes: {text: 'changed'}});
    expect(JSON.parse(last.text)).to.deep.equal({decided: 3, next: null});
    await visit.end();
    expect(bench.outputs('check').map(({content, metadata}) => [content, metadata])).to.deep.equal(
      [
        [{text: 'changed', n: 1, hitl_status: 'approved', user_comment: null}, {edited: true}],
        [{text: 'two', hitl_status: 'rejected', user_comment: 'no'}, {}],
        [{text: 'three', hitl_status: 'approved', user_comment: 'after all'}, {}],
      ].map(([content, metadata]) => [
        {...content, timestamp: '2026-11-23T00:00:00.000Z'},
        {kind: 'hitl', decided_by: 'page', ...metadata},
      ]),
    );
  });

  it('is closed when it is ended, and what was decided by then is not asked again', async () => {
    await visit.decide(APPROVED);
    await visit.end();
    expect(await visit.ask().catch((error: NodeJS.ErrnoException) => error.code)).to.equal('ECONNREFUSED');
    expect(bench.outputs('check')).to.deep.equal([]);
    bench.reopen();
    visit = await Visit.open(bench);
    expect(await visit.get('review')).to.include({decided: 1, groups: 3, start: 1});
    expect(await visit.get('records/0')).to.deep.include({
      decision: {status: 'approved', at: '2026-11-23T00:00:00.000Z', by: 'page'},
    });
  });
});

describe('the page of a review that nobody looks at', () => {
  const folder = temporaryFolder();

  it('is closed after the timeout, which every sign of life begins anew', async () => {
    const bench = new Workbench(folder(), [hitl('check', {timeout: 0.6})], [{n: 1}, {n: 2}]);
    const visit = await Visit.open(bench);
    let isOver = false;
    visit.ended.then(() => {
      isOver = true;
    });
    for (let sign = 0; sign < 5; sign += 1) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      await visit.ask({method: 'POST', path: 'alive', body: '{}'});
    }
    expect(isOver).to.equal(false);
    await visit.decide(APPROVED);
    expect(await visit.ended).to.equal('idle');
    expect(bench.notes.at(-1)).to.deep.equal({kind: 'reviewed', action: 'check', decided: 1, wanted: 2});
    bench.store.close();
  });

  it('shows the records of a file one by one, and takes one decision for all of them', async () => {
    const bench = new Workbench(folder(), [hitl('check', {granularity: 'file'})], [{n: 1}, {n: 2}, {n: 3}]);
    const visit = await Visit.open(bench);
    expect(await visit.get('review')).to.include({count: 3, groups: 1, granularity: 'file'});
    expect(await visit.get('records/2')).to.deep.include({file: 'a.json', group: {first: 0, count: 3}, fields: {n: 3}});
    expect((await visit.decide({position: 2, status: 'approved', changes: {n: 4}})).status).to.equal(400);
    await visit.decide({position: 2, status: 'rejected', comment: 'all wrong'});
    await visit.end();
    expect(bench.outputs('check').map(({content}) => [content['n'], content['user_comment']])).to.deep.equal(
      [1, 2, 3].map((n) => [n, 'all wrong']),
    );
    bench.store.close();
  });
});
