/** A path as a disk sees it that tells neither case nor Unicode's normal forms apart: equal results may be one file. */
export function foldPath(path: string): string {
  return path.normalize('NFC').toLowerCase().toUpperCase();
}
