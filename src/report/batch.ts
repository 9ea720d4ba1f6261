import type {BatchLook, PartLook} from '../engine/status.js';
import {spentLine} from './cost.js';
import {visible} from './errors.js';
import {count, minuteOf} from './words.js';

/** What `agac batch status` prints: the documented first line, then the counts, whole and by part. */
export function statusLines(batch: BatchLook): string[] {
  return [
    `Batch job status: ${batch.status}`,
    `${batch.batch}  ${batch.workflow}: ${batch.actions.join(', ')}  ${requestsLine(batch)}`,
    ...batch.parts.flatMap((part) => [partLine(part), ...sentenceLines(part)]),
    ...spentLines(batch),
  ];
}

/** What the parts of a batch have taken, once there is something to tell. */
function spentLines(batch: BatchLook): string[] {
  const line = spentLine(batch);
  if (line === undefined) return [];
  return [visible(`  ${line}${batch.parts.every((part) => part.fetched) ? '' : ' (so far)'}`)];
}

function sentenceLines({disagreements = [], tally}: PartLook): string[] {
  return [...disagreements, ...(tally?.notes ?? [])].map((sentence) => visible(`    ${sentence}`));
}

/** One line of `agac batch list`. */
export function listLine(batch: BatchLook): string {
  return `${batch.batch}  ${batch.status.padEnd(11)}  ${minuteOf(batch.plannedAt)}  ${batch.workflow}  ${requestsLine(batch)}`;
}

function requestsLine({requests, refused, counts}: BatchLook): string {
  const done = counts === undefined ? '' : `, ${counts.succeeded} answered, ${counts.failed} failed`;
  const left = refused === 0 ? '' : `, ${count(refused, 'record')} refused before sending`;
  return `${count(requests, 'request')}${done}${left}`;
}

function partLine(part: PartLook): string {
  const {provider, adapter, model, status, requests, id, word, counts, message, uncertain} = part;
  const vendorWord = word === undefined || word === status ? '' : ` (${word})`;
  const answered = counts === undefined ? `${requests}` : `${counts.succeeded + counts.failed}/${counts.total}`;
  const job = id === undefined ? (uncertain ? 'unknown whether sent' : 'not sent') : id;
  const by = adapter === undefined ? '' : ` (${adapter})`;
  const said = message === undefined ? '' : `  ${message.replace(/\s+/g, ' ')}`;
  return visible(`  part ${part.part}  ${provider}/${model}${by}  ${status}${vendorWord}  ${answered}  ${job}${said}`);
}
