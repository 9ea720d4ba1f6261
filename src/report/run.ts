import type {ActionLook, RunLook} from '../engine/progress.js';
import {count, guardWords, list} from './words.js';

/** What every action of a run came to, a line each. */
export function actionLines({actions}: RunLook): string[] {
  const width = Math.max(...actions.map((action) => action.action.length));
  return actions.map(
    (action) => `  ${action.action.padEnd(width)}  ${action.state.replace('_', ' ')}${numbers(action)}`,
  );
}

/** What to type next in a run; undefined when there is nothing left. */
export function nextCommand(
  {state, workflow, next, reviews, actions}: RunLook,
  batch: string | undefined,
): string | undefined {
  const retry = `agac batch retry -a ${workflow}`;
  switch (state) {
    case 'pending':
      return `agac batch retrieve --wait${batch === undefined ? '' : ` --batch-id ${batch}`}`;
    case 'uncertain':
      return `agac batch resolve${batch === undefined ? '' : ` --batch-id ${batch}`} --help`;
    case 'review':
      return `agac run -a ${workflow} --hitl page    (opens the page for ${list(reviews)})`;
    case 'ready':
      return `agac run -a ${workflow}${next.length === 0 ? '' : `    (sends ${list(next)})`}`;
    case 'halted':
      return retry;
    case 'finished':
      return actions.some((action) => action.rejected > 0) ? retry : undefined;
  }
}

function numbers({records, outputs, rejected, again, state, simulated, ...guarded}: ActionLook): string {
  if (state === 'waiting') return '';
  const words = [count(records, 'record'), count(outputs, 'output'), ...guardWords(guarded)];
  if (again > 0) words.push(`${again} asked again`);
  if (rejected > 0) words.push(`${rejected} rejected`);
  return `: ${words.join(', ')}${simulated ? ' (simulated answers)' : ''}`;
}
