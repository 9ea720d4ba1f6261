import {fault, type ResultLine} from '@agac/provider';
import {expect} from 'chai';
import {ask, askParts} from '../../../src/engine/perform/ask.js';
import {fetchResults} from '../../../src/engine/perform/fetch.js';
import {positionedLines} from '../../../src/store/positioned-lines.js';
import {resultsFile} from '../../../src/store/run-files.js';
import {agacError} from '../../store/agac-error.js';
import {collect} from '../../store/collect.js';
import {AT} from '../../store/events.js';
import {temporaryFolder} from '../../store/temporary-folder.js';
import {llm} from '../actions.js';
import {numbered, ONCE, Workbench} from '../workbench.js';

const PARTS = 10;
const RUNNING = {phase: 'running', word: 'RUN'} as const;

describe('engine/perform ask and fetch', () => {
  const folder = temporaryFolder();
  let bench: Workbench;

  /** A batch of ten parts, all of them sent. */
  beforeEach(async () => {
    bench = new Workbench(folder(), [llm('label')], numbered(PARTS));
    bench.vendor.traits.limits = {requests: 1};
    await bench.loop(ONCE);
    bench.notes.length = 0;
  });

  afterEach(() => bench.store.close());

  const all = [...Array(PARTS).keys()];

  it('puts on record what has ended, with how, and only tells of the rest', async () => {
    const counts = {total: 1, succeeded: 0, failed: 1};
    bench.vendor.status = async ({id}) =>
      id === 'job-1' ? {phase: 'ended', end: 'expired', word: 'TIMEOUT', counts, message: 'slow'} : RUNNING;
    const before = bench.events.length;
    const statuses = await ask(bench.ports, [0, 1]);
    expect([...statuses]).to.deep.equal([
      [0, RUNNING],
      [1, {phase: 'ended', end: 'expired', word: 'TIMEOUT', counts, message: 'slow'}],
    ]);
    expect(bench.events.slice(before).map((event) => event.type)).to.deep.equal(['part-ended']);
    expect(bench.stateOnDisk.parts[1]).to.deep.include({
      phase: 'ended',
      end: 'expired',
      word: 'TIMEOUT',
      counts,
      message: 'slow',
    });
    expect(bench.stateOnDisk.parts[0]?.phase).to.equal('sent');
    expect(bench.notes.map((note) => note.kind)).to.deep.equal(['asked', 'asked']);
  });

  it('takes for failed a job that has ended without a word how', async () => {
    bench.vendor.status = async () => ({phase: 'ended', word: '?'});
    await ask(bench.ports, [0]);
    expect(bench.stateOnDisk.parts[0]?.end).to.equal('failed');
  });

  it('asks of many at once, but not of all, and changes nothing by asking', async () => {
    let asking = 0;
    let most = 0;
    bench.vendor.status = async () => {
      asking += 1;
      most = Math.max(most, asking);
      await new Promise((resolve) => setImmediate(resolve));
      asking -= 1;
      return {phase: 'ended', end: 'completed', word: 'DONE'};
    };
    const before = bench.story;
    const parts = all.map((number) => bench.store.state.parts[number]!);
    expect([...(await askParts(bench.ports, parts)).keys()]).to.deep.equal(all);
    expect(most).to.be.within(2, 8);
    expect(bench.story).to.deep.equal(before);
  });

  it('records what one vendor says although another is out of reach, and says so when nobody moved on', async () => {
    const silent = fault({code: 'unreachable', message: 'no network', retry: 'later'});
    bench.vendor.status = async ({id}) => {
      if (id === 'job-3') throw silent;
      return {phase: 'ended', end: 'completed', word: 'DONE'};
    };
    await ask(bench.ports, all);
    const phases = all.map((part) => bench.stateOnDisk.parts[part]!.phase);
    expect(phases.filter((phase) => phase === 'ended')).to.have.length(all.length - 1);
    const open = phases.indexOf('sent');
    const before = bench.story;
    await agacError('VENDOR_UNREACHABLE', () => ask(bench.ports, [open]));
    expect(bench.story).to.deep.equal(before);
  });

  it("has the vendor's lines on disk as they came, before it says that they are", async () => {
    bench.vendor.status = async () => ({phase: 'ended', end: 'failed', word: 'F'});
    await ask(bench.ports, [0]);
    const lines = ['{"id":"né"}', 'not even JSON', '{"a":  1}'];
    await fetchResults(withLines(lines), 0);
    expect(await collect(linesOf(0))).to.deep.equal(lines);
    const text = `${lines.join('\n')}\n`;
    expect(bench.events.at(-1)).to.deep.include({
      type: 'part-fetched',
      part: 0,
      lines: 3,
      bytes: Buffer.byteLength(text),
    });
    expect(bench.stateOnDisk.parts[0]?.tally).to.include({sent: 1, answered: 0, missing: 1, unreadable: 3});
    expect(bench.notes).to.deep.include({kind: 'fetched', part: 0, lines: 3});
  });

  it('leaves nothing of a download that broke off, and takes it whole the next time', async () => {
    await ask(bench.ports, [0]);
    const broken = fault({code: 'unreachable', message: 'cut', retry: 'later'});
    await agacError('VENDOR_UNREACHABLE', () => fetchResults(withLines(['a', 'b'], broken), 0));
    expect(bench.store.has(resultsFile(0))).to.equal(false);
    expect(bench.stateOnDisk.parts[0]?.phase).to.equal('ended');
    await fetchResults(withLines(['a', 'b', 'c']), 0);
    expect(await collect(linesOf(0))).to.deep.equal(['a', 'b', 'c']);
  });

  it('goes on behind the last line where the vendor can, and begins anew where it cannot, and says so', async () => {
    await ask(bench.ports, [0]);
    const log: string[] = [];
    const cut = fault({code: 'connection-lost', message: 'cut', retry: 'later'});
    const stale = fault({code: 'stale-cursor', message: 'another file', retry: 'never'});
    const refused = fault({code: 'auth', message: 'no key', retry: 'never'});
    const asked: (string | undefined)[] = [];
    const fetch = (...tries: (readonly (string | Error)[])[]) => {
      const provider = bench.vendor.open();
      async function* results(_: unknown, {cursor}: {cursor?: string}): AsyncGenerator<ResultLine> {
        asked.push(cursor);
        for (const said of tries.shift() ?? []) {
          if (typeof said !== 'string') throw said;
          yield {text: said, cursor: `behind ${said}`};
        }
      }
      const ports = {...bench.ports, log: (line: string) => void log.push(line)};
      return fetchResults({...ports, provider: async () => ({...provider, results})}, 0);
    };
    await agacError('VENDOR_UNREACHABLE', () => fetch(['a', 'b', cut]));
    await agacError('VENDOR_UNREACHABLE', () => fetch(['c', cut]));
    await agacError('KEY_REFUSED', () => fetch([refused], [refused]));
    await agacError('VENDOR_UNREACHABLE', () => fetch([stale], ['A', 'B', cut]));
    expect(log.filter((line) => line.includes('begins anew'))).to.have.length(2);
    await fetch(['C']);
    expect(asked).to.deep.equal([undefined, 'behind b', 'behind c', undefined, 'behind c', undefined, 'behind B']);
    expect(await collect(linesOf(0))).to.deep.equal(['A', 'B', 'C']);
    expect(bench.notes).to.deep.include({kind: 'fetched', part: 0, lines: 3});
  });

  it('asks no vendor for the results of a part that was never sent', async () => {
    const other = new Workbench(folder(), [llm('label')], numbered(1));
    other.vendor.beforeCreate = () => {
      throw fault({code: 'refused', message: 'no', retry: 'never', outcome: 'refused'});
    };
    await other.loop().catch(() => {});
    other.store.append({type: 'part-ended', part: 0, at: AT, end: 'cancelled', word: 'withdrawn'});
    const ports = {
      ...other.ports,
      provider: async () => {
        throw new Error('opened');
      },
    };
    await fetchResults(ports, 0);
    expect(other.stateOnDisk.parts[0]).to.include({phase: 'fetched', lines: 0});
    other.store.close();
  });

  /** The ports, with a vendor that has these lines for any job, and then perhaps fails. */
  function withLines(lines: readonly string[], failure?: Error) {
    const provider = bench.vendor.open();
    async function* results(): AsyncGenerator<{text: string}> {
      for (const text of lines) yield {text};
      if (failure !== undefined) throw failure;
    }
    return {...bench.ports, provider: async () => ({...provider, results})};
  }

  async function* linesOf(part: number): AsyncGenerator<string> {
    for await (const {text} of positionedLines(bench.store.path(resultsFile(part)))) yield text;
  }
});
