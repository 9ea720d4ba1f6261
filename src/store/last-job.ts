import {readFileSync} from 'node:fs';
import {join} from 'node:path';

/** What `--batch-id` defaults to: the last submission from this project. */
export interface LastJob {
  readonly batch: string;
  readonly run: string;
  readonly workflow: string;
  /** ISO time. */
  readonly submittedAt: string;
}

/** Reads the last-job record; undefined where there is none or it is not one. Cheap: it runs before every command. */
export function readLastJob(root: string): LastJob | undefined {
  try {
    const job = JSON.parse(readFileSync(join(root, '.agac', 'last-job.json'), 'utf8')) as Partial<LastJob>;
    const {batch, run, workflow, submittedAt} = job;
    if (!isText(batch) || !isText(run) || !isText(workflow) || !isText(submittedAt)) return undefined;
    return {batch, run, workflow, submittedAt};
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
