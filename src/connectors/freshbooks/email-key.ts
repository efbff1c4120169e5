// When two clients are the same: one e-mail address, however it was typed, and one organisation.

/** A text as compared between clients: trimmed, Unicode NFKC, lower case; "" for none. */
export function comparable(text: string | null | undefined): string {
  return (text ?? "").trim().normalize("NFKC").toLowerCase();
}

interface Identity {
  email?: string | null | undefined;
  organization?: string | null | undefined;
}

/**
 * `e-mail`, or `e-mail|organisation` when there is one; null without e-mail. Without a name,
 * FreshBooks fills the organisation with the e-mail (quirk 15), which counts as none.
 */
export function clientKey(client: Identity): string | null {
  const email = comparable(client.email);
  const organization = organizationOf(client);
  if (email === "") return null;
  return organization === "" ? email : `${email}|${organization}`;
}

/** The organisation as compared, "" when it is missing or only repeats the e-mail. */
export function organizationOf(client: Identity): string {
  const organization = comparable(client.organization);
  return organization === comparable(client.email) ? "" : organization;
}
