// JSON text that PostgreSQL's jsonb accepts. It does not judge the content.

const replacement = "\uFFFD";

function storable(text: string): string {
  return text.toWellFormed().replaceAll("\u0000", replacement);
}

function storableDeep(value: unknown): unknown {
  if (typeof value === "string") return storable(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(storableDeep);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [storable(key), storableDeep(member)]),
  );
}

/**
 * JSON text for a jsonb column. jsonb refuses U+0000 and lone surrogates, so that one bad character in
 * a vendor's text would make its event impossible to store: they become U+FFFD.
 */
export function toJsonb(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  // JSON.stringify escapes exactly the refused characters, so plain content takes the short way.
  if (!/\\u(0000|d[89a-f])/.test(text)) return text;
  return JSON.stringify(storableDeep(JSON.parse(text)));
}
