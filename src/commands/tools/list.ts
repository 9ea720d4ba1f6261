import {string} from '@oclif/core/flags';
import {BaseCommand} from '../../base-command.js';
import {placeOf} from '../../place.js';
import {toolLines} from '../../report/tools.js';
import type {ToolsList} from '../../verbs/list-tools.js';

export default class ToolsListCommand extends BaseCommand {
  static override summary = 'List the functions in the tool folders, and the actions that use them.';

  static override description = 'Reads the files and runs nothing of them.';

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> -a triage --json',
  ];

  static override flags = {
    agent: string({char: 'a', helpValue: '<name>', summary: 'Only what this workflow can use; default: all of them.'}),
  };

  async run(): Promise<ToolsList> {
    const {flags} = await this.parse(ToolsListCommand);
    const place = placeOf(this.config, {root: this.root, signal: this.signal, log: this.debugLine});
    const {listTools} = await import('../../verbs/list-tools.js');
    const list = listTools(place, flags.agent);
    for (const line of toolLines(list.tools)) this.log(line);
    if (list.tools.length === 0) this.note('There is no function in the tool folders.');
    for (const workflow of list.unread) {
      this.warn(`${workflow} cannot be read, so what it uses is not shown: agac validate -a ${workflow}`);
    }
    return list;
  }
}
