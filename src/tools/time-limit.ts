/** How long one call of a tool or validator may take, in seconds, where the action does not say. */
export const TIME_LIMIT = 300;

/** `longer than 2 seconds`: what a call took. */
export function longerThan(limitMs: number): string {
  return `longer than ${limitMs / 1000} ${limitMs === 1000 ? 'second' : 'seconds'}`;
}
