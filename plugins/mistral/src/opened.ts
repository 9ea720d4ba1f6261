import type {ModelCard} from '@agac/provider';
import type {VendorClient} from '@agac/provider/kit';
import type {Options} from './options.js';

/** The adapter, opened with one key and one set of options. */
export interface Opened {
  readonly client: VendorClient;
  readonly options: Options;
  readonly describe: (model: string) => ModelCard;
}
