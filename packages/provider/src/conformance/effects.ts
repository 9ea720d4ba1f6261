import {deepEqual} from 'node:assert/strict';
import type {Left, Operation, Seen} from './vendor.js';

const EFFECTS: readonly Operation[] = ['upload', 'create'];

/** Of the requests seen, those that leave something at the vendor when a part is submitted. */
export function effectsIn(seen: readonly Seen[]): readonly Operation[] {
  return seen.map(({on}) => on).filter((on) => EFFECTS.includes(on));
}

/** Demands that there is no job and no file at the vendor. */
export function expectNothingLeft({files, jobs}: Left): void {
  deepEqual({files, jobs}, {files: [], jobs: []}, 'something was sent');
}

/** How many of the requests seen were for this. */
export function countOf(on: Operation, seen: readonly Seen[]): number {
  return seen.filter((request) => request.on === on).length;
}
