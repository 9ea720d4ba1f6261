const VARIABLE = /\$\{([^}]*)\}/g;

/** The names of the environment variables in texts such as `Bearer ${TOKEN}`. */
export function variablesIn(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => [...text.matchAll(VARIABLE)].map(([, name = '']) => name));
}

/** A text with the values of its variables; what is not set is nothing. */
export function filledIn(text: string, env: Readonly<Record<string, string | undefined>>): string {
  return text.replace(VARIABLE, (_, name: string) => env[name] ?? '');
}
