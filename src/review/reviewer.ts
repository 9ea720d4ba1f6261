import type {Note} from '../engine/notes.js';
import type {Review} from '../engine/review.js';
import {approveAll} from './approve-all.js';
import {decideByFile} from './decide-by-file.js';
import type {WrittenDecisions} from './read-decisions.js';

/** Who decides where a person has to. */
export type Reviewing =
  /** A person, on a page that this process serves. */
  | {readonly kind: 'page'}
  /** Nobody, for now. */
  | {readonly kind: 'later'}
  /** Nobody looks: all is approved. */
  | {readonly kind: 'auto-approve'}
  | {readonly kind: 'file'; readonly decisions: WrittenDecisions};

export interface ReviewWorld {
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly notify: (note: Note) => void;
  readonly log: (line: string) => void;
}

/** What lets decide on records, as the engine wants it. */
export function reviewer(reviewing: Reviewing, world: ReviewWorld): (review: Review) => Promise<void> {
  switch (reviewing.kind) {
    case 'page':
      return async (review) => {
        if (review.decided === review.groups) return;
        // Its HTTP server takes longer to load than node itself.
        const {servePage} = await import('./serve-page.js');
        await servePage(review, world);
      };
    case 'later':
      return async () => {};
    case 'auto-approve':
      return async (review) => approveAll(review, world.now());
    case 'file':
      return async (review) => decideByFile(review, reviewing.decisions, world);
  }
}
