import {resolve} from 'node:path';
import {boolean, directory, option} from '@oclif/core/flags';
import {BaseCommand} from '../../base-command.js';
import {AgacError} from '../../domain/errors.js';
import {hasEnded} from '../../engine/status.js';
import {batchId, concurrencyLimit, hitl, timeout, wait, waitUntil} from '../../flags.js';
import {placeOf} from '../../place.js';
import {spentLine} from '../../report/cost.js';
import {requireSound} from '../../report/outcome.js';
import {nextCommand} from '../../report/run.js';
import {count, guardWords} from '../../report/words.js';
import {findBatch} from '../../verbs/find-batch.js';
import type {RetrieveOutcome, Shape} from '../../verbs/retrieve-batch.js';

export default class BatchRetrieve extends BaseCommand {
  static override summary = 'Fetch the results of a batch, judge them and write the outputs.';

  static override description =
    'Writes `<output folder>/<action>/<input name>.json`, prints where, and says what comes next. What has no accepted ' +
    'answer is in rejected.jsonl beside them. On a batch that has not ended nothing is written and the exit code is 69.';

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --wait',
    '<%= config.bin %> <%= command.id %> --format csv --content-only -o results',
  ];

  static override flags = {
    'batch-id': batchId,
    wait,
    timeout,
    partial: boolean({summary: 'Write what there is so far, although the batch has not ended.'}),
    output: directory({char: 'o', helpValue: '<dir>', summary: 'Write the outputs into this folder as well.'}),
    format: option({
      options: ['json', 'jsonl', 'csv'] as const,
      summary: 'The shape of those files; without -o they lie beside the usual ones.',
    })(),
    'content-only': boolean({summary: "Only what the action's schema describes, without ids and metadata."}),
    'concurrency-limit': concurrencyLimit,
    hitl,
  };

  async run(): Promise<RetrieveOutcome> {
    const {flags} = await this.parse(BatchRetrieve);
    const {root} = this;
    const found = findBatch(root, flags['batch-id'], this.session.lastJob);
    if (flags['batch-id'] === undefined) this.note(`Using ${found.batch.id}, the last submitted.`);
    const place = placeOf(this.config, {root, signal: this.signal, log: this.debugLine});
    const {retrieveBatch} = await import('../../verbs/retrieve-batch.js');
    const reviewing = await this.reviewing(flags.hitl);
    const progress = await this.openProgress(found.state.actions, reviewing);
    const until = waitUntil(flags);
    const shape = shapeOf(flags, this.session.cwd);
    const outcome = await retrieveBatch(place, found, {
      notify: progress.note,
      concurrency: flags['concurrency-limit'],
      reviewing,
      partial: flags.partial,
      ...(until && {wait: until}),
      ...(shape && {shape}),
    }).finally(progress.stop);
    this.#report(outcome, flags.hitl === 'fail');
    return outcome;
  }

  #report(outcome: RetrieveOutcome, failsOnReview: boolean): void {
    const {batch, look, written} = outcome;
    for (const {action, outputs, folder, exported, filtered, skipped} of written) {
      this.log(`${action}: ${count(outputs, 'output')} in ${folder}`);
      const guarded = guardWords({filtered, skipped});
      if (guarded.length > 0) this.log(`  ${guarded.join(', ')} by its guard`);
      for (const file of exported) this.log(`  ${file}`);
    }
    const spent = spentLine(look);
    if (spent !== undefined) this.note(`The run so far: ${spent}`);
    const next = nextCommand(look, batch.batch);
    const isHere = batch.parts.every((part) => part.fetched);
    if (look.state !== 'uncertain' && !isHere) throw pending(outcome, next);
    requireSound({look, batch: batch.batch, data: outcome, failsOnReview});
    if (look.state === 'pending') throw pending(outcome, next);
    this.note(next === undefined ? 'The workflow is complete.' : `Next: ${next}`);
  }
}

function pending(outcome: RetrieveOutcome, next: string | undefined): AgacError {
  const {batch, written} = outcome;
  const kept = written.length > 0 ? 'What there is so far was written.' : 'Nothing was written.';
  const state = hasEnded(batch.status) ? 'has ended, and the next one is going' : `is ${batch.status}`;
  return new AgacError('BATCH_PENDING', `${batch.batch} ${state}. ${kept}`, {
    actions: next === undefined ? [] : [next],
    data: outcome,
  });
}

function shapeOf(
  flags: {output?: string; format?: Shape['format']; 'content-only': boolean},
  cwd: string,
): Shape | undefined {
  const {output, format, 'content-only': contentOnly} = flags;
  if (output === undefined && format === undefined && !contentOnly) return undefined;
  const shape = {format: format ?? 'json', contentOnly} as const;
  if (output === undefined && shape.format === 'json') {
    throw new AgacError('USAGE', 'JSON of another shape would overwrite the usual files: say where with -o.', {
      actions: ['agac batch retrieve --content-only -o results'],
    });
  }
  return output === undefined ? shape : {...shape, folder: resolve(cwd, output)};
}
