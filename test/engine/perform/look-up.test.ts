import {fault, type LostPart} from '@agac/provider';
import {expect} from 'chai';
import {lookUp} from '../../../src/engine/perform/look-up.js';
import {plan} from '../../../src/engine/perform/plan.js';
import {send} from '../../../src/engine/perform/send.js';
import {agacError} from '../../store/agac-error.js';
import {temporaryFolder} from '../../store/temporary-folder.js';
import {llm} from '../actions.js';
import {type ScriptedVendor, submitFault} from '../scripted-vendor.js';
import {numbered, ONCE, Workbench} from '../workbench.js';

/** What happens in the middle of a submit: to the answer, or to the process. */
const LOST = submitFault('unknown');
const DIED = new Error('the process died here');

describe('engine/perform/look-up', () => {
  const folder = temporaryFolder();
  let bench: Workbench;

  /** A run whose only part was lost in the middle of its submit, as another process finds it. */
  async function lost(how: Error, when: 'before' | 'after', traits: ScriptedVendor['traits'] = {}): Promise<void> {
    bench = new Workbench(folder(), [llm('label')], numbered(2));
    bench.vendor.traits = traits;
    const fail = () => {
      throw how;
    };
    if (when === 'before') bench.vendor.beforeCreate = fail;
    else bench.vendor.afterCreate = fail;
    await bench.loop({send: false, parallel: true});
    await plan(bench.ports, {rounds: [{action: 'label', round: 0}], batch: true});
    await send(bench.ports, 0).catch(() => {});
    expect(part().phase).to.equal(how === DIED ? 'sending' : 'uncertain');
    bench.vendor.beforeCreate = () => {};
    bench.vendor.afterCreate = () => {};
    bench.notes.length = 0;
    bench.reopen();
  }

  afterEach(() => bench.store.close());

  const part = () => bench.stateOnDisk.parts[0]!;

  for (const [how, name] of [
    [LOST, 'whose answer was lost'],
    [DIED, 'in the middle of which the process died'],
  ] as const) {
    it(`adopts a job ${name}, if the vendor has it, and sends nothing`, async () => {
      await lost(how, 'after');
      await lookUp(bench.ports, 0);
      expect(part()).to.deep.include({phase: 'sent', receipt: {id: 'job-0'}, adopted: true});
      expect(bench.notes.map((note) => note.kind)).to.deep.equal(['sent', 'submitted']);
      expect(bench.notes[0]).to.include({id: 'job-0', adopted: true});
      await bench.loop();
      expect(bench.vendor.submits).to.have.length(1);
      expect(bench.outputs('label')).to.have.length(2);
    });

    it(`sends a job ${name} again under the same key, where the vendor keeps one for each`, async () => {
      await lost(how, 'after', {idempotent: true});
      await bench.loop();
      expect(bench.vendor.submits).to.have.length(2);
      expect(new Set(bench.vendor.submits.map((each) => each.key)).size).to.equal(1);
      expect(bench.vendor.jobs).to.have.length(1);
      expect(bench.outputs('label')).to.have.length(2);
    });

    for (const when of ['before', 'after'] as const) {
      it(`leaves a job ${name} to the user, where the vendor cannot be asked (${when} the create)`, async () => {
        await lost(how, when, {find: false});
        expect(await bench.loop(ONCE)).to.equal('idle');
        expect(part().phase).to.equal('unfound');
        expect(bench.vendor.submits).to.have.length(1);
      });
    }
  }

  it('leaves to the user a job whose answer was lost and that the vendor does not know, however often it is run', async () => {
    await lost(LOST, 'before');
    for (const _ of [1, 2]) {
      expect(await bench.loop(ONCE)).to.equal('idle');
      bench.reopen();
    }
    expect(part().phase).to.equal('unfound');
    expect(bench.vendor.submits).to.have.length(1);
  });

  it('sends again, once, a job in the middle of which the process died and that the vendor does not know', async () => {
    await lost(DIED, 'before');
    await bench.loop();
    expect(bench.story).to.include('part-not-sent');
    expect(bench.vendor.submits).to.have.length(2);
    expect(bench.vendor.jobs).to.have.length(1);
    expect(bench.outputs('label')).to.have.length(2);
  });

  it("gives the vendor's list the rest of its time to settle after an answer was lost", async () => {
    await lost(LOST, 'before', {settleMs: 10_000});
    bench.clock += 4_000;
    await lookUp(bench.ports, 0);
    expect(bench.sleeps).to.deep.equal([6_000]);
    await lookUp(bench.ports, 0);
    expect(bench.sleeps).to.deep.equal([6_000]);
  });

  it('gives it the whole time after a death: the create may have been the last thing before it', async () => {
    await lost(DIED, 'before', {settleMs: 10_000});
    bench.clock += 3_600_000;
    await lookUp(bench.ports, 0);
    expect(bench.sleeps).to.deep.equal([10_000]);
  });

  it('waits no longer than that when the clock was set back', async () => {
    await lost(LOST, 'before', {settleMs: 10_000});
    bench.clock -= 86_400_000;
    await lookUp(bench.ports, 0);
    expect(bench.sleeps).to.deep.equal([10_000]);
  });

  it('does not wait where the vendor knows the job at once', async () => {
    await lost(DIED, 'after', {settleMs: 10_000});
    await lookUp(bench.ports, 0);
    expect(part()).to.include({phase: 'sent', adopted: true});
    expect(bench.sleeps).to.deep.equal([]);
  });

  it('leaves to the user a job that the vendor cannot tell from others, and keeps what it said', async () => {
    await lost(LOST, 'after');
    const find = async () => {
      throw fault({code: 'ambiguous', message: 'It may be job-1 or job-2.', retry: 'never'});
    };
    const ports = {...bench.ports, provider: async () => ({...bench.vendor.open(), find})};
    await lookUp(ports, 0);
    expect(part()).to.include({phase: 'unfound', message: 'It may be job-1 or job-2.'});
  });

  it("tells the vendor's side what the part looked like, and which jobs are taken", async () => {
    await lost(LOST, 'before');
    const asked: LostPart[] = [];
    const find = async (each: LostPart) => void asked.push(each);
    const ports = {...bench.ports, jobsAt: () => ['job-9'], provider: async () => ({...bench.vendor.open(), find})};
    await lookUp(ports, 0);
    expect(asked[0]).to.deep.include({key: part().key, count: 2, taken: ['job-9']});
  });

  it('decides nothing when the vendor cannot be reached', async () => {
    await lost(LOST, 'after');
    const provider = bench.vendor.open();
    const find = async () => {
      throw fault({code: 'unreachable', message: 'no network', retry: 'later'});
    };
    const ports = {...bench.ports, provider: async () => ({...provider, find})};
    await agacError('VENDOR_UNREACHABLE', () => lookUp(ports, 0));
    expect(part().phase).to.equal('uncertain');
  });
});
