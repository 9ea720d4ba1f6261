import {BaseCommand} from '../base-command.js';
import {workflow} from '../flags.js';
import {placeOf} from '../place.js';
import {problemLine} from '../report/errors.js';
import {renderedLines} from '../report/rendered.js';
import type {RenderedWorkflow} from '../verbs/render-workflow.js';

export default class Render extends BaseCommand {
  static override summary = 'Show a workflow with all that its actions inherit, and where each value comes from.';

  static override description =
    'Works out the templates in the workflow file, and merges what the project says, what the workflow says under ' +
    'defaults, and what its actions say; the last of these counts. What it prints is a workflow, too, with the place ' +
    'of each value behind it. Keys are shown by the names of their variables. Nothing is written.';

  static override examples = [
    '<%= config.bin %> <%= command.id %> -a triage',
    '<%= config.bin %> <%= command.id %> -a triage --json',
  ];

  static override flags = {agent: workflow};

  async run(): Promise<RenderedWorkflow> {
    const {flags} = await this.parse(Render);
    const place = placeOf(this.config, {root: this.root, signal: this.signal, log: this.debugLine});
    const {renderWorkflow} = await import('../verbs/render-workflow.js');
    const rendered = renderWorkflow(place, flags.agent);
    for (const problem of rendered.warnings) this.warn(problemLine(problem));
    for (const line of renderedLines(rendered.values)) this.log(line);
    return rendered;
  }
}
