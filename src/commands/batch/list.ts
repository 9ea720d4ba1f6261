import {integer} from '@oclif/core/flags';
import {BaseCommand} from '../../base-command.js';
import type {BatchLook} from '../../engine/status.js';
import {listLine} from '../../report/batch.js';
import {damagedLine} from '../../report/damaged.js';
import {listBatches} from '../../verbs/list-batches.js';

export default class BatchList extends BaseCommand {
  static override summary = 'List the batches of this project, newest first.';

  static override description = 'As the project knows them; no vendor is asked.';

  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json'];

  static override flags = {limit: integer({default: 20, min: 1, summary: 'At most so many.'})};

  async run(): Promise<readonly BatchLook[]> {
    const {flags} = await this.parse(BatchList);
    const {batches, damaged} = listBatches(this.root, flags.limit);
    for (const batch of batches) this.log(listLine(batch));
    for (const run of damaged) this.warn(damagedLine(run));
    if (batches.length + damaged.length === 0) this.note('Nothing has been submitted from this project yet.');
    return batches;
  }
}
