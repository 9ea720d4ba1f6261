import type {OpenProvider} from '../contract.js';
import type {JsonObject} from '../json.js';
import type {Vendor} from './vendor.js';

/** One adapter under test. Its fields are all the differences that adapters are allowed. */
export interface Subject {
  /** What a workflow writes as `model_vendor`. */
  readonly name: string;
  readonly open: OpenProvider;
  /** A new fake, not started. Its jobs move only when they are advanced. */
  readonly vendor: () => Vendor;
  /** A model that the vendor has. */
  readonly model: string;
  /** More models whose cards differ. */
  readonly otherModels?: readonly string[];
  /** A model, real or made up, whose limits a test can reach. Absent: the cases that fill a part are left out. */
  readonly smallModel?: string;
  /** Days until an upload that never becomes a job is deleted; default 3. A sentence where the vendor cannot be told. */
  readonly uploadDays?: number | string;
  /** Name of the environment variable with the key. Absent: the provider takes none. */
  readonly keyEnv?: string;
  /** `settings.options` in every case. */
  readonly options?: JsonObject;
}

/** The models whose cards are looked at. */
export function modelsOf({model, otherModels = []}: Subject): readonly string[] {
  return [model, ...otherModels];
}
