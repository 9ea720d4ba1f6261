import {BaseCommand} from '../../base-command.js';
import {batchId} from '../../flags.js';
import {placeOf} from '../../place.js';
import {count} from '../../report/words.js';
import type {CancelOutcome} from '../../verbs/cancel-batch.js';
import {findBatch} from '../../verbs/find-batch.js';

export default class BatchCancel extends BaseCommand {
  static override summary = 'Ask the vendors to stop a batch.';

  static override description = 'What has been answered by then is kept; `agac batch retrieve` brings it home.';

  static override examples = ['<%= config.bin %> <%= command.id %>'];

  static override flags = {'batch-id': batchId};

  async run(): Promise<CancelOutcome> {
    const {flags} = await this.parse(BatchCancel);
    const {root} = this;
    const found = findBatch(root, flags['batch-id'], this.session.lastJob);
    const place = placeOf(this.config, {root, signal: this.signal, log: this.debugLine});
    const {cancelBatch} = await import('../../verbs/cancel-batch.js');
    const outcome = await cancelBatch(place, found, {notify: () => {}, concurrency: 1});
    const {stopping, withdrawn, unstoppable} = outcome;
    this.log(`${found.batch.id}: ${count(stopping.length + withdrawn.length, 'part')} stopping.`);
    if (unstoppable.length > 0) this.warn(`${count(unstoppable.length, 'part')} cannot be stopped by their vendor.`);
    this.note(`Next: agac batch retrieve --wait --batch-id ${found.batch.id}`);
    return outcome;
  }
}
