const OBJECT = /\{\s*(?:\/[/*]|\\?["'“‘`]|[\p{L}_$][\p{L}\p{N}_$-]*\s*:|\})/uy;
const ARRAY = /\[\s*(?:\/[/*]|\\?["'“‘`]|[{[\]\d-]|true|false|null|True|False|None)/uy;

/**
 * Whether the bracket at this place begins JSON, strictly or nearly: a quoted text, a key or a value follows it. The
 * brackets of prose, as in `{x}` or `[see below]`, do not.
 */
export function isJsonStart(text: string, at: number): boolean {
  const start = text[at] === '{' ? OBJECT : ARRAY;
  start.lastIndex = at;
  return start.test(text);
}
