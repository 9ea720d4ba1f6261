const SHORTEST_SECRET = 8;
const STARS = '***';

/** Shapes of keys that are worth hiding wherever they come from. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:sk|pk|rk)-[\w-]{16,}/g, STARS],
  [/\b(?:gsk|hf|r8|xai|tgp|fw|csk|nvapi)[_-][\w-]{16,}/g, STARS],
  [/\bAIza[\w-]{20,}/g, STARS],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, STARS],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${STARS}`],
  [/([?&](?:key|api[_-]?key|access[_-]?token|token|sig|signature)=)[^&\s"']+/gi, `$1${STARS}`],
  [/(\/\/)[^/\s:@"']*:[^/\s@"']+@/g, `$1${STARS}@`],
];

/**
 * Replaces secrets in a text by `***`: the exact values (those of 8 characters and more) as they are, URL-encoded,
 * in base64 or JSON-escaped, and whatever looks like a key.
 */
export function redact(text: string, secrets: readonly string[]): string {
  const exact = formsOf(secrets).reduce((rest, form) => rest.replaceAll(form, STARS), text);
  return PATTERNS.reduce((rest, [pattern, stars]) => rest.replace(pattern, stars), exact);
}

// Longest first: a secret may be part of another form.
function formsOf(secrets: readonly string[]): readonly string[] {
  const forms = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      ...base64Of(secret),
    ]);
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

/** Base64 of a secret at each of the three places it can begin in, as in `user:secret`; only what it alone decides. */
function base64Of(secret: string): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    const end = Math.floor((bytes.length * 8) / 6);
    return ['base64', 'base64url'].map((encoding) =>
      bytes.toString(encoding as 'base64').slice(before === 0 ? 0 : before + 1, end),
    );
  });
}
