import type {InputRecord} from '../../domain/record.js';
import type {JudgedCounts, RoundRef} from '../../domain/run.js';
import type {Accepted, Rejected, Verdict} from '../../domain/verdict.js';
import {toOutput} from '../../outputs/to-output.js';
import {toRejection} from '../../outputs/to-rejection.js';
import type {AtomicFile} from '../../store/atomic-file.js';
import {asksFile, judgedFile} from '../../store/run-files.js';
import {type Judgement, openJudgement} from '../judgement.js';
import type {Ports} from '../ports.js';
import {actionOf, roundRecords} from '../round-records.js';
import type {Ask, JudgedLine} from '../stored-lines.js';

/**
 * Judges every record of a round by the results on disk: what is settled goes to the round's judged file, what is asked
 * again to the next round's asks file. Reads only the store, and asks the user's validator, so it can be done again at any
 * time, unpaid, until it is on record. Throws TOOL_INVALID.
 */
export async function judgeRound(ports: Ports, ref: RoundRef): Promise<void> {
  const {store, now} = ports;
  const {action, round} = ref;
  const judgement = await openJudgement(ports, ref);
  const files = {
    judged: store.create(judgedFile(action, round)),
    asks: store.create(asksFile(action, actionOf(store.state, action).rounds.length)),
  };
  const {kept, ...counts} = await judgeInto(ports, ref, {judgement, ...files});
  store.append({type: 'round-judged', at: now().toISOString(), action, round, counts});
  ports.notify({kind: 'judged', action, round, counts});
  if (kept > 0) ports.notify({kind: 'warning', message: `${action}: ${keptWords(kept)}`});
}

function keptWords(kept: number): string {
  const what = kept === 1 ? 'One answer was' : `${kept} answers were`;
  return `${what} kept although the validator did not accept it (on_exhausted: return_last); see _recovery.`;
}

interface Judging {
  readonly judgement: Judgement;
  readonly judged: AtomicFile;
  readonly asks: AtomicFile;
}

/** `kept` are the accepted of which the validator said no. */
async function judgeInto(
  ports: Ports,
  ref: RoundRef,
  {judgement, ...files}: Judging,
): Promise<JudgedCounts & {readonly kept: number}> {
  const tally = {accepted: 0, outputs: 0, again: 0, rejected: 0, kept: 0};
  try {
    for await (const {record, ask} of roundRecords(ports.store, ref)) {
      ports.signal.throwIfAborted();
      const verdict = await judgement.judge(record, ask);
      const attempts = ask.retries + ask.reprompts + 1;
      if (verdict.kind === 'accepted') {
        tally.accepted += 1;
        tally.outputs += verdict.contents.length;
        if (verdict.recovery?.validation !== undefined) tally.kept += 1;
        writeLine(files.judged, acceptedLine(ref.action, {record, verdict, attempts}));
      } else if (verdict.kind === 'rejected') {
        tally.rejected += 1;
        writeLine(files.judged, rejectedLine(ref.action, {record, verdict, attempts, workflow: ports.plan.name}));
      } else {
        tally.again += 1;
        writeLine(files.asks, askAgain(ask, verdict));
      }
    }
    files.judged.commit();
    if (tally.again > 0) files.asks.commit();
    return {...tally, strays: judgement.strays};
  } finally {
    judgement.close();
    files.judged.discard();
    files.asks.discard();
  }
}

function askAgain(ask: Ask, verdict: Exclude<Verdict, Accepted | Rejected>): Ask {
  const {ordinal, retries, reprompts} = ask;
  if (verdict.kind === 'retry') return {...ask, retries: retries + 1};
  const repair = {answer: verdict.raw, problem: verdict.message};
  return {ordinal, retries, reprompts: reprompts + 1, repair};
}

export function acceptedLine(
  action: string,
  {record, verdict, attempts}: {record: InputRecord; verdict: Accepted; attempts: number},
): Extract<JudgedLine, {readonly outputs: unknown}> {
  const {contents, metadata, recovery} = verdict;
  const outputs = contents.map((content, index) =>
    toOutput(record, {action, index, content, metadata, ...(recovery === undefined ? {} : {recovery})}),
  );
  return {ordinal: record.ordinal, attempts, outputs};
}

function rejectedLine(
  action: string,
  made: {record: InputRecord; verdict: Rejected; attempts: number; workflow: string},
): JudgedLine {
  const {record, verdict, attempts, workflow} = made;
  const retry = `agac batch retry -a ${workflow}`;
  return {ordinal: record.ordinal, attempts, rejection: toRejection(record, {action, verdict, attempts, retry})};
}

function writeLine(file: AtomicFile, line: JudgedLine | Ask): void {
  file.write(`${JSON.stringify(line)}\n`);
}
