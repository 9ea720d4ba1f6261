import type {ModelPrice} from '../domain/cost.js';

/** Whether nothing is paid, however many tokens there are. */
export function isFree({rates, longer = []}: ModelPrice): boolean {
  return [rates, ...longer.map((each) => each.rates)].every((each) => Object.values(each).every((rate) => rate === 0));
}
