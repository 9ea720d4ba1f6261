import type {JsonObject} from '@agac/provider';
import type {SourceRecord} from '../domain/record.js';
import type {ApiSource, InputSpec} from '../domain/workflow.js';
import {refusedHost} from '../providers/key-way.js';
import type {Fetching} from '../records/api/fetch-records.js';
import {recordsFrom, sourceRecords} from '../records/source-records.js';
import {FETCHED_FILE} from '../store/run-files.js';
import type {RunStore} from '../store/run-store.js';
import {apiKeyWays} from './api-keys.js';

/** What outputs of records from an address are named like. */
const FILE = 'api.json';

interface Run {
  readonly input: InputSpec;
  readonly store: RunStore;
}

/**
 * The records that the first actions of a run take: from its input files, or from an address. An address is asked once
 * in a run, and what it sent is kept with it, so that all its actions take the same, after an interruption too.
 */
export async function* stagedRecords(root: string, run: Run, fetching: Fetching): AsyncGenerator<SourceRecord> {
  const {input, store} = run;
  if (input.api === undefined) return yield* sourceRecords(root, input);
  if (!store.has(FETCHED_FILE)) await fetchInto(store, {api: input.api, limit: input.recordLimit}, fetching);
  yield* recordsFrom(FILE, store.read<JsonObject>(FETCHED_FILE), input);
}

async function fetchInto(
  store: RunStore,
  {api, limit = Number.POSITIVE_INFINITY}: {api: ApiSource; limit: number | undefined},
  fetching: Fetching,
): Promise<void> {
  const refused = apiKeyWays(api).map((way) => refusedHost(way, fetching));
  for (const error of refused) if (error !== undefined) throw error;
  const {fetchRecords} = await import('../records/api/fetch-records.js');
  const file = store.create(FETCHED_FILE);
  try {
    let count = 0;
    for await (const record of fetchRecords(api, fetching)) {
      file.write(`${JSON.stringify(record)}\n`);
      count += 1;
      if (count >= limit) break;
    }
    file.commit();
  } catch (error) {
    file.discard();
    throw error;
  }
}
