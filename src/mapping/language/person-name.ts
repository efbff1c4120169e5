// How one field with a person's name becomes two (commerce-pitfalls P30: the last word is the surname).

export interface PersonName {
  firstName: string;
  lastName: string | null;
}

/** Splits a name at its last space; a single word is a first name only. */
export function splitName(name: string): PersonName {
  const words = name.trim().split(/\s+/);
  if (words.length === 1) return { firstName: words[0] ?? "", lastName: null };
  return { firstName: words.slice(0, -1).join(" "), lastName: words.at(-1) ?? null };
}
