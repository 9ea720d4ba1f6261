import type {Interfaces} from '@oclif/core';
import {listProviders} from './providers/discover.js';
import type {Place} from './verbs/project-context.js';

/** A command's view of the world as the verbs take it. */
export function placeOf(
  config: Pick<Interfaces.Config, 'getPluginsList'>,
  at: Pick<Place, 'root' | 'signal' | 'log'>,
): Place {
  return {...at, providers: listProviders(config.getPluginsList())};
}
