const DESKS = {
  billing: 'accounts desk',
  delivery: 'parcel desk',
  product: 'greenhouse',
  account: 'accounts desk',
  other: 'front desk',
};

const HOURS = {high: 2, medium: 24, low: 72};

/**
 * Called once for each classified message, with the fields that the action observes.
 * What it returns becomes the output, after the action's schema has looked at it.
 */
export function route({classify}) {
  return {desk: DESKS[classify.category], answer_within_hours: HOURS[classify.urgency]};
}
