import {string} from '@oclif/core/args';
import {BaseCommand} from '../base-command.js';
import {placeOf} from '../place.js';
import {problemLine} from '../report/errors.js';
import {providerLines} from '../report/providers.js';
import type {ProviderLook} from '../verbs/look-at-providers.js';

export default class Providers extends BaseCommand {
  static override summary = 'List the installed providers, or show what one can do.';

  static override description =
    'Inside a project, the vendors that it gave names of its own are listed, too, with the adapter that serves them. ' +
    'Listing imports nothing. With a name the provider is opened: its abilities and limits, and whether its key is there.';

  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> local'];

  static override args = {
    name: string({description: 'A provider, as a workflow names it in model_vendor.', ignoreStdin: true}),
  };

  async run(): Promise<readonly ProviderLook[]> {
    const {args} = await this.parse(Providers);
    const {root, cwd} = this.session;
    const place = placeOf(this.config, {root: root ?? cwd, signal: this.signal, log: this.debugLine});
    const {lookAtProviders} = await import('../verbs/look-at-providers.js');
    const {providers, problems} = await lookAtProviders(place, args.name);
    for (const problem of problems) this.warn(problemLine(problem));
    for (const line of providerLines(providers)) this.log(line);
    return providers;
  }
}
