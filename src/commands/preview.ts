import {boolean, integer, string} from '@oclif/core/flags';
import {BaseCommand} from '../base-command.js';
import {workflow} from '../flags.js';
import {pageLine, previewLines} from '../report/preview.js';
import type {Preview as Page, PreviewKind} from '../verbs/preview-action.js';

export default class Preview extends BaseCommand {
  static override summary = 'Look at the outputs of an action, or at what it rejected.';

  static override description =
    'A page of them in input order, as the last run has them by now, whether their files are written, edited or gone. ' +
    'Long texts are cut; with --json they are whole. Writes nothing.';

  static override examples = [
    '<%= config.bin %> <%= command.id %> -a triage --action classify',
    '<%= config.bin %> <%= command.id %> -a triage --action classify --rejected',
    '<%= config.bin %> <%= command.id %> -a triage --action classify --offset 10 --content-only --json',
  ];

  static override flags = {
    agent: workflow,
    action: string({helpValue: '<name>', required: true, summary: 'The action of it.'}),
    limit: integer({default: 10, max: 1000, min: 1, summary: 'At most so many.'}),
    offset: integer({default: 0, min: 0, summary: 'Leave out so many before them.'}),
    rejected: boolean({summary: 'The records that left without an output, with the reason and the answer as it came.'}),
    'content-only': boolean({
      exclusive: ['rejected'],
      summary: 'Only the content of outputs, without ids and metadata.',
    }),
  };

  async run(): Promise<Page> {
    const {flags} = await this.parse(Preview);
    const {previewAction} = await import('../verbs/preview-action.js');
    const kind: PreviewKind = flags.rejected ? 'rejections' : flags['content-only'] ? 'contents' : 'outputs';
    const {agent, action, limit, offset} = flags;
    const page = await previewAction(this.root, {workflow: agent, action, kind, limit, offset});
    for (const line of previewLines(page)) this.log(line);
    this.note(pageLine(page));
    return page;
  }
}
