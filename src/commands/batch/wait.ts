import {integer} from '@oclif/core/flags';
import {BaseCommand} from '../../base-command.js';
import type {BatchLook} from '../../engine/status.js';
import {batchId, waitUntil} from '../../flags.js';
import {placeOf} from '../../place.js';
import {statusLines} from '../../report/batch.js';
import {requireCompleted} from '../../report/completed.js';
import {findBatch} from '../../verbs/find-batch.js';
import {watchBatch} from '../../verbs/watch-batch.js';

export default class BatchWait extends BaseCommand {
  static override summary = 'Block until a batch has ended.';

  static override description =
    'Fetches and writes nothing. Exits with 0 when the batch completed, 1 when it ended otherwise, 69 when the time ran out.';

  static override examples = ['<%= config.bin %> <%= command.id %> --timeout 60 && agac batch retrieve'];

  static override flags = {
    'batch-id': batchId,
    timeout: integer({helpValue: '<minutes>', min: 0, summary: 'Stop waiting after so many minutes; default: never.'}),
  };

  async run(): Promise<BatchLook> {
    const {flags} = await this.parse(BatchWait);
    const {root} = this;
    const found = findBatch(root, flags['batch-id'], this.session.lastJob);
    const place = placeOf(this.config, {root, signal: this.signal, log: this.debugLine});
    const {until} = waitUntil({wait: true, timeout: flags.timeout})!;
    let last: BatchLook | undefined;
    for await (const look of watchBatch(place, found, until)) {
      if (last?.status !== look.status) this.note(`${look.batch} is ${look.status}.`);
      last = look;
    }
    for (const line of statusLines(last!)) this.log(line);
    requireCompleted(last!);
    return last!;
  }
}
