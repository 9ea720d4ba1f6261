/** Milliseconds of processor time that something takes; other processes do not count. */
export function cpuTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const {user, system} = process.cpuUsage(before);
  return (user + system) / 1_000;
}
