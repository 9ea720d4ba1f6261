import type {Json} from '@agac/provider';

/** Where in the answer a value goes. */
export interface Place {
  /** The property it is for; in an array, that of the array. */
  readonly name: string;
  readonly depth: number;
  /** References followed on the way here. */
  readonly refs: readonly string[];
}

/** Makes the value of a place inside another: passed down, so that the kinds of values need not know each other. */
export type MakeValue = (schema: Json | undefined, place: Place) => Json;
