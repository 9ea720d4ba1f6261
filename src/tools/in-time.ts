/**
 * Waits for something as long as it may take. Undefined: it took longer; it goes on, and nobody waits for it.
 * Rejects with the signal's reason as soon as that fires.
 */
export async function inTime<T>(
  work: () => Promise<T>,
  {signal, limitMs}: {readonly signal: AbortSignal; readonly limitMs: number},
): Promise<T | undefined> {
  signal.throwIfAborted();
  let abort = () => {};
  let timer: NodeJS.Timeout | undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
  });
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), limitMs);
  });
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([work(), aborted, late]);
  } finally {
    clearTimeout(timer);
    // One signal serves a million calls.
    signal.removeEventListener('abort', abort);
  }
}
