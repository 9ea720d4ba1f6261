import type {JsonObject} from '@agac/provider';
import type {Stage} from '@agac/provider/conformance';
import {type Job, STATES} from './job-book.js';

/** A job, as Acme tells of it. */
export function jobObject(job: Job): JsonObject {
  return {
    id: job.id,
    state: job.word ?? stateOf(job.stage),
    label: job.label,
    model: job.model,
    input_file: job.inputFile,
    output_file: job.outputFile ?? null,
    error_file: job.errorFile ?? null,
    counts: {total: job.total, answered: job.answered, failed: job.failed},
    message: job.message ?? null,
    created_at: Math.floor(job.createdAt / 1000),
  };
}

/** One page of a list that is newest first: at most `limit` jobs after the one named. */
export function jobPage(jobs: readonly Job[], query: URLSearchParams): JsonObject {
  const limit = Math.min(Number(query.get('limit') ?? 20), 100);
  const start = jobs.findIndex((job) => job.id === query.get('after')) + 1;
  const page = jobs.slice(start, start + limit);
  return {jobs: page.map(jobObject), more: start + limit < jobs.length};
}

function stateOf(stage: Stage): string {
  return Object.entries(STATES).find(([, known]) => known === stage)?.[0] ?? stage;
}
