/** A function of the user. */
export interface FunctionRef {
  readonly name: string;
  /** Its file, relative to the project root. */
  readonly file: string;
}
