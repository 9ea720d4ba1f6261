/** Comments, and texts in any quotes: what is not code. A backslash never ends a text, in raw ones neither. */
const NOT_CODE = /#[^\r\n]*|("""|''')(?:[^\\"']+|\\[\s\S]|(?!\1)["'])*(?:\1|$)|(["'])(?:\\[\s\S]|(?!\2)[^\\\r\n])*\2?/g;

/** A Python text with spaces for its comments and texts; every other character stays where it was. */
export function blankText(text: string): string {
  return text.replace(NOT_CODE, (part) => part.replace(/[^\r\n]/g, ' '));
}
