import {HITL_FIELDS} from '../../domain/decision.js';
import type {InputRecord} from '../../domain/record.js';
import type {RoundRef} from '../../domain/run.js';
import type {HitlAction} from '../../domain/workflow.js';
import {requestId} from '../../requests/request-id.js';
import {reviewable} from '../../requests/reviewable.js';
import {resultsFile} from '../../store/run-files.js';
import type {Ports} from '../ports.js';
import {type OpenReview, openReview} from '../review.js';
import {askedRecords, roundOf} from '../round-records.js';
import type {HitlResultLine} from '../stored-lines.js';

/**
 * Lets a person decide on the records of a part. Every decision is on disk as soon as it is taken; the part has its
 * results when all are there, and until then it stays as it is.
 */
export async function review(ports: Ports, number: number): Promise<void> {
  const {store, plan} = ports;
  const ref = store.state.parts[number]!.rounds[0]!;
  const action = plan.actions.find((each) => each.name === ref.action) as HitlAction;
  const opened = await openReview(store, {number, ref, action});
  try {
    warnOfClash(ports, opened);
    // What an earlier run decided is not the last word yet.
    const isCarried = (roundOf(store.state, ref).reuse?.reused ?? 0) > 0;
    if (opened.decided < opened.groups || isCarried) await ports.review(opened);
    const {decided, groups: wanted} = opened;
    ports.notify({kind: 'reviewed', action: action.name, decided, wanted});
    if (decided === wanted) await finish(ports, {number, ref, opened});
  } finally {
    opened.close();
  }
}

/** A field that is called as one of ours is not in the output; the first record tells which there are. */
function warnOfClash({notify}: Ports, {action, count, record}: OpenReview): void {
  const fields = count === 0 ? {} : record(0).fields;
  const clash = HITL_FIELDS.filter((name) => Object.hasOwn(fields, name));
  if (clash.length === 0) return;
  const message = `${action.name}: the decision's own ${clash.join(' and ')} replaces the record's.`;
  notify({kind: 'warning', message});
}

/** Writes what was decided on each record, and why a record could not be shown. */
async function finish(
  ports: Ports,
  {number, ref, opened}: {number: number; ref: RoundRef; opened: OpenReview},
): Promise<void> {
  const {store} = ports;
  const file = store.create(resultsFile(number));
  let lines = 0;
  try {
    for await (const {record} of askedRecords(store, ref)) {
      const line = {id: idOf(ports, ref, record), ...outcomeOf(opened, record)} satisfies HitlResultLine;
      file.write(`${JSON.stringify(line)}\n`);
      lines += 1;
    }
    store.append({type: 'part-fetched', part: number, lines, bytes: file.commit()});
  } finally {
    file.discard();
  }
}

type Outcome = HitlResultLine extends infer L ? (L extends unknown ? Omit<L, 'id'> : never) : never;

function outcomeOf(opened: OpenReview, record: InputRecord): Outcome {
  const group = opened.groupOfOrdinal(record.ordinal);
  const decision = group === undefined ? undefined : opened.decisionOn(group);
  const on = opened.decidedOn(record.ordinal);
  if (decision !== undefined) return {decision, ...(on && {on})};
  const shown = reviewable(opened.action, record);
  return {error: shown.kind === 'problem' ? shown.message : 'Nobody has decided on it.'};
}

function idOf({store}: Ports, {action, round}: RoundRef, {ordinal}: InputRecord): string {
  const position = store.state.actions.findIndex((each) => each.name === action);
  return requestId({run: store.state.run, action: position, ordinal, round});
}
