const INTEGER = /^-?\d+$/;

/**
 * The value of a JSON number, or its text where JavaScript would change an integer's digits (beyond 2^53) or make it
 * infinite (`1e400`): an id with nineteen digits must reach the model, and the output, as it stands in the file.
 * Decimals are rounded to a double, as everywhere.
 */
export function exactNumber(text: string): number | string {
  const value = Number(text);
  if (!Number.isFinite(value)) return text;
  return INTEGER.test(text) && !Number.isSafeInteger(value) ? text : value;
}
