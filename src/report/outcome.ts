import {AgacError} from '../domain/errors.js';
import type {RunLook} from '../engine/progress.js';
import {nextCommand} from './run.js';
import {count, list} from './words.js';

export interface Ending {
  readonly look: RunLook;
  /** The batch a message may name. */
  readonly batch?: string | undefined;
  /** What `--json` shows beside the message. */
  readonly data: unknown;
  /** Whoever typed the command wants it to fail where a person has to decide. */
  readonly failsOnReview?: boolean;
}

/** What ends a command that found the vendor still at work. */
export function stillGoing({look, batch, data}: Ending): AgacError {
  const next = nextCommand(look, batch);
  return new AgacError('BATCH_PENDING', `${batch ?? look.run} is still going; nothing was sent again.`, {
    actions: next === undefined ? [] : [next],
    data,
  });
}

/** Ends a command that has come as far as it could: nothing where all is well, else the error that says what is not. */
export function requireSound({look, batch, data, failsOnReview = false}: Ending): void {
  const next = nextCommand(look, batch);
  const actions = next === undefined ? [] : [next];
  if (look.state === 'uncertain') throw uncertain({look, batch, data});
  const halted = look.actions.filter((action) => action.state === 'halted').map((action) => action.action);
  if (halted.length > 0) {
    const message = `${list(halted)} has rejected records and on_exhausted: raise; what depends on it was not run.`;
    throw new AgacError('ACTION_FAILED', message, {actions, data});
  }
  if (look.reviews.length > 0) throw undecided({look, data, failsOnReview});
  const rejected = look.actions.reduce((sum, action) => sum + action.rejected, 0);
  const again = look.actions.reduce((sum, action) => sum + action.again, 0);
  if (rejected + again === 0) return;
  if (look.actions.some((action) => action.state === 'done' && action.rejected > 0 && action.outputs === 0)) {
    throw new AgacError('BATCH_FAILED', 'The batch has ended, and no record has a usable answer.', {actions, data});
  }
  const words = [
    ...(rejected > 0 ? [`${count(rejected, 'record')} rejected (see rejected.jsonl beside the outputs)`] : []),
    ...(again > 0 ? [`${count(again, 'record')} to be asked again`] : []),
  ];
  throw new AgacError('RECORDS_REJECTED', `Outputs were written; ${list(words)}.`, {actions, data});
}

/** Ends a command that left decisions to a person. */
export function undecided({look, data, failsOnReview = false}: Omit<Ending, 'batch'>): AgacError {
  const {workflow, reviews} = look;
  const message = `${list(reviews)}: records wait for a person to decide on them. What was decided is kept.`;
  return new AgacError(failsOnReview ? 'REVIEW_REQUIRED' : 'REVIEW_PENDING', message, {
    actions: [
      `agac run -a ${workflow} --hitl page    (opens a page on this machine, and waits)`,
      `agac run -a ${workflow} --hitl decisions.json    (takes the decisions from a file)`,
    ],
    data,
  });
}

function uncertain({look, batch, data}: Ending): AgacError {
  const id = batch === undefined ? '' : ` --batch-id ${batch}`;
  return new AgacError(
    'SUBMIT_UNCERTAIN',
    'The answer to a submission was lost: the vendor may or may not have the part. Nothing was sent again.',
    {
      actions: [
        `agac run -a ${look.workflow}    (asks the vendor once more; free)`,
        `agac batch status${id}    (names the part)`,
        `agac batch resolve${id} --part N --job ID    (the vendor has it under this id)`,
        `agac batch resolve${id} --part N --not-sent    (send it again: paid twice if the first turns up)`,
      ],
      data,
    },
  );
}
