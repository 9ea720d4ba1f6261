import {isFault, type Provider, type Receipt, type ResultLine} from '@agac/provider';
import type {DownloadFile} from '../../store/download-file.js';
import type {Ports} from '../ports.js';

interface Download {
  readonly provider: Provider;
  readonly receipt: Receipt;
  readonly file: DownloadFile;
}

/**
 * The lines that a download still lacks. Where the vendor cannot go on from the cursor of the last one that is there, all
 * of them, and the file is emptied first: only once a line has come, as a key that is refused would cost what is there.
 */
export async function* linesBehind(ports: Ports, {provider, receipt, file}: Download): AsyncGenerator<ResultLine> {
  const {cursor, lines: kept} = file;
  const call = {signal: ports.signal, log: ports.log};
  if (cursor === undefined) return yield* provider.results(receipt, call);
  ports.log(`the download goes on behind line ${kept}, cursor ${cursor}`);
  let isAny = false;
  try {
    for await (const line of provider.results(receipt, {...call, cursor})) {
      isAny = true;
      yield line;
    }
    return;
  } catch (error) {
    if (isAny || !isFault(error) || error.retry !== 'never') throw error;
    ports.log(`the vendor does not go on from cursor ${cursor} (${error.code}); the download begins anew`);
  }
  for await (const line of provider.results(receipt, call)) {
    if (!isAny) file.restart();
    isAny = true;
    yield line;
  }
  if (!isAny) file.restart();
}
