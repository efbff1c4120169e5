// The text Python's `json.dumps` makes of a form: FreshBooks signs its webhooks over it (quirk 20).

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
  "\f": "\\f",
};

function escapeUnit(unit: string): string {
  return escapes[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Python escapes quotes, control characters, DEL and everything beyond ASCII, per UTF-16 unit. */
function pythonString(text: string): string {
  const escaped = [...Array(text.length).keys()].map((index) => {
    const unit = text.charAt(index);
    return /[ !#-[\]-~]/.test(unit) ? unit : escapeUnit(unit);
  });
  return `"${escaped.join("")}"`;
}

/** `{"a": "1", "b": "2"}`: members in the order received, all values texts; a repeated name keeps its last value. */
export function pythonJson(pairs: Iterable<readonly [name: string, value: string]>): string {
  const members = [...new Map(pairs)].map(
    ([name, value]) => `${pythonString(name)}: ${pythonString(value)}`,
  );
  return `{${members.join(", ")}}`;
}
