// Splits a person's full name into the two fields that books keep (commerce-pitfalls P30).

export interface PersonName {
  firstName: string | null;
  lastName: string | null;
}

/** The last word is the family name, all before it is kept as given name; one word is a given name. */
export function splitName(fullName: string | null | undefined): PersonName {
  const words = (fullName ?? "").split(/\s+/).filter((word) => word !== "");
  const lastName = words.length > 1 ? (words.pop() ?? null) : null;
  return { firstName: words.join(" ") || null, lastName };
}

/** The name as its owner keeps it in two fields; a full name written into one of them is split. */
export function nameOf(owner: {
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
}): PersonName {
  const firstName = owner.firstName?.trim() || null;
  const lastName = owner.lastName?.trim() || null;
  if (firstName !== null && lastName !== null) return { firstName, lastName };
  return splitName(firstName ?? lastName);
}
