import type {OpenProvider} from '../contract/provider.js';
import type {End} from '../contract/status.js';
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
  /** Ends that no job of this vendor has, each with a sentence that says so; the cases about them are left out. */
  readonly missingEnds?: Readonly<Partial<Record<End, string>>>;
  /** Days until an upload that never becomes a job is deleted; default 3. A sentence where the vendor cannot be told. */
  readonly uploadDays?: number | string;
  /** Why a job that was asked to stop does not say so until it has, as a sentence. Absent: it says so. */
  readonly noStoppingWord?: string;
  /** Why nothing at all can be read of a job with this end, a sentence each. Absent: what was answered can be read. */
  readonly emptyEnds?: {readonly expired?: string; readonly cancelled?: string};
  /** Why an ended job does not mention the requests that it never came to, as a sentence. Absent: it does. */
  readonly silentAfterEnd?: string;
  /** Name of the environment variable with the key. Absent: the provider takes none. */
  readonly keyEnv?: string;
  /** `settings.options` in every case. */
  readonly options?: JsonObject;
}

/** The reason of a case about an end, for vendors whose jobs never have it. */
export function hasNoEnd(end: End): (subject: Subject) => string | false {
  return ({missingEnds}) => missingEnds?.[end] ?? false;
}

/** The models whose cards are looked at. */
export function modelsOf({model, otherModels = []}: Subject): readonly string[] {
  return [model, ...otherModels];
}
