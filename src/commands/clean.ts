import {boolean} from '@oclif/core/flags';
import {BaseCommand} from '../base-command.js';
import {canAsk, confirm} from '../confirm.js';
import {placeOf} from '../place.js';
import {entryLines, keptLines, sumWords, uncollectedLine} from '../report/clean.js';
import {damagedLine, givenUpLine} from '../report/damaged.js';
import {count} from '../report/words.js';
import type {Cleaned} from '../verbs/clean-project.js';
import type {CleaningPlan} from '../verbs/cleaning.js';

/** What `--json` prints. */
export interface CleanResult extends Cleaned {
  /** Whether the entries are gone; else they could be removed. */
  readonly removed: boolean;
}

export default class Clean extends BaseCommand {
  static override summary = 'Remove what is no longer needed of what agac remembers.';

  static override description =
    'Finished runs with a later one of their workflow, jobs of the built-in engine whose results are in their run, and ' +
    'what is left of workflows that are gone. Lists them and asks; where there is no terminal to ask on, removes nothing ' +
    'without --yes. Outputs and input files are never touched, and a run that waits for a vendor is kept, as is one whose ' +
    'journal is damaged: a vendor may have jobs of it.';

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --yes',
    '<%= config.bin %> <%= command.id %> --all --dry-run',
  ];

  static override flags = {
    all: boolean({
      summary:
        'Every run that can be read: the last ones too, whose records are then asked again, and those whose results have not been collected.',
    }),
    damaged: boolean({
      summary: 'Also runs whose journal is damaged, with whatever a vendor still has of them.',
    }),
    'at-vendors': boolean({
      summary: 'Also delete what the vendors still have of these runs: input files, results, jobs.',
    }),
    yes: boolean({char: 'y', exclusive: ['dry-run'], summary: 'Remove without asking.'}),
    'dry-run': boolean({summary: 'Only list what could be removed.'}),
  };

  async run(): Promise<CleanResult> {
    const {flags} = await this.parse(Clean);
    const {root} = this;
    const {all, damaged} = flags;
    const {planCleaning} = await import('../verbs/plan-cleaning.js');
    const plan = planCleaning(root, {all, damaged});
    for (const line of entryLines(plan)) this.log(line);
    for (const line of keptLines(plan)) this.note(line);
    for (const job of plan.uncollected) this.warn(uncollectedLine(job));
    for (const run of plan.damaged) this.warn(run.removed ? givenUpLine(run) : damagedLine(run));
    if (plan.entries.length === 0) {
      this.note('There is nothing to remove.');
      return {...plan, removed: false};
    }
    const again = ['agac clean', ...(all ? ['--all'] : []), ...(damaged ? ['--damaged'] : []), '--yes'].join(' ');
    if (!flags.yes && !(await this.#isConfirmed(plan, flags['dry-run']))) {
      this.note(`${sumWords(plan)}. Nothing was removed. To remove: ${again}`);
      return {...plan, removed: false};
    }
    const {cleanProject} = await import('../verbs/clean-project.js');
    const place = placeOf(this.config, {root, signal: this.signal, log: this.debugLine});
    const cleaned = await cleanProject(place, {all, damaged, atVendors: flags['at-vendors'], shown: plan});
    const {discarded} = cleaned;
    const atVendors = discarded === undefined ? '' : `, and ${count(discarded, 'job')} at the vendors`;
    this.note(`Removed: ${sumWords(cleaned)}${atVendors}.`);
    return {...cleaned, removed: true};
  }

  async #isConfirmed(plan: CleaningPlan, isDryRun: boolean): Promise<boolean> {
    if (isDryRun || this.jsonEnabled() || !canAsk()) return false;
    return confirm(`Remove these, ${sumWords(plan)}?`, this.signal);
  }
}
