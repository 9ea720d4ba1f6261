const NAME = String.raw`[\p{L}_$][\p{L}\p{N}_$]*`;
const DECLARED = new RegExp(
  String.raw`^\s*export\s+(?:async\s+function|function|const|let|var)\s*\*?\s*(${NAME})`,
  'gmu',
);
const LISTED = /^\s*export\s*\{([^}]*)\}/gm;
const DEFAULT = /^\s*(?:export\s+default\b|module\.exports\s*=)/m;

/**
 * The names that a module's text exports as values, with `default` for its default. Read off the text, so that no code
 * of the user runs to find out; a name in a comment may be among them.
 */
export function exportedNames(text: string): readonly string[] {
  const declared = Array.from(text.matchAll(DECLARED), ([, name]) => name!);
  const listed = Array.from(text.matchAll(LISTED), ([, names]) => names!).flatMap((names) =>
    names.split(',').flatMap((each) => {
      const [, name] = new RegExp(String.raw`^\s*(?!type\s)(?:\S+\s+as\s+)?(${NAME})\s*$`, 'u').exec(each) ?? [];
      return name === undefined ? [] : [name];
    }),
  );
  return [...declared, ...listed, ...(DEFAULT.test(text) ? ['default'] : [])];
}
