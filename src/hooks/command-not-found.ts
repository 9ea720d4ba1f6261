import type {Hook} from '@oclif/core/hooks';
import {AgacError} from '../domain/errors.js';
import {nearest} from '../domain/nearest.js';

/** An unknown command: exit 2 with the nearest known one. Never prompts. */
const commandNotFound: Hook.CommandNotFound = async ({config, id}) => {
  const typed = id.replaceAll(':', ' ');
  const known = config.commandIDs.map((each) => each.replaceAll(':', ' '));
  const near = nearest(typed, known);
  // A plain error of a hook is swallowed; one with an exit code is not.
  throw Object.assign(
    new AgacError('COMMAND_UNKNOWN', `agac has no command \`${typed}\`.`, {
      actions: [...(near === undefined ? [] : [`agac ${near}`]), 'agac help'],
    }),
    {oclif: {exit: 2}},
  );
};

export default commandNotFound;
