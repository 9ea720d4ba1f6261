import {boolean} from '@oclif/core/flags';
import {BaseCommand} from '../../base-command.js';
import type {BatchLook} from '../../engine/status.js';
import {batchId} from '../../flags.js';
import {placeOf} from '../../place.js';
import {statusLines} from '../../report/batch.js';
import {requireCompleted} from '../../report/completed.js';
import {batchStatus} from '../../verbs/batch-status.js';
import {findBatch} from '../../verbs/find-batch.js';

export default class BatchStatus extends BaseCommand {
  static override summary = 'Say where a batch stands.';

  static override description =
    'Asks the vendors and writes nothing. The first line is always `Batch job status: <word>`; the words are ' +
    'validating, queued, in_progress, finalizing, completed, failed, expired, cancelling and cancelled.';

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --batch-id batch_01jd --watch',
  ];

  static override flags = {
    'batch-id': batchId,
    watch: boolean({summary: 'Ask again and again until the batch has ended.'}),
    'exit-status': boolean({summary: 'Exit with 0 only when completed: 69 while it runs, 1 when it ended otherwise.'}),
  };

  async run(): Promise<BatchLook> {
    const {flags} = await this.parse(BatchStatus);
    const {root} = this;
    const found = findBatch(root, flags['batch-id'], this.session.lastJob);
    const place = placeOf(this.config, {root, signal: this.signal, log: this.debugLine});
    let look: BatchLook | undefined;
    if (flags.watch) {
      const {watchBatch} = await import('../../verbs/watch-batch.js');
      for await (const each of watchBatch(place, found, Number.POSITIVE_INFINITY)) {
        if (look !== undefined && look.status !== each.status) this.note(`${look.status} → ${each.status}`);
        look = each;
      }
    } else look = (await batchStatus(place, found)).look;
    for (const line of statusLines(look!)) this.log(line);
    if (flags['exit-status']) requireCompleted(look!);
    return look!;
  }
}
