import {BaseCommand} from '../base-command.js';
import type {Problem} from '../domain/errors.js';
import {workflow} from '../flags.js';
import {placeOf} from '../place.js';
import {problemLine} from '../report/errors.js';
import {count} from '../report/words.js';

export interface ValidateResult {
  readonly workflow: string;
  readonly actions: readonly {
    readonly action: string;
    readonly kind: string;
    readonly dependencies: readonly string[];
  }[];
  readonly warnings: readonly Problem[];
}

export default class Validate extends BaseCommand {
  static override summary = 'Check a workflow: every problem at once, each with file, line and a suggestion.';

  static override description = 'Reads the workflow and all it names, opens its providers, and sends nothing.';

  static override examples = ['<%= config.bin %> <%= command.id %> -a triage'];

  static override flags = {agent: workflow};

  async run(): Promise<ValidateResult> {
    const {flags} = await this.parse(Validate);
    const place = placeOf(this.config, {root: this.root, signal: this.signal, log: this.debugLine});
    const {checkWorkflow} = await import('../verbs/check-workflow.js');
    const {workflow: checked, warnings} = await checkWorkflow(place, flags.agent, {keys: 'warned'});
    for (const problem of warnings) this.warn(problemLine(problem));
    const actions = checked.actions.map(({name, kind, dependencies}) => ({action: name, kind, dependencies}));
    this.log(`${checked.name} is valid: ${count(actions.length, 'action')}, ${count(warnings.length, 'warning')}.`);
    return {workflow: checked.name, actions, warnings};
  }
}
