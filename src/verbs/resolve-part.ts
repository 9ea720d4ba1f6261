import {AgacError} from '../domain/errors.js';
import {type BatchLook, lookAtBatch} from '../engine/status.js';
import {removeDownload} from '../store/download-file.js';
import {resultsFile} from '../store/run-files.js';
import type {FoundBatch} from './find-batch.js';
import type {Watching} from './open-ports.js';
import type {Place} from './project-context.js';
import {withRun} from './with-run.js';

export interface Resolution {
  readonly part: number;
  /**
   * - a job id: the vendor has the part, under this id
   * - `not-sent`: it never got there; the next `agac run` sends it
   * - `gone`: the vendor had it and has it no more; its records end without an answer
   */
  readonly word: {readonly job: string} | 'not-sent' | 'gone';
}

/** The user's word on a part, where no vendor can say what became of it. */
export async function resolvePart(
  place: Place,
  found: FoundBatch,
  {part, word, ...watching}: Resolution & Watching,
): Promise<BatchLook> {
  const run = {...watching, folder: found.folder, workflow: found.state.workflow};
  return withRun(place, run, async ({store, now}) => {
    const state = store.state.parts[part];
    const phases = word === 'gone' ? ['sent', 'ended'] : ['unfound', 'uncertain'];
    if (state === undefined || !found.batch.parts.includes(part) || !phases.includes(state.phase)) {
      throw new AgacError('USAGE', `Part ${part} of ${found.batch.id} is not in doubt, or not in this way.`, {
        actions: ['agac batch status'],
      });
    }
    const at = now().toISOString();
    if (word === 'not-sent') store.append({type: 'part-not-sent', part, message: "sent again by the user's word"});
    else if (word === 'gone') {
      removeDownload(store.path(resultsFile(part)));
      store.append({type: 'part-ended', part, at, end: 'failed', word: 'gone'});
      store.append({type: 'part-fetched', part, lines: 0, bytes: 0});
    } else store.append({type: 'part-sent', part, at, receipt: {id: word.job}, adopted: true});
    return lookAtBatch(store.state, found.batch);
  });
}
