import {setTimeout as sleep} from 'node:timers/promises';
import {fault} from '@agac/provider';
import {expect} from 'chai';
import {loop} from '../../../src/engine/loop.js';
import {agacError} from '../../store/agac-error.js';
import {temporaryFolder} from '../../store/temporary-folder.js';
import {llm} from '../actions.js';
import {numbered, Workbench} from '../workbench.js';

const ONLINE = {runMode: 'online'} as const;

describe('engine/perform/answer', () => {
  const folder = temporaryFolder();
  let bench: Workbench;

  afterEach(() => bench.store.close());

  const numberIn = (source: unknown) => (source as {n: number}).n;
  const sourcesOf = (action: string) => bench.outputs(action).map((output) => output.source_guid);

  it('asks each record once, as many at a time as it may, and makes no batch of them', async () => {
    bench = new Workbench(folder(), [llm('label', ONLINE)], numbered(9));
    bench.concurrency = 3;
    await bench.loop();
    expect(bench.vendor.completed).to.equal(9);
    expect(sourcesOf('label')).to.deep.equal(bench.records.map((_, n) => `g${n}`));
    expect([bench.store.state.batches, bench.vendor.submits, bench.remembered]).to.deep.equal([[], [], []]);
    const done = bench.notes.flatMap((note) => (note.kind === 'answering' ? [note.done] : []));
    expect(done).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('asks only what has no answer when it is taken up again', async () => {
    bench = new Workbench(folder(), [llm('label', ONLINE)], numbered(6));
    bench.concurrency = 1;
    bench.vendor.answer = ({shown}) => {
      if (numberIn(shown['source']) === 4) throw new TypeError('died');
      return '{"label":"ok"}';
    };
    await bench.loop().catch(() => {});
    expect(bench.vendor.completed).to.equal(5);
    bench.vendor.answer = () => '{"label":"ok"}';
    bench.reopen();
    await bench.loop();
    expect(bench.vendor.completed).to.equal(7);
    expect(sourcesOf('label')).to.have.length(6);
  });

  it('stops for a key that is refused, instead of failing every record', async () => {
    bench = new Workbench(folder(), [llm('label', ONLINE)], numbered(50));
    bench.vendor.answer = () => {
      throw fault({code: 'auth', message: 'bad key', retry: 'never'});
    };
    await agacError('KEY_REFUSED', () => bench.loop());
    expect(bench.vendor.completed).to.be.at.most(bench.concurrency);
    expect(bench.rejections('label')).to.deep.equal([]);
  });

  it('takes any other fault for that of one record, which may be asked again', async () => {
    const retry = {maxAttempts: 1, onExhausted: 'return_last'} as const;
    bench = new Workbench(folder(), [llm('label', {...ONLINE, retry})], numbered(3));
    bench.vendor.answer = ({shown, before}) => {
      const n = numberIn(shown['source']);
      if (n === 1 && before === 0) throw fault({code: 'busy', message: 'busy', retry: 'later'});
      if (n === 2) throw fault({code: 'odd', message: 'odd', retry: 'never'});
      return '{"label":"ok"}';
    };
    await bench.loop();
    expect(sourcesOf('label')).to.deep.equal(['g0', 'g1']);
    expect(bench.rejections('label').map(({reason, attempts}) => [reason, attempts])).to.deep.equal([['fault', 1]]);
    expect(bench.vendor.completed).to.equal(4);
  });

  it('stops all that goes on beside it when one fails, before it says so', async () => {
    const actions = ['a', 'b'].map((name) => llm(name, {...ONLINE, model: name}));
    bench = new Workbench(folder(), actions, numbered(50));
    bench.concurrency = 1;
    const provider = bench.vendor.open();
    let asked = 0;
    const complete: typeof provider.complete = async (request, call) => {
      asked += 1;
      await sleep(2);
      if (asked > 4 && request.model === 'a') throw fault({code: 'auth', message: 'bad key', retry: 'never'});
      return provider.complete!(request, call);
    };
    const ports = {...bench.ports, provider: async () => ({...provider, complete})};
    await agacError('KEY_REFUSED', () => loop(ports, {send: true, parallel: true}));
    const then = asked;
    await sleep(15);
    expect(asked).to.equal(then);
    expect(then).to.be.lessThan(50);
  });
});
