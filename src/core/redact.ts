// Takes secrets out of anything that is stored, logged or shown. Applied before data leaves the place
// where it was made; a lost detail is better than a leaked credential.

export const redacted = "[redacted]";

// By the end of the name, because systems put their own words in front: smtpPassword, x-api-key.
const secretKey =
  /(authorization|cookie|passwords?|passwd|secrets?|tokens?|api[-_]?key|private[-_]?key|verifier|webhook-signature|hmac-sha256)$/i;

const secretText: readonly [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${redacted}`],
  [/\bwhsec_[A-Za-z0-9+/=]{8,}/g, redacted],
  [/\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*/g, redacted],
  [
    /\b([\w-]{0,80}(?:password|secret|token|api_?key|verifier)|code)=([^&\s"']+)/gi,
    `$1=${redacted}`,
  ],
  // JSON within a text, also escaped once more. Of the latter all up to the end of the outer text goes.
  [
    /(\\{0,3}"[\w-]{0,80}(?:password|secret|token|api_?key|verifier)\\{0,3}"\s*:\s*\\{0,3}")(?:[^"\\]|\\.)*/gi,
    `$1${redacted}`,
  ],
  [/(\/\/[^/\s:@]+):[^/\s@]+@/g, `$1:${redacted}@`],
];

const maxDepth = 32;

/** Every text that one of the patterns fits holds one of these; most texts hold none. */
const hint = /bearer|basic|whsec_|eyJ|password|secret|token|api_?key|verifier|code=|\/\//i;

export function redactText(text: string): string {
  if (!hint.test(text)) return text;
  return secretText.reduce((result, [pattern, by]) => result.replace(pattern, by), text);
}

/** A copy without secrets: values under secret-looking keys, and secret-looking parts of texts. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= maxDepth) return "[too deep]";
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      secretKey.test(key) && member !== null ? redacted : redact(member, depth + 1),
    ]),
  );
}
