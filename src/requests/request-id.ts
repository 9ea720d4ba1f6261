const RUN = /^run_([0-9a-z]{26})$/;
const ID = /^a([0-9a-z]{26})([0-9a-z]{3})([0-9a-z]{6})([0-9a-z]{2})$/;
const RADIX = 36;

/** What a request's id says; from it the record is found again, whatever order a vendor answers in. */
export interface RequestIdParts {
  /** `run_` and 26 digits or lower-case letters. */
  readonly run: string;
  /** Position of the action in the workflow, from 0. */
  readonly action: number;
  /** The record's; see InputRecord. */
  readonly ordinal: number;
  readonly round: number;
}

/**
 * The id of one request: 38 letters and digits, a letter first, which every vendor takes. Fixed widths, so that no two
 * requests share one and ids sort as their parts do.
 * @throws RangeError for a run id or a number that does not fit
 */
export function requestId({run, action, ordinal, round}: RequestIdParts): string {
  const code = RUN.exec(run)?.[1];
  if (code === undefined) throw new RangeError(`Not a run id: ${run}`);
  return `a${code}${digits(action, 3)}${digits(ordinal, 6)}${digits(round, 2)}`;
}

/** The parts of an id; undefined for a text that {@link requestId} never made. */
export function parseRequestId(id: string): RequestIdParts | undefined {
  const [, code, action, ordinal, round] = ID.exec(id) ?? [];
  if (code === undefined || action === undefined || ordinal === undefined || round === undefined) return undefined;
  const number = (text: string) => Number.parseInt(text, RADIX);
  return {run: `run_${code}`, action: number(action), ordinal: number(ordinal), round: number(round)};
}

function digits(value: number, width: number): string {
  if (!Number.isInteger(value) || value < 0 || value >= RADIX ** width) {
    throw new RangeError(`${value} has no place in a request id`);
  }
  return value.toString(RADIX).padStart(width, '0');
}
