import type {CleaningEntry, CleaningPlan, KeptRun, UncollectedJob} from '../verbs/cleaning.js';
import {bytes, digits} from './words.js';

const KINDS: Readonly<Record<CleaningEntry['kind'], string>> = {
  run: 'run',
  damaged: 'run that cannot be read',
  job: 'job of the built-in engine',
  written: 'names of written files',
  leftover: 'left by an earlier removal',
};

const WHY: Readonly<Record<KeptRun['why'], string>> = {
  last: 'the last of its workflow; --all removes it too',
  uncollected: 'its results have not been collected',
  followed: 'a run that is not finished, or cannot be read, takes its answers again',
  unfinished: 'it is not finished',
};

/** What can be removed, a line each. */
export function entryLines({entries}: CleaningPlan): string[] {
  const rows = entries.map(({kind, path, bytes: size, workflow}) => [
    bytes(size),
    path,
    workflow === undefined ? KINDS[kind] : `${KINDS[kind]}, of ${workflow}`,
  ]);
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
  return rows.map(([size, path, what]) => `${size!.padStart(widths[0]!)}  ${path!.padEnd(widths[1]!)}  ${what}`);
}

export function keptLines({kept}: CleaningPlan): string[] {
  return kept.map(({run, workflow, why}) => `Kept: ${run} of ${workflow}: ${WHY[why]}.`);
}

/** `3 entries, 1.2 MB`. */
export function sumWords({entries, bytes: size}: CleaningPlan): string {
  return `${digits(entries.length)} ${entries.length === 1 ? 'entry' : 'entries'}, ${bytes(size)}`;
}

/** What a vendor has or may have, and nobody has fetched. */
export function uncollectedLine({run, workflow, batch, part, vendor, job, removed}: UncollectedJob): string {
  const what = job === undefined ? `which ${vendor} may have` : `job ${job} at ${vendor}`;
  const collect = job === undefined ? `agac run -a ${workflow}` : `agac batch retrieve --batch-id ${batch}`;
  const fate = removed
    ? 'Without the run its results cannot be collected any more, and are paid for all the same.'
    : `To collect it: ${collect}`;
  return `${batch}, part ${part}, ${what}, has not been collected (${run} of ${workflow}). ${fate}`;
}
