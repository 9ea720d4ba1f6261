import {string as argument} from '@oclif/core/args';
import {option} from '@oclif/core/flags';
import {BaseCommand} from '../base-command.js';
import {AgacError} from '../domain/errors.js';
import {workflow} from '../flags.js';
import {placeOf} from '../place.js';
import {problemLine, visible} from '../report/errors.js';
import {mermaidLines, treeLines} from '../report/graph.js';
import {contextLines, dependencyLines, fieldLines, summaryLines, unreadFields} from '../report/inspect.js';
import type {Inspection} from '../verbs/inspect-workflow.js';

const VIEWS = {
  dependencies: dependencyLines,
  graph: treeLines,
  context: contextLines,
  fields: fieldLines,
} as const;

export default class Inspect extends BaseCommand {
  static override summary = 'Say how the actions of a workflow hang together.';

  static override description =
    'From its files, without a run: what each action depends on, what it sees and hands on, what its prompt names, and ' +
    'who reads its fields. Runs and sends nothing. With --json all of it, whatever view is named.';

  static override examples = [
    '<%= config.bin %> <%= command.id %> -a triage',
    '<%= config.bin %> <%= command.id %> -a triage fields',
    '<%= config.bin %> <%= command.id %> -a triage graph --format mermaid',
  ];

  static override args = {
    view: argument({
      description:
        '`dependencies`: what comes after what, in waves. `graph`: the same as a tree. `context`: what each action sees, ' +
        'drops and passes through, and what its prompt names. `fields`: the fields of its outputs, and who reads them. ' +
        'Default: a line for each action.',
      options: Object.keys(VIEWS),
    }),
  };

  static override flags = {
    agent: workflow,
    format: option({
      options: ['text', 'mermaid'] as const,
      default: 'text',
      exclusive: ['json'],
      summary: 'With `graph`: a tree of text, or a flowchart for Mermaid.',
    })(),
  };

  async run(): Promise<Inspection> {
    const {args, flags} = await this.parse(Inspect);
    const view = args.view as keyof typeof VIEWS | undefined;
    const isChart = flags.format === 'mermaid';
    if (isChart && view !== 'graph') throw mermaidOfGraph(flags.agent);
    const place = placeOf(this.config, {root: this.root, signal: this.signal, log: this.debugLine});
    const {inspectWorkflow} = await import('../verbs/inspect-workflow.js');
    const {inspection, warnings} = inspectWorkflow(place, flags.agent);
    for (const problem of warnings) this.warn(problemLine(problem));
    const lines = isChart ? mermaidLines : view === undefined ? summaryLines : VIEWS[view];
    for (const line of lines(inspection)) this.log(visible(line));
    const unread = view === 'fields' ? unreadFields(inspection) : [];
    if (unread.length > 0) this.note(`Nobody reads ${unread.join(', ')}.`);
    return inspection;
  }
}

function mermaidOfGraph(name: string): AgacError {
  return new AgacError('USAGE', '--format mermaid draws the graph and nothing else.', {
    actions: [`agac inspect -a ${name} graph --format mermaid`],
  });
}
