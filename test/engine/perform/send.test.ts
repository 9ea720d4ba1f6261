import type {Call} from '@agac/provider';
import {expect} from 'chai';
import {AgacError} from '../../../src/domain/errors.js';
import {send} from '../../../src/engine/perform/send.js';
import {agacError} from '../../store/agac-error.js';
import {collect} from '../../store/collect.js';
import {temporaryFolder} from '../../store/temporary-folder.js';
import {llm} from '../actions.js';
import {submitFault} from '../scripted-vendor.js';
import {numbered, Workbench} from '../workbench.js';

describe('engine/perform/send', () => {
  const folder = temporaryFolder();
  let bench: Workbench;

  /** A run with its parts planned and not sent: one of three requests, unless the vendor takes fewer. */
  async function planned(limits: object = {}): Promise<void> {
    bench = new Workbench(folder(), [llm('label')], numbered(3));
    bench.vendor.traits.limits = limits;
    bench.vendor.beforeCreate = () => {
      throw submitFault('refused');
    };
    await bench.loop().catch(() => {});
    bench.vendor.submits.length = 0;
    bench.notes.length = 0;
    bench.remembered.length = 0;
    bench.vendor.beforeCreate = () => {};
  }

  afterEach(() => bench.store.close());

  const phase = () => bench.stateOnDisk.parts[0]!.phase;

  it('has the intention, the requests and the last job on disk before the vendor hears of it', async () => {
    await planned();
    let seen: unknown;
    bench.vendor.beforeCreate = async (part) => {
      const entries = await collect(part.entries());
      expect(await collect(part.entries())).to.deep.equal(entries);
      seen = {phase: phase(), entries: entries.length, count: part.count, remembered: bench.remembered};
    };
    await send(bench.ports, 0);
    const [batch] = bench.store.state.batches;
    expect(seen).to.deep.equal({phase: 'sending', entries: 3, count: 3, remembered: [batch?.id]});
    expect(phase()).to.equal('sent');
    expect(bench.stateOnDisk.parts[0]?.receipt).to.deep.equal({id: 'job-0'});
  });

  it('gives the vendor a key to keep that is letters and digits, a letter first, one for each part', async () => {
    await planned({requests: 1});
    for (const part of [0, 1, 2]) await send(bench.ports, part);
    const keys = bench.vendor.jobs.map((job) => job.key);
    expect(new Set(keys).size).to.equal(3);
    for (const key of keys) expect(key).to.match(/^[a-z][a-z0-9]{1,63}$/);
  });

  it('has a step on disk before submit goes on, and hands it to the next attempt', async () => {
    await planned();
    let seen: unknown;
    bench.vendor.beforeCreate = async (_, call) => {
      await call.save({file: 'f1'});
      seen = bench.stateOnDisk.parts[0]!.step;
      throw submitFault('refused', {retry: 'never'});
    };
    await agacError('VENDOR_REFUSED', () => send(bench.ports, 0));
    expect(seen).to.deep.equal({file: 'f1'});
    bench.vendor.beforeCreate = () => {};
    bench.reopen();
    await send(bench.ports, 0);
    expect(bench.vendor.submits.map((each) => each.step)).to.deep.equal([undefined, {file: 'f1'}]);
  });

  it('says of a part that was refused that nothing was created, and ends', async () => {
    await planned();
    bench.vendor.beforeCreate = () => {
      throw submitFault('refused');
    };
    const error = await agacError('VENDOR_REFUSED', () => send(bench.ports, 0));
    expect(error.message).to.contain('trouble (refused)');
    expect(bench.story.slice(-2)).to.deep.equal(['part-sending', 'part-not-sent']);
    expect(bench.stateOnDisk.parts[0]).to.include({phase: 'planned', message: 'trouble (refused)'});
    expect(bench.vendor.submits).to.have.length(1);
    expect(bench.sleeps).to.deep.equal([]);
  });

  for (const outcome of ['unknown', undefined] as const) {
    it(`leaves open what came of it when the outcome is ${outcome ?? 'not said'}, and sends nothing again`, async () => {
      await planned();
      bench.vendor.afterCreate = () => {
        throw submitFault(outcome, {retry: 'later', afterMs: 1});
      };
      await send(bench.ports, 0);
      expect(bench.story.slice(-2)).to.deep.equal(['part-sending', 'part-uncertain']);
      expect(phase()).to.equal('uncertain');
      expect(bench.vendor.submits).to.have.length(1);
    });
  }

  for (const outcome of ['refused', 'not-sent'] as const) {
    it(`tries again later what was ${outcome}, as long as the vendor asks, four times in all`, async () => {
      await planned();
      bench.vendor.beforeCreate = () => {
        throw submitFault(outcome, {retry: 'later', afterMs: 7_000});
      };
      await agacError('VENDOR_UNREACHABLE', () => send(bench.ports, 0));
      expect(bench.vendor.submits).to.have.length(4);
      expect(bench.sleeps).to.deep.equal([7_000, 7_000, 7_000]);
      expect(bench.notes).to.deep.include({kind: 'waiting', ms: 7_000, why: `trouble (${outcome})`});
      expect(phase()).to.equal('planned');
    });
  }

  it('waits longer each time where the vendor does not say, and never longer than ten minutes', async () => {
    await planned();
    bench.vendor.beforeCreate = () => {
      throw submitFault('refused', {retry: 'later'});
    };
    await agacError('VENDOR_UNREACHABLE', () => send(bench.ports, 0));
    expect(bench.sleeps).to.deep.equal([1_000, 4_000, 16_000]);
    bench.sleeps.length = 0;
    bench.vendor.beforeCreate = () => {
      throw submitFault('refused', {retry: 'later', afterMs: 86_400_000});
    };
    await agacError('VENDOR_UNREACHABLE', () => send(bench.ports, 0));
    expect(bench.sleeps).to.deep.equal([600_000, 600_000, 600_000]);
  });

  it('is done when a later try is taken, and the journal tells of each', async () => {
    await planned();
    bench.vendor.beforeCreate = () => {
      if (bench.vendor.submits.length < 3) throw submitFault('refused', {retry: 'later'});
    };
    await send(bench.ports, 0);
    const tries = ['part-sending', 'part-not-sent', 'part-sending', 'part-not-sent', 'part-sending', 'part-sent'];
    expect(bench.story.slice(-6)).to.deep.equal(tries);
    expect(bench.vendor.jobs).to.have.length(1);
  });

  it('says which key is missing or refused', async () => {
    await planned();
    for (const [code, outcome, expected] of [
      ['no-key', 'not-sent', 'KEY_MISSING'],
      ['auth', 'refused', 'KEY_REFUSED'],
    ] as const) {
      bench.vendor.beforeCreate = () => {
        throw submitFault(outcome, {code});
      };
      await agacError(expected, () => send(bench.ports, 0));
      expect(phase()).to.equal('planned');
    }
  });

  it('sends again a few times what an idempotent vendor may have, then gives up', async () => {
    await planned();
    bench.vendor.traits.idempotent = true;
    bench.reopen();
    bench.vendor.afterCreate = () => {
      if (bench.vendor.submits.length < 3) throw submitFault('unknown', {retry: 'later'});
    };
    await send(bench.ports, 0);
    expect([phase(), bench.vendor.submits.length, bench.vendor.jobs.length]).to.deep.equal(['sent', 3, 1]);
  });

  it('leaves a part that was being sent when a bug or a full disk came between as being sent', async () => {
    await planned();
    for (const error of [new TypeError('bug'), new AgacError('STORE_WRITE', 'full')]) {
      bench.vendor.afterCreate = () => {
        throw error;
      };
      const thrown: unknown = await send(bench.ports, 0).catch((caught: unknown) => caught);
      expect(thrown).to.equal(error);
      expect(phase()).to.equal('sending');
    }
  });

  it('is not cut off by a signal once it has begun, but begins nothing after it', async () => {
    await planned({requests: 2});
    let inside: Call | undefined;
    bench.vendor.beforeCreate = (_, call) => {
      inside = call;
      bench.abort.abort(new Error('stop'));
    };
    await send(bench.ports, 0);
    expect(inside?.signal.aborted).to.equal(false);
    expect(phase()).to.equal('sent');
    const error: unknown = await send(bench.ports, 1).catch((caught: unknown) => caught);
    expect(error).to.have.property('message', 'stop');
    expect(bench.vendor.submits).to.have.length(1);
    expect(bench.stateOnDisk.parts[1]?.phase).to.equal('planned');
  });

  it('says that a batch is submitted when the last of its parts is sent, and not before', async () => {
    await planned({requests: 1});
    const told = () => bench.notes.filter((note) => note.kind === 'submitted');
    await send(bench.ports, 2);
    await send(bench.ports, 0);
    expect(told()).to.deep.equal([]);
    await send(bench.ports, 1);
    expect(told()).to.deep.equal([{kind: 'submitted', batch: bench.store.state.batches[0]?.id, requests: 3}]);
  });
});
