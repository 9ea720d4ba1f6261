import type {Counts, PartStatus} from '@agac/provider';
import type {PartTally} from '../domain/cost.js';
import type {BatchState, PartState, RunState} from '../domain/run-state.js';
import {disagreements} from './disagreements.js';
import {type Spent, spentOnPart, sumSpent} from './spent.js';

/** The words that `agac batch status` may print. */
export type StatusWord =
  | 'validating'
  | 'queued'
  | 'in_progress'
  | 'finalizing'
  | 'completed'
  | 'failed'
  | 'expired'
  | 'cancelling'
  | 'cancelled';

export interface PartLook extends Spent {
  readonly part: number;
  readonly provider: string;
  /** The provider that serves it, where that is not its own. */
  readonly adapter?: string;
  readonly model: string;
  readonly status: StatusWord;
  readonly requests: number;
  /** The vendor's job id. */
  readonly id?: string;
  /** The vendor's own word. */
  readonly word?: string;
  readonly counts?: Counts;
  readonly message?: string;
  /** Nobody knows whether the vendor has it. */
  readonly uncertain?: true;
  /** Its results are on this disk. */
  readonly fetched?: true;
  /** What its results come to; once it is fetched. */
  readonly tally?: Omit<PartTally, 'usage' | 'cost'>;
  /** What does not add up, a sentence each. Absent: nothing. */
  readonly disagreements?: readonly string[];
}

/** With what its parts have taken so far. */
export interface BatchLook extends Spent {
  readonly batch: string;
  readonly run: string;
  readonly workflow: string;
  readonly plannedAt: string;
  readonly actions: readonly string[];
  readonly status: StatusWord;
  readonly requests: number;
  readonly refused: number;
  /** Of all parts; absent as long as a part does not tell. */
  readonly counts?: Counts;
  readonly parts: readonly PartLook[];
}

/** A batch as the journal and fresh answers of its vendors tell it. Pure. */
export function lookAtBatch(
  state: RunState,
  batch: BatchState,
  answers: ReadonlyMap<number, PartStatus> = new Map(),
): BatchLook {
  const parts = batch.parts.map((number) => lookAtPart(state.parts[number]!, answers.get(number)));
  const counts = sum(parts.map((part) => part.counts));
  return {
    batch: batch.id,
    run: state.run,
    workflow: state.workflow,
    plannedAt: batch.plannedAt,
    actions: batch.actions,
    status: overall(parts.map((part) => part.status)),
    requests: batch.requests,
    refused: batch.refused,
    ...(counts === undefined ? {} : {counts}),
    ...sumSpent(parts),
    parts,
  };
}

/** Whether a job with this status will not change any more. */
export function hasEnded(status: StatusWord): boolean {
  return ['completed', 'failed', 'expired', 'cancelled'].includes(status);
}

/** A part as the journal and, where it was asked, its vendor tell it. */
export function lookAtPart(part: PartState, answer?: PartStatus): PartLook {
  const {connection, model = '', receipt, message = answer?.message, word = answer?.word} = part;
  const counts = part.counts ?? answer?.counts;
  const notes = disagreements(part);
  const isUncertain = part.phase === 'uncertain' || part.phase === 'unfound';
  return {
    part: part.part,
    provider: connection?.vendor ?? '',
    ...(connection?.adapter !== undefined && {adapter: connection.adapter}),
    model,
    status: wordFor(part, answer),
    requests: part.count,
    ...(receipt && {id: receipt.id}),
    ...(word !== undefined && {word}),
    ...(counts && {counts}),
    ...(message !== undefined && {message}),
    ...(isUncertain && {uncertain: true}),
    ...(part.phase === 'fetched' && {fetched: true}),
    ...spentOnPart(part, answer?.usage),
    ...(part.tally && {tally: countsOf(part.tally)}),
    ...(notes.length > 0 && {disagreements: notes}),
  };
}

function countsOf({usage: _, cost: __, ...counts}: PartTally): Omit<PartTally, 'usage' | 'cost'> {
  return counts;
}

function wordFor(part: PartState, answer: PartStatus | undefined): StatusWord {
  const end = part.end ?? answer?.end;
  if (end !== undefined) return end;
  if (part.stopping) return 'cancelling';
  switch (answer?.phase) {
    case 'validating':
    case 'queued':
    case 'finalizing':
      return answer.phase;
    case 'stopping':
      return 'cancelling';
    case 'running':
      return 'in_progress';
    default:
      return part.phase === 'sent' ? 'in_progress' : 'validating';
  }
}

/** The word of a batch by those of its parts: the worst once all have ended, the most lively before. */
function overall(words: readonly StatusWord[]): StatusWord {
  const isAll = (word: StatusWord) => words.every((each) => each === word);
  if (words.every(hasEnded)) {
    return (['failed', 'expired', 'cancelled'] as const).find((word) => words.includes(word)) ?? 'completed';
  }
  if (words.includes('cancelling')) return 'cancelling';
  const open = words.filter((word) => !hasEnded(word));
  if (isAll('validating')) return 'validating';
  if (isAll('queued')) return 'queued';
  return open.every((word) => word === 'finalizing') ? 'finalizing' : 'in_progress';
}

function sum(all: readonly (Counts | undefined)[]): Counts | undefined {
  if (all.length === 0 || all.some((counts) => counts === undefined)) return undefined;
  const total = (key: keyof Counts) => all.reduce((before, counts) => before + counts![key], 0);
  return {total: total('total'), succeeded: total('succeeded'), failed: total('failed')};
}
