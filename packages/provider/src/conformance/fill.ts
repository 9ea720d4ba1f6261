import {ok} from 'node:assert/strict';
import type {Part} from '../contract/part.js';
import {requestOf} from './part.js';
import type {Trial} from './trial.js';

/** The model with small limits; the cases that call this are left out where there is none. */
export function smallModel({subject}: Trial): string {
  ok(subject.smallModel !== undefined, 'the subject has no small model');
  return subject.smallModel;
}

/** A part of the small model with so many requests more, or fewer, than it may have. */
export function partOfRequests(trial: Trial, over: number): Part {
  const model = smallModel(trial);
  const {requests = 0} = trial.provider.describe(model).limits;
  return trial.part({model, count: requests + over, text: () => 'Hi'});
}

/** A part of the small model with as many bytes as it may have, or so many more. */
export function partOfBytes(trial: Trial, over: number): Part {
  const model = smallModel(trial);
  const {bytes = 0, requests = 4} = trial.provider.describe(model).limits;
  const count = Math.min(requests, 4);
  const share = Math.floor((bytes + over) / count);
  const lengths = Array.from({length: count}, (_, ordinal) =>
    ordinal === 0 ? bytes + over - share * (count - 1) : share,
  );
  return trial.part({
    model,
    count,
    id: (ordinal) => `F${String(ordinal).padStart(63, '0')}`,
    text: (ordinal) => textForLine(trial, model, lengths[ordinal]! - 1),
  });
}

/** A text whose request takes exactly so many bytes with an id of 64 characters, without the newline. */
export function textForLine({provider}: Trial, model: string, bytes: number): string {
  const empty = provider.encode(requestOf(model, '')).bytes;
  ok(bytes > empty, `a line of ${bytes} bytes cannot be made: an empty request takes ${empty}`);
  return 'x'.repeat(bytes - empty);
}

/** Left out where limits cannot be reached. */
export function hasNoSmallModel({smallModel}: Trial['subject']): string | false {
  return smallModel === undefined && 'no model with limits a test can reach';
}
