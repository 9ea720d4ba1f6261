import {string} from '@oclif/core/flags';
import {BaseCommand} from '../base-command.js';
import {damagedLine} from '../report/damaged.js';
import {nextOf, overviewLines, runLines} from '../report/status.js';
import type {ProjectStatus, WorkflowStatus} from '../verbs/workflow-status.js';

/** What `--json` prints: of one workflow, or of all. */
export type StatusResult = StatusOf | {readonly workflows: readonly StatusOf[]};

export interface StatusOf extends WorkflowStatus {
  /** What to type next; absent where nothing is left to do. */
  readonly nextCommand?: string;
}

export default class Status extends BaseCommand {
  static override summary = 'Say where the last run of a workflow stands.';

  static override description =
    'Its actions wave by wave, what is in flight at the vendors and since when, and what to type next. Reads what is on ' +
    'this disk and asks nobody: `agac batch status` asks the vendors. Without a workflow: one line for each.';

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> -a triage',
    '<%= config.bin %> <%= command.id %> -a triage --run run_01jd --json',
  ];

  static override flags = {
    agent: string({char: 'a', helpValue: '<name>', summary: 'The workflow; default: all of the project.'}),
    run: string({
      dependsOn: ['agent'],
      helpValue: '<id>',
      summary: 'A run of it, or a unique prefix of its id; default: the last one.',
    }),
  };

  async run(): Promise<StatusResult> {
    const {flags} = await this.parse(Status);
    const {root} = this;
    const {projectStatus, workflowStatus} = await import('../verbs/workflow-status.js');
    if (flags.agent === undefined) return this.#showAll(projectStatus(root));
    const status = workflowStatus(root, flags.agent, flags.run);
    for (const line of runLines(status, new Date())) this.log(line);
    const next = nextOf(status);
    if (next !== undefined) this.note(`Next: ${next}`);
    return withNext(status);
  }

  #showAll({workflows, damaged}: ProjectStatus): StatusResult {
    for (const line of overviewLines(workflows)) this.log(line);
    for (const run of damaged) this.warn(damagedLine(run));
    if (workflows.length === 0) this.note('The project has no workflow yet.');
    return {workflows: workflows.map(withNext)};
  }
}

function withNext(status: WorkflowStatus): StatusOf {
  const nextCommand = nextOf(status);
  return {...status, ...(nextCommand !== undefined && {nextCommand})};
}
