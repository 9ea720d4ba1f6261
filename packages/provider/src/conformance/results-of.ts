import type {Call} from '../contract/call.js';
import type {Receipt} from '../contract/part.js';
import type {Provider} from '../contract/provider.js';
import type {Result, ResultLine} from '../contract/result.js';
import {collect} from './part.js';
import type {Trial} from './trial.js';

interface Reader {
  readonly provider: Provider;
  readonly call: () => Call;
}

/** All the lines of a job, as the vendor sent them. */
export function linesOf({provider, call}: Reader, receipt: Receipt): Promise<readonly ResultLine[]> {
  return collect(provider.results(receipt, call()));
}

/** All the lines of a job, decoded. */
export async function resultsOf(reader: Reader, receipt: Receipt): Promise<readonly Result[]> {
  return (await linesOf(reader, receipt)).map(({text}) => reader.provider.decode(text));
}

/** Submits a part, or a new one of three requests, and has all of it worked off. */
export async function endedJob({levers, part, send}: Trial<'finish'>, sent = part()): Promise<Receipt> {
  const receipt = await send(sent);
  await levers.finish(receipt.id);
  return receipt;
}
