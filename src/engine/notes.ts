import type {PartStatus} from '@agac/provider';
import type {ActionMode, JudgedCounts, Reuse} from '../domain/run.js';

/** What the engine tells whoever is watching. Nothing depends on it. */
export type Note =
  | {
      readonly kind: 'taken';
      readonly action: string;
      readonly records: number;
      /** Of the records. */
      readonly filtered: number;
      readonly skipped: number;
      /** Of the filtered. */
      readonly leftOut: number;
      /** Besides the records: they wait, or will never enter. */
      readonly withheld: number;
      readonly keptOut: number;
    }
  | ({readonly kind: 'reused'; readonly action: string; readonly mode: ActionMode} & Reuse)
  | {readonly kind: 'planned'; readonly batch?: string; readonly requests: number; readonly parts: number}
  | {readonly kind: 'sent'; readonly part: number; readonly id: string; readonly adopted: boolean}
  /** All parts of a batch are at their vendors. */
  | {readonly kind: 'submitted'; readonly batch: string; readonly requests: number}
  | {readonly kind: 'asked'; readonly part: number; readonly status: PartStatus}
  | {readonly kind: 'answering'; readonly action: string; readonly done: number; readonly total: number}
  /** A page is served on which a person decides, until they have or leave it. */
  | {readonly kind: 'reviewing'; readonly action: string; readonly address: string; readonly open: number}
  | {readonly kind: 'reviewed'; readonly action: string; readonly decided: number; readonly wanted: number}
  | {readonly kind: 'fetched'; readonly part: number; readonly lines: number}
  | {readonly kind: 'judged'; readonly action: string; readonly round: number; readonly counts: JudgedCounts}
  | {
      readonly kind: 'written';
      readonly action: string;
      readonly folder: string;
      readonly outputs: number;
      readonly rejected: number;
    }
  | {readonly kind: 'waiting'; readonly ms: number; readonly why: string}
  | {readonly kind: 'warning'; readonly message: string};
