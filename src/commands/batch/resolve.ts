import {boolean, integer, string} from '@oclif/core/flags';
import {BaseCommand} from '../../base-command.js';
import type {BatchLook} from '../../engine/status.js';
import {batchId} from '../../flags.js';
import {placeOf} from '../../place.js';
import {statusLines} from '../../report/batch.js';
import {findBatch} from '../../verbs/find-batch.js';

const WORDS = ['job', 'not-sent', 'gone'];

export default class BatchResolve extends BaseCommand {
  static override summary = 'Say what became of a part, where no vendor can.';

  static override description =
    'When the answer to a submission was lost and the vendor cannot tell, agac sends nothing again by itself (exit 7). ' +
    "Look at the vendor's console, then type one of these.";

  static override examples = [
    {
      command: '<%= config.bin %> <%= command.id %> --part 0 --job job_abc123',
      description: 'The vendor has it, under this id.',
    },
    {
      command: '<%= config.bin %> <%= command.id %> --part 0 --not-sent',
      description: 'The vendor does not have it: the next agac run sends it.',
    },
    {
      command: '<%= config.bin %> <%= command.id %> --part 0 --gone',
      description: 'The vendor had it and has it no more: its records are rejected, and can be retried.',
    },
  ];

  static override flags = {
    'batch-id': batchId,
    part: integer({min: 0, required: true, summary: 'The number of the part, as `agac batch status` shows it.'}),
    job: string({exactlyOne: WORDS, helpValue: '<id>', summary: "The vendor's job id of the part."}),
    'not-sent': boolean({exactlyOne: WORDS, summary: 'The part never reached the vendor.'}),
    gone: boolean({exactlyOne: WORDS, summary: 'The vendor has its job or its results no more; they are given up.'}),
  };

  async run(): Promise<BatchLook> {
    const {flags} = await this.parse(BatchResolve);
    const {root} = this;
    const found = findBatch(root, flags['batch-id'], this.session.lastJob);
    const place = placeOf(this.config, {root, signal: this.signal, log: this.debugLine});
    const {resolvePart} = await import('../../verbs/resolve-part.js');
    const {part, job, gone} = flags;
    const word = job !== undefined ? {job} : gone ? 'gone' : 'not-sent';
    const look = await resolvePart(place, found, {part, word, notify: () => {}, concurrency: 1});
    for (const line of statusLines(look)) this.log(line);
    this.note(`Next: agac run -a ${look.workflow}`);
    return look;
  }
}
