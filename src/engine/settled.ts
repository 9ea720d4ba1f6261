import type {InputRecord, Output, Rejection} from '../domain/record.js';
import type {ActionState} from '../domain/run-state.js';
import {intakeFile, judgedFile} from '../store/run-files.js';
import type {RunStore} from '../store/run-store.js';
import {compareSeq, mergeSorted} from './order.js';
import type {JudgedLine} from './stored-lines.js';

/** The files of a run: of a store that is open, or of a folder that is only looked into. */
export type Readable = Pick<RunStore, 'read'>;

/** A record that has left an action. */
export interface Settled {
  readonly record: InputRecord;
  readonly attempts: number;
  readonly outputs: readonly Output[];
  readonly rejection?: Rejection;
  /** It has no outputs, as the guard did not match. */
  readonly filtered?: true;
}

/** Every record of an action that has been judged for good, in input order; the latest judgement of each. */
export function settledRecords(store: Readable, action: ActionState): AsyncGenerator<Settled> {
  const takings = takingsOf(action).map((intakes) =>
    chained(intakes, (intake) => settledOfIntake(store, action, intake)),
  );
  return mergeSorted(takings, (a, b) => compareSeq(a.record.seq, b.record.seq));
}

/** Every record that has entered an action, in input order. */
export function takenRecords(store: Readable, action: ActionState): AsyncGenerator<InputRecord> {
  const takings = takingsOf(action).map((intakes) =>
    chained(intakes, (intake) => intakeRecords(store, action.name, intake)),
  );
  return mergeSorted(takings, (a, b) => compareSeq(a.seq, b.seq));
}

/** The records of one intake as they entered. */
export function intakeRecords(store: Readable, action: string, intake: number): AsyncGenerator<InputRecord> {
  return store.read<InputRecord>(intakeFile(action, intake));
}

/** The intakes that were taken together, one after the other as the records were. */
function takingsOf({intakes}: ActionState): number[][] {
  const takings: number[][] = [];
  for (const intake of intakes.keys()) {
    const goesOn = intakes[intake - 1]?.more;
    if (goesOn) takings.at(-1)!.push(intake);
    else takings.push([intake]);
  }
  return takings;
}

async function* chained<T>(intakes: readonly number[], read: (intake: number) => AsyncIterable<T>): AsyncGenerator<T> {
  for (const intake of intakes) yield* read(intake);
}

async function* settledOfIntake(store: Readable, action: ActionState, intake: number): AsyncGenerator<Settled> {
  const rounds = action.rounds.flatMap((round, i) => (round.intake === intake && round.judged ? [i] : []));
  // Latest round first: of two judgements of one record, the later one stands.
  const judged = mergeSorted(
    rounds.reverse().map((round) => store.read<JudgedLine>(judgedFile(action.name, round))),
    (a, b) => a.ordinal - b.ordinal,
  );
  const records = intakeRecords(store, action.name, intake);
  let last = -1;
  try {
    for await (const line of judged) {
      if (line.ordinal === last) continue;
      last = line.ordinal;
      const record = await recordAt(records, line.ordinal);
      yield {
        record,
        attempts: line.attempts,
        outputs: 'outputs' in line ? line.outputs : [],
        ...('rejection' in line && {rejection: line.rejection}),
        ...('filtered' in line && {filtered: true}),
      };
    }
  } finally {
    await records.return(undefined);
  }
}

/** Reads on to the record with this ordinal. Both streams are in order, so one pass finds them all. */
export async function recordAt(records: AsyncIterator<InputRecord>, ordinal: number): Promise<InputRecord> {
  for (;;) {
    const next = await records.next();
    if (next.done) throw new Error(`The intake holds no record ${ordinal}.`);
    if (next.value.ordinal === ordinal) return next.value;
  }
}
