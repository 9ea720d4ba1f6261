import type {Reuse, RoundRef} from '../domain/run.js';
import type {HitlAction} from '../domain/workflow.js';
import type {AtomicFile} from '../store/atomic-file.js';
import type {EarlierAnswers} from './earlier-answers.js';
import type {Ports} from './ports.js';
import {decisionProblems} from './review.js';
import {ReviewRecords} from './review-records.js';
import type {DecisionLine} from './stored-lines.js';

/**
 * Writes the decisions of an earlier run that hold for records of this round, too: what a person was shown is the same,
 * and what they said may still stand. Counts records.
 */
export async function carryDecisions(
  {store}: Ports,
  round: {readonly ref: RoundRef; readonly action: HitlAction; readonly earlier: EarlierAnswers},
  file: AtomicFile,
): Promise<Reuse> {
  const {ref, action, earlier} = round;
  const decisions = await earlier.decisions(action.name);
  const records = await ReviewRecords.open(store, ref, action);
  const problemOf = decisionProblems(records, action);
  const tally = {reused: 0, isNew: 0, changed: 0};
  try {
    for (let group = 0; group < records.groups; group += 1) {
      const {first, count} = records.rangeOf(group);
      const decision = decisions.find(records.decidedOn(group));
      if (decision !== undefined && problemOf(group, decision) === undefined) {
        const line: DecisionLine = {
          ordinal: records.ordinalOf(group),
          decision: {...decision, from: decision.from ?? earlier.run},
        };
        file.write(`${JSON.stringify(line)}\n`);
        tally.reused += count;
      } else if (await earlier.had(action.name, records.at(first).guid)) tally.changed += count;
      else tally.isNew += count;
    }
  } finally {
    records.close();
  }
  return tally;
}
