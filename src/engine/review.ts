import {compileChecker} from '../answers/checker.js';
import {decisionProblem} from '../answers/judge-decision.js';
import type {Decision} from '../domain/decision.js';
import type {RoundRef} from '../domain/run.js';
import type {HitlAction} from '../domain/workflow.js';
import {decisionsFile} from '../store/run-files.js';
import type {RunStore} from '../store/run-store.js';
import {DecisionLog} from './decision-log.js';
import {type ReviewedRecord, ReviewRecords} from './review-records.js';
import type {DecidedOn} from './stored-lines.js';

/**
 * Records on which a person decides, as far as they can be shown. What is decided at once is a group: a record, or all
 * records of an input file.
 */
export interface Review {
  readonly workflow: string;
  readonly action: HitlAction;
  /** Records, by position from 0. */
  readonly count: number;
  readonly groups: number;
  /** How many groups have been decided on. */
  readonly decided: number;
  readonly record: (position: number) => ReviewedRecord;
  readonly groupOf: (position: number) => number;
  readonly rangeOf: (group: number) => {readonly first: number; readonly count: number};
  readonly decisionOn: (group: number) => Decision | undefined;
  /** The first group at or after this one that is not decided on, starting over at the end; undefined: all are. */
  readonly nextOpen: (from: number) => number | undefined;
  /** Why the decision cannot stand: a sentence. */
  readonly problemOf: (group: number, decision: Omit<Decision, 'by'>) => string | undefined;
  /** Keeps a decision, durably before it returns; undefined takes it back. */
  readonly decide: (group: number, decision: Decision | undefined) => void;
  /** Keeps many, durably when it returns. */
  readonly decideAll: (decisions: Iterable<readonly [group: number, decision: Decision]>) => void;
}

export interface OpenReview extends Review {
  readonly groupOfOrdinal: (ordinal: number) => number | undefined;
  /** Of the group that begins with this ordinal; undefined: none does. */
  readonly decidedOn: (ordinal: number) => DecidedOn | undefined;
  readonly close: () => void;
}

/** Opens the records of a part and what has been decided on them so far. */
export async function openReview(
  store: RunStore,
  part: {readonly number: number; readonly ref: RoundRef; readonly action: HitlAction},
): Promise<OpenReview> {
  const {number, ref, action} = part;
  const records = await ReviewRecords.open(store, ref, action);
  const log = await DecisionLog.open(store.path(decisionsFile(number)), {
    count: records.groups,
    ofOrdinal: (ordinal) => records.groupOfOrdinal(ordinal),
    ordinalOf: (group) => records.ordinalOf(group),
  });
  return {
    workflow: store.state.workflow,
    action,
    count: records.count,
    groups: records.groups,
    get decided() {
      return log.decided;
    },
    record: (position) => records.reviewed(position),
    groupOf: (position) => records.groupOf(position),
    groupOfOrdinal: (ordinal) => records.groupOfOrdinal(ordinal),
    decidedOn: (ordinal) => {
      const group = records.groupOfOrdinal(ordinal);
      return group === undefined || records.ordinalOf(group) !== ordinal ? undefined : records.decidedOn(group);
    },
    rangeOf: (group) => records.rangeOf(group),
    decisionOn: (group) => log.get(group),
    nextOpen: (from) => nextOpen(log, from, records.groups),
    problemOf: decisionProblems(records, action),
    decide: (group, decision) => log.set(group, decision),
    decideAll: (decisions) => {
      for (const [group, decision] of decisions) log.add(group, decision);
      log.sync();
    },
    close: () => {
      records.close();
      log.close();
    },
  };
}

function nextOpen(log: DecisionLog, from: number, groups: number): number | undefined {
  if (log.decided === groups) return undefined;
  for (let i = 0; i < groups; i += 1) {
    const group = (from + i) % groups;
    if (!log.isDecided(group)) return group;
  }
  return undefined;
}

/** Finds out why a decision on a group cannot stand; of a file's records, the first that does not fit says so. */
export function decisionProblems(records: ReviewRecords, action: HitlAction): Review['problemOf'] {
  const checker = action.schema === undefined ? undefined : compileChecker(action.schema);
  return (group, decision) => {
    const {first, count} = records.rangeOf(group);
    const isPlain = decision.status === 'rejected' || checker === undefined;
    for (let position = first; position < first + (isPlain ? 1 : count); position += 1) {
      const {fields} = records.reviewed(position);
      const problem = decisionProblem(decision, {action, fields, ...(checker && {checker})});
      if (problem !== undefined) return count === 1 ? problem : `Record ${position - first + 1}: ${problem}`;
    }
    return undefined;
  };
}
