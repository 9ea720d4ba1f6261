import type {Hook} from '@oclif/core/hooks';
import {AgacError} from '../domain/errors.js';

const OURS = /^@agac\/provider-[a-z0-9-]+$/;

/**
 * Before `agac plugins install`: keeps npm from running install scripts, which would see the user's API keys, and
 * refuses names outside `@agac/provider-*`, since npm has other packages under the vendors' plain names.
 * `AGAC_ALLOW_SCRIPTS=1` and `AGAC_ALLOW_PLUGINS=1` are the user's word to the contrary.
 */
const preinstall: Hook<'plugins:preinstall'> = async ({plugin}) => {
  if (process.env['AGAC_ALLOW_SCRIPTS'] !== '1') process.env['NPM_CONFIG_IGNORE_SCRIPTS'] = 'true';
  const isOurs = plugin.type === 'npm' && OURS.test(plugin.name);
  if (isOurs || process.env['AGAC_ALLOW_PLUGINS'] === '1') return;
  const name = plugin.type === 'npm' ? plugin.name : plugin.url;
  throw Object.assign(
    new AgacError('USAGE', `${name} is not one of the @agac/provider-* packages; nothing was installed.`, {
      actions: [`AGAC_ALLOW_PLUGINS=1 agac plugins install ${name}`],
    }),
    {oclif: {exit: 2}},
  );
};

export default preinstall;
