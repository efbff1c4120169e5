// The form of an e-mail address in which two spellings of one mailbox are equal (commerce-pitfalls P29).

/** Trimmed, Unicode NFKC, lower case. Dots and plus parts stay: they may be different people. */
export function normaliseEmail(email: string): string {
  return email.normalize("NFKC").trim().toLowerCase();
}
