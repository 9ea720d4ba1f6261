import type {Hook} from '@oclif/core/hooks';
import {closest, distance} from 'fastest-levenshtein';
import {AgacError} from '../domain/errors.js';

const FAR = 0.5;

/** An unknown command: exit 2 with the nearest known one. Never prompts. */
const commandNotFound: Hook.CommandNotFound = async ({config, id}) => {
  const typed = id.replaceAll(':', ' ');
  const known = config.commandIDs.map((each) => each.replaceAll(':', ' '));
  const near = closest(typed, known);
  const isNear = distance(typed, near) <= Math.max(typed.length, near.length) * FAR;
  // A plain error of a hook is swallowed; one with an exit code is not.
  throw Object.assign(
    new AgacError('COMMAND_UNKNOWN', `agac has no command \`${typed}\`.`, {
      actions: [...(isNear ? [`agac ${near}`] : []), 'agac help'],
    }),
    {oclif: {exit: 2}},
  );
};

export default commandNotFound;
