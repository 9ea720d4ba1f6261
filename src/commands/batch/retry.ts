import {string} from '@oclif/core/flags';
import {BaseCommand} from '../../base-command.js';
import {batchId, concurrencyLimit, hitl, timeout, wait, waitUntil} from '../../flags.js';
import {placeOf} from '../../place.js';
import {requireSound, stillGoing} from '../../report/outcome.js';
import {nextCommand} from '../../report/run.js';
import {count} from '../../report/words.js';
import {findBatch} from '../../verbs/find-batch.js';
import {findRun} from '../../verbs/find-run.js';
import type {RetryOutcome} from '../../verbs/retry-rejected.js';

export default class BatchRetry extends BaseCommand {
  static override summary = 'Ask again for what failed, expired or was rejected.';

  static override description =
    'A new batch of the same run, holding only the records that have no output. What comes after them in the workflow ' +
    'follows when they are in.';

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> -a triage --wait',
  ];

  static override flags = {
    'batch-id': batchId,
    agent: string({
      char: 'a',
      exclusive: ['batch-id'],
      helpValue: '<name>',
      summary: "A workflow, for its last run; default: the last submitted batch's.",
    }),
    wait,
    timeout,
    'concurrency-limit': concurrencyLimit,
    hitl,
  };

  async run(): Promise<RetryOutcome> {
    const {flags} = await this.parse(BatchRetry);
    const {root} = this;
    const run =
      flags.agent === undefined ? findBatch(root, flags['batch-id'], this.session.lastJob) : findRun(root, flags.agent);
    const place = placeOf(this.config, {root, signal: this.signal, log: this.debugLine});
    const {retryRejected} = await import('../../verbs/retry-rejected.js');
    const reviewing = await this.reviewing(flags.hitl);
    const progress = await this.openProgress(run.state.actions, reviewing);
    const until = waitUntil(flags);
    const outcome = await retryRejected(place, run, {
      notify: progress.note,
      concurrency: flags['concurrency-limit'],
      reviewing,
      ...(until && {wait: until}),
    }).finally(progress.stop);
    this.#report(outcome, {waited: until !== undefined, failsOnReview: flags.hitl === 'fail'});
    return outcome;
  }

  #report(
    outcome: RetryOutcome,
    {waited, failsOnReview}: {readonly waited: boolean; readonly failsOnReview: boolean},
  ): void {
    const {asked, look, submitted} = outcome;
    for (const [action, records] of Object.entries(asked)) {
      this.note(`${action}: ${count(records, 'record')} asked again.`);
    }
    const ending = {look, batch: submitted?.batch, data: outcome, failsOnReview};
    if (look.state !== 'pending') requireSound(ending);
    else if (waited) throw stillGoing(ending);
    const next = nextCommand(look, submitted?.batch);
    if (next !== undefined) this.note(`Next: ${next}`);
  }
}
