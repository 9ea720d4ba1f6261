import type {Json} from '@agac/provider';

/** Arrays and objects inside each other that an answer may have; validating and writing fail some thousands further. */
export const MAX_DEPTH = 256;

/** Whether more than so many arrays and objects are inside each other. */
export function isDeeperThan(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(inner ?? null, levels - 1));
}
