import {boolean, custom, integer, string} from '@oclif/core/flags';
import {AgacError} from './domain/errors.js';

const MS_PER_MINUTE = 60_000;

/** Which batch a command is about. */
export const batchId = string({
  helpValue: '<id>',
  summary: "A batch id, a unique prefix of one, or a vendor's job id; default: the last submitted.",
});

export const workflow = string({
  char: 'a',
  helpValue: '<name>',
  required: true,
  summary: 'The workflow: the name of its folder under agent_workflow/.',
});

export const wait = boolean({char: 'w', summary: 'Go on to the end of the workflow instead of returning.'});

export const timeout = integer({
  dependsOn: ['wait'],
  helpValue: '<minutes>',
  min: 0,
  summary: 'With --wait: stop waiting after so many minutes, with exit code 69; default: wait as long as it takes.',
});

export const hitl = string({
  helpValue: '<how>',
  summary:
    'Who decides in actions of kind hitl: page (a page on this machine; the default on a terminal), later (nobody now; ' +
    'the default elsewhere), auto-approve, fail (exit code 1 where a decision is needed), or a file of decisions.',
});

export const maxCost = custom<number>({
  helpValue: '<dollars>',
  parse: async (text) => {
    const dollars = Number(text);
    if (text.trim() !== '' && dollars >= 0 && dollars < Number.POSITIVE_INFINITY) return dollars;
    throw new AgacError('USAGE', `--max-cost is an amount of US dollars, such as 5 or 0.25; ${text} is none.`);
  },
  summary: 'Send nothing that could take the run beyond so many US dollars, by an estimate.',
})();

export const concurrencyLimit = integer({
  default: 5,
  max: 50,
  min: 1,
  summary: 'How many online requests and tool calls go on at once.',
});

/** The moment a waiting command gives up (ms since the epoch); undefined where it does not wait at all. */
export function waitUntil(flags: {wait?: boolean; timeout?: number}): {readonly until: number} | undefined {
  if (flags.wait !== true) return undefined;
  const minutes = flags.timeout;
  return {until: minutes === undefined ? Number.POSITIVE_INFINITY : Date.now() + minutes * MS_PER_MINUTE};
}
