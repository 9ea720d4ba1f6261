import {join} from 'node:path';
import {string as stringArg} from '@oclif/core/args';
import {string} from '@oclif/core/flags';
import {BaseCommand} from '../base-command.js';
import type {NewProject} from '../project/create-project.js';
import {count} from '../report/words.js';

export default class Init extends BaseCommand {
  static override summary = 'Make a project that runs at once, on the built-in engine.';

  static override description = 'Refuses a folder that is not empty. Needs no key and no plugin.';

  static override examples = [
    '<%= config.bin %> <%= command.id %> my-project',
    '<%= config.bin %> <%= command.id %> my-films --example films',
  ];

  static override args = {
    name: stringArg({description: 'The folder to make.', ignoreStdin: true, required: true}),
  };

  static override flags = {
    example: string({default: 'messages', helpValue: '<name>', summary: 'Which sample to write: messages or films.'}),
  };

  async run(): Promise<NewProject> {
    const {args, flags} = await this.parse(Init);
    const {createProject} = await import('../project/create-project.js');
    const examplesRoot = join(this.config.root, 'examples');
    const project = createProject({folder: args.name, example: flags.example, examplesRoot});
    this.log(`Project written: ${project.folder}`);
    this.note(`${count(project.files.length, 'file')}. Next:`);
    this.note(`  cd ${args.name}`);
    this.note(`  agac run -a ${project.workflow}`);
    return project;
  }
}
