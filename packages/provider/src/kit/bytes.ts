/** An id as long as ids may be: put it into a wire line to measure the most that line can take. */
export const LONGEST_ID = 'i'.repeat(64);

/** UTF-8 bytes of a whole wire line as JSON, without its newline. Make the line with {@link LONGEST_ID}. */
export function encodedLineBytes(line: object): number {
  return Buffer.byteLength(JSON.stringify(line), 'utf8');
}
