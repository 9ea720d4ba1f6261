/** The last version that was not skipped. */
export function last(versions) {
  const made = Object.entries(versions).filter(([, version]) => version?.text);
  const [name, {text}] = made.at(-1);
  return {name, text, seen: Object.keys(versions)};
}
