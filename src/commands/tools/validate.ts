import {string} from '@oclif/core/flags';
import {BaseCommand} from '../../base-command.js';
import {placeOf} from '../../place.js';
import {problemLine} from '../../report/errors.js';
import {count} from '../../report/words.js';
import type {ToolsChecked} from '../../verbs/validate-tools.js';

export default class ToolsValidate extends BaseCommand {
  static override summary = 'Import every tool and validator: every problem at once, each with file and line.';

  static override description =
    'Runs what stands at the top of the files, and calls no function. Besides, it looks for the function of every action.';

  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> -a triage'];

  static override flags = {
    agent: string({char: 'a', helpValue: '<name>', summary: 'Only what this workflow can use; default: all of them.'}),
  };

  async run(): Promise<ToolsChecked> {
    const {flags} = await this.parse(ToolsValidate);
    const place = placeOf(this.config, {root: this.root, signal: this.signal, log: this.debugLine});
    const {validateTools} = await import('../../verbs/validate-tools.js');
    const checked = await validateTools(place, flags.agent);
    for (const problem of checked.warnings) this.warn(problemLine(problem));
    this.log(`${count(checked.files, 'file')} can be used, by ${count(checked.uses, 'action')}.`);
    return checked;
  }
}
