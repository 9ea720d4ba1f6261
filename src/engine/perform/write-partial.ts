import {join} from 'node:path';
import {isFault} from '@agac/provider';
import type {RoundRef} from '../../domain/run.js';
import type {PartState} from '../../domain/run-state.js';
import {outputNames} from '../../outputs/output-names.js';
import type {OutputEntry} from '../../outputs/write-grouped.js';
import {writeOutputs} from '../../outputs/write-outputs.js';
import {partialFile, resultsFile} from '../../store/run-files.js';
import {vendorFailure} from '../failures.js';
import {openJudgement} from '../judgement.js';
import {compareSeq, mergeSorted} from '../order.js';
import type {Ports} from '../ports.js';
import {actionOf, roundRecords} from '../round-records.js';
import {type Settled, settledRecords} from '../settled.js';
import {outputsOf} from './judge.js';
import {inputFiles} from './write.js';

/**
 * Writes what there is so far of an action whose batch has not ended: what was settled before, and the answers of parts
 * that have ended or whose vendor shows results early. Nothing goes on record; the whole files replace these later.
 * Returns the number of outputs.
 */
export async function writePartial(ports: Ports, name: string): Promise<number> {
  const {store, root, plan} = ports;
  const action = actionOf(store.state, name);
  const open = action.rounds.flatMap((round, i) => (round.judged || !round.parts ? [] : [{action: name, round: i}]));
  for (const ref of open) await fetchPartial(ports, ref);
  const names = outputNames(await inputFiles(ports, name));
  const streams = [settledRecords(store, action), ...open.map((ref) => answered(ports, ref))];
  const settled = mergeSorted(streams, (a, b) => compareSeq(a.record.seq, b.record.seq));
  const folder = join(root, plan.outputDir, name);
  const written = await writeOutputs({root, folder, names, outputs: entries(settled)});
  return written.reduce((sum, file) => sum + file.records, 0);
}

async function fetchPartial(ports: Ports, {action, round}: RoundRef): Promise<void> {
  for (const number of actionOf(ports.store.state, action).rounds[round]?.parts ?? []) {
    const part = ports.store.state.parts[number]!;
    if (part.phase === 'sent') await fetchEarly(ports, part);
  }
}

async function fetchEarly({store, provider, signal, log}: Ports, part: PartState): Promise<void> {
  const opened = await provider(part.connection!);
  if (!opened.describe(part.model!).partialResults) return;
  const file = store.create(partialFile(part.part));
  try {
    for await (const {text} of opened.results(part.receipt!, {signal, log})) file.write(`${text}\n`);
    file.commit();
  } catch (error) {
    throw isFault(error) ? vendorFailure(error, part.connection!.vendor) : error;
  } finally {
    file.discard();
  }
}

/** The records of a round that have an accepted answer by now; the others are still waited for. */
async function* answered(ports: Ports, ref: RoundRef): AsyncGenerator<Settled> {
  const {store} = ports;
  const fileOf = (part: number) => (store.has(resultsFile(part)) ? resultsFile(part) : partialFile(part));
  const judgement = await openJudgement(ports, ref, fileOf);
  try {
    for await (const {record, ask} of roundRecords(store, ref)) {
      if (!judgement.has(record)) continue;
      const verdict = await judgement.judge(record, ask);
      if (verdict.kind !== 'accepted' && verdict.kind !== 'skipped') continue;
      const attempts = ask.retries + ask.reprompts + 1;
      yield {record, attempts, outputs: outputsOf(ref.action, record, verdict)};
    }
  } finally {
    judgement.close();
  }
}

async function* entries(settled: AsyncIterable<Settled>): AsyncGenerator<OutputEntry> {
  for await (const {record, outputs} of settled) for (const output of outputs) yield {file: record.file, output};
}
