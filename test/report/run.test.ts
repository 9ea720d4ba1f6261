import {expect} from 'chai';
import {requireSound, stillGoing} from '../../src/report/outcome.js';
import {actionLines, nextCommand} from '../../src/report/run.js';
import {agacError} from '../store/agac-error.js';
import {actionLook, runLook} from './looks.js';

describe('report/run', () => {
  it('tells what every action came to, one below the other', () => {
    const actions = [
      actionLook({records: 1_000, outputs: 998, rejected: 2}),
      actionLook({action: 'sort', state: 'in_progress', outputs: 1, again: 2, simulated: true}),
      actionLook({action: 'gate', records: 9, filtered: 5, skipped: 1}),
      actionLook({action: 'z', state: 'waiting', records: 0, outputs: 0}),
    ];
    expect(actionLines(runLook({actions}))).to.deep.equal([
      '  label  done: 1,000 records, 998 outputs, 2 rejected',
      '  sort   in progress: 3 records, 1 output, 2 asked again (simulated answers)',
      '  gate   done: 9 records, 3 outputs, 5 filtered, 1 skipped',
      '  z      waiting',
    ]);
  });

  for (const [state, change, command] of [
    ['pending', {}, 'agac batch retrieve --wait --batch-id batch_1'],
    ['uncertain', {}, 'agac batch resolve --batch-id batch_1 --help'],
    ['ready', {}, 'agac run -a wf'],
    ['ready', {next: ['a', 'b', 'c']}, 'agac run -a wf    (sends a, b and c)'],
    ['halted', {}, 'agac batch retry -a wf'],
    ['finished', {}, undefined],
    ['finished', {actions: [actionLook({rejected: 1})]}, 'agac batch retry -a wf'],
  ] as const) {
    it(`says ${command ?? 'nothing'} when the run is ${state}${'next' in change ? ' with more to send' : ''}`, () => {
      expect(nextCommand(runLook({state, ...change}), 'batch_1')).to.equal(command);
    });
  }

  it('names no batch where there is none', () => {
    expect(nextCommand(runLook({state: 'pending'}), undefined)).to.equal('agac batch retrieve --wait');
    expect(nextCommand(runLook({state: 'uncertain'}), undefined)).to.equal('agac batch resolve --help');
  });
});

describe('report/outcome', () => {
  const ending = (change: Parameters<typeof runLook>[0]) => ({look: runLook(change), batch: 'batch_1', data: {x: 1}});

  it('says nothing where every record has its output, or none was wanted of it', () => {
    requireSound(ending({}));
    requireSound(ending({actions: [actionLook({outputs: 0})]}));
    requireSound(ending({state: 'ready', actions: [actionLook(), actionLook({state: 'waiting'})]}));
  });

  it('says that some records were rejected, or are to be asked again, and how to go on', async () => {
    const rejected = actionLook({outputs: 1, rejected: 2});
    const error = await agacError('RECORDS_REJECTED', () => requireSound(ending({actions: [rejected]})));
    expect(error.message).to.contain('2 records rejected').and.not.contain('again');
    expect(error.actions).to.deep.equal(['agac batch retry -a wf']);
    expect(error.data).to.deep.equal({x: 1});

    const again = actionLook({state: 'in_progress', outputs: 1, again: 1});
    const open = await agacError('RECORDS_REJECTED', () => requireSound(ending({state: 'ready', actions: [again]})));
    expect(open.message).to.contain('1 record to be asked again').and.not.contain('rejected (');
    expect(open.actions).to.deep.equal(['agac run -a wf']);
  });

  it('says that nothing came of it when an action has rejections and no output at all', async () => {
    const actions = [actionLook(), actionLook({outputs: 0, rejected: 3})];
    await agacError('BATCH_FAILED', () => requireSound(ending({actions})));
  });

  it('does not say so because an action made no outputs of answers that were good', async () => {
    const actions = [actionLook({outputs: 2, rejected: 1}), actionLook({outputs: 0})];
    await agacError('RECORDS_REJECTED', () => requireSound(ending({actions})));
  });

  it('says which action has stopped what comes after it', async () => {
    const actions = [actionLook({state: 'halted', rejected: 1}), actionLook({action: 'b', state: 'waiting'})];
    const error = await agacError('ACTION_FAILED', () => requireSound(ending({state: 'halted', actions})));
    expect(error.message).to.match(/^label has rejected records/);
    expect(error.actions).to.deep.equal(['agac batch retry -a wf']);
  });

  it('says what to do about a part that may or may not have been sent, before anything else', async () => {
    const look = ending({state: 'uncertain', actions: [actionLook({state: 'halted', rejected: 3, outputs: 0})]});
    const error = await agacError('SUBMIT_UNCERTAIN', () => requireSound(look));
    for (const option of ['--job ID', '--not-sent']) {
      expect(error.actions.join('\n')).to.contain(`agac batch resolve --batch-id batch_1 --part N ${option}`);
    }
  });

  it('says that a vendor is still at work', () => {
    const error = stillGoing(ending({state: 'pending'}));
    expect(error).to.include({code: 'BATCH_PENDING'});
    expect(error.message).to.contain('batch_1');
    expect(stillGoing({...ending({state: 'pending'}), batch: undefined}).message).to.contain('run_1');
  });
});
