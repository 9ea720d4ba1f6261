import type {InputRecord, Output} from '../../domain/record.js';
import type {JudgedCounts, RoundRef} from '../../domain/run.js';
import type {Accepted, GuardVerdict, Rejected, Skipped, Verdict} from '../../domain/verdict.js';
import {toOutput} from '../../outputs/to-output.js';
import {toRejection} from '../../outputs/to-rejection.js';
import type {AtomicFile} from '../../store/atomic-file.js';
import {asksFile, judgedFile} from '../../store/run-files.js';
import {type Judgement, openJudgement} from '../judgement.js';
import type {Ports} from '../ports.js';
import {type AskedRecord, actionOf, roundRecords} from '../round-records.js';
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
  // What a person rejects is accepted as what it is; how many decisions there are has been told.
  const isHitl = actionOf(store.state, action).mode === 'hitl';
  if (!isHitl) ports.notify({kind: 'judged', action, round, counts});
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
  const tally = {accepted: 0, outputs: 0, again: 0, rejected: 0, filtered: 0, skipped: 0, leftOut: 0};
  let kept = 0;
  try {
    for await (const asked of roundRecords(ports.store, ref)) {
      ports.signal.throwIfAborted();
      const verdict = await judgement.judge(asked.record, asked.ask);
      if (verdict.kind === 'retry' || verdict.kind === 'repair') {
        tally.again += 1;
        writeLine(files.asks, askAgain(asked.ask, verdict));
        continue;
      }
      tally[verdict.kind] += 1;
      if (asked.record.leftOut) tally.leftOut += 1;
      if (verdict.kind === 'accepted' && verdict.recovery?.validation !== undefined) kept += 1;
      const line = judgedLine(ports.plan.name, ref.action, {...asked, verdict});
      if ('outputs' in line) tally.outputs += line.outputs.length;
      writeLine(files.judged, line);
    }
    files.judged.commit();
    if (tally.again > 0) files.asks.commit();
    return {...countsOf(tally, judgement.strays), kept};
  } finally {
    judgement.close();
    files.judged.discard();
    files.asks.discard();
  }
}

/** What guard and limit kept back is told only where there is something. */
function countsOf(tally: Required<Omit<JudgedCounts, 'strays'>>, strays: number): JudgedCounts {
  const {filtered, skipped, leftOut, ...rest} = tally;
  const keptBack = Object.entries({filtered, skipped, leftOut}).filter(([, number]) => number > 0);
  return {...rest, strays, ...Object.fromEntries(keptBack)};
}

function askAgain(ask: Ask, verdict: Exclude<Verdict, Accepted | Rejected>): Ask {
  const {ordinal, retries, reprompts} = ask;
  if (verdict.kind === 'retry') return {...ask, retries: retries + 1};
  const repair = {answer: verdict.raw, problem: verdict.message};
  return {ordinal, retries, reprompts: reprompts + 1, repair};
}

type Settling = AskedRecord & {readonly verdict: Accepted | Rejected | GuardVerdict};

function judgedLine(workflow: string, action: string, {record, ask, verdict}: Settling): JudgedLine {
  const {ordinal} = record;
  if (verdict.kind === 'filtered') return {ordinal, attempts: 0, filtered: true};
  const attempts = verdict.kind === 'skipped' ? 0 : ask.retries + ask.reprompts + 1;
  if (verdict.kind !== 'rejected') return {ordinal, attempts, outputs: outputsOf(action, record, verdict)};
  const retry = `agac batch retry -a ${workflow}`;
  return {ordinal, attempts, rejection: toRejection(record, {action, verdict, attempts, retry})};
}

/** The outputs of a record whose answer is good, or that was skipped. */
export function outputsOf(action: string, record: InputRecord, verdict: Accepted | Skipped): readonly Output[] {
  const {contents, metadata} = verdict;
  const recovery = verdict.kind === 'accepted' ? verdict.recovery : undefined;
  return contents.map((content, index) =>
    toOutput(record, {action, index, content, metadata, ...(recovery === undefined ? {} : {recovery})}),
  );
}

function writeLine(file: AtomicFile, line: JudgedLine | Ask): void {
  file.write(`${JSON.stringify(line)}\n`);
}
