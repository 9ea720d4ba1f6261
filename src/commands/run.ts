import {boolean, integer, option} from '@oclif/core/flags';
import {BaseCommand} from '../base-command.js';
import type {RunLook} from '../engine/progress.js';
import {concurrencyLimit, hitl, maxCost, timeout, wait, waitUntil, workflow} from '../flags.js';
import {placeOf} from '../place.js';
import {spentLine} from '../report/cost.js';
import {dryRunLines} from '../report/dry-run.js';
import {problemLine} from '../report/errors.js';
import {requireSound, stillGoing, undecided} from '../report/outcome.js';
import {actionLines, nextCommand} from '../report/run.js';
import {whyLines} from '../report/why.js';
import {list} from '../report/words.js';
import type {DryRun} from '../verbs/dry-run.js';
import type {Place} from '../verbs/project-context.js';
import type {Reviewing} from '../verbs/reviewing.js';
import type {RunOptions, RunOutcome} from '../verbs/run-workflow.js';

const SIMULATED = 'The answers are made up by the built-in engine (model_name: sample), to try the workflow out.';

type Options = Omit<RunOptions, 'notify'> & {readonly reviewing: Reviewing};

export default class Run extends BaseCommand {
  static override summary = 'Run a workflow, or go on with its last run.';

  static override description =
    'Batch-mode actions are submitted and the command returns; online actions and tools run to the end. Typed again, ' +
    'it never sends anything twice: while the batch is going it says so (exit 69), when it has ended it collects the ' +
    'results and goes on with the next actions. After a finished run, it asks only for what is new or changed since.';

  static override examples = [
    '<%= config.bin %> <%= command.id %> -a triage',
    '<%= config.bin %> <%= command.id %> -a triage --dry-run --show 2',
    '<%= config.bin %> <%= command.id %> -a triage --wait --json',
  ];

  static override flags = {
    agent: workflow,
    wait,
    timeout,
    'dry-run': boolean({
      summary: 'Count what would be sent (requests, parts, bytes, tokens, cost); nothing is sent or kept.',
    }),
    show: integer({dependsOn: ['dry-run'], min: 1, summary: 'With --dry-run: print so many rendered prompts.'}),
    'record-limit': integer({min: 1, summary: 'Take at most so many records of each input file.'}),
    fresh: boolean({summary: 'Begin a new run that asks every record, although the last one is done.'}),
    'max-cost': maxCost,
    why: boolean({summary: 'Say of each action why its records are asked, and what was edited since the last run.'}),
    'execution-mode': option({
      char: 'e',
      default: 'auto',
      options: ['auto', 'parallel', 'sequential'] as const,
      summary: 'Whether online actions and tools that do not depend on each other run side by side.',
    })(),
    'concurrency-limit': concurrencyLimit,
    hitl,
  };

  async run(): Promise<RunOutcome | DryRun> {
    const {flags} = await this.parse(Run);
    const {root} = this;
    const place = placeOf(this.config, {root, signal: this.signal, log: this.debugLine});
    const {checkWorkflow} = await import('../verbs/check-workflow.js');
    const checked = await checkWorkflow(place, flags.agent, {recordLimit: flags['record-limit']});
    for (const problem of checked.warnings) this.warn(problemLine(problem));
    if (flags['dry-run']) {
      const {dryRun} = await import('../verbs/dry-run.js');
      const {show = 0, fresh, 'max-cost': maxCost} = flags;
      const plan = await dryRun(place, checked.workflow, {show, fresh, maxCost});
      for (const line of dryRunLines(plan)) this.log(line);
      if (flags.why) for (const line of whyLines(plan.actions, plan.since)) this.log(line);
      return plan;
    }
    const until = waitUntil(flags);
    const reviewing = await this.reviewing(flags.hitl);
    const outcome = await this.#run(place, {
      workflow: checked.workflow,
      fresh: flags.fresh,
      parallel: flags['execution-mode'] !== 'sequential',
      concurrency: flags['execution-mode'] === 'sequential' ? 1 : flags['concurrency-limit'],
      reviewing,
      ...(until && {wait: until}),
      ...(flags['max-cost'] !== undefined && {maxCost: flags['max-cost']}),
    });
    if (flags.why) for (const line of whyLines(outcome.look.actions, outcome.since)) this.log(line);
    this.#report(outcome, {waited: until !== undefined, failsOnReview: flags.hitl === 'fail'});
    return outcome;
  }

  async #run(place: Place, options: Options): Promise<RunOutcome> {
    const {runWorkflow} = await import('../verbs/run-workflow.js');
    const progress = await this.openProgress(options.workflow.actions, options.reviewing);
    const outcome = await runWorkflow(place, {...options, notify: progress.note}).finally(progress.stop);
    for (const warning of outcome.warnings) this.warn(warning);
    return outcome;
  }

  #report(outcome: RunOutcome, {waited, failsOnReview}: {waited: boolean; failsOnReview: boolean}): void {
    const {look, submitted, pending, alreadyFinished} = outcome;
    const batch = pending?.batch ?? submitted?.batch;
    const next = nextCommand(look, batch);
    if (alreadyFinished) return this.#reportFinished(look);
    const isPending = look.state === 'pending';
    for (const line of actionLines(look)) isPending ? this.note(line) : this.log(line);
    const spent = spentLine(look);
    if (spent !== undefined) isPending ? this.note(`  ${spent} (so far)`) : this.log(`  ${spent}`);
    if (look.actions.some((action) => action.simulated)) this.note(SIMULATED);
    if (isPending) {
      if (failsOnReview && look.reviews.length > 0) throw undecided({look, data: outcome, failsOnReview});
      // Accepted is what was asked for, unless the end was.
      if (waited || submitted?.batch !== batch) throw stillGoing({look, batch, data: outcome});
      if (look.reviews.length > 0) this.note(`${list(look.reviews)}: records wait for a person to decide on them.`);
      return this.note(`Next: ${next}`);
    }
    requireSound({look, data: outcome, failsOnReview, ...(batch === undefined ? {} : {batch})});
  }

  #reportFinished(look: RunLook): void {
    this.log(
      `Nothing to do: ${look.run} is finished, and neither the workflow, its tools nor the staged records have changed.`,
    );
    const spent = spentLine(look);
    for (const line of [...actionLines(look), ...(spent === undefined ? [] : [`  ${spent}`])]) this.note(line);
    this.note(`To ask every record again: agac run -a ${look.workflow} --fresh`);
  }
}
