// Where our reference K lives in FreshBooks: a line "Ref LL-..." of its own in a note or in notes.
// FreshBooks has no custom fields (quirk 14).

const linePattern = /^Ref (LL-[0-9A-Z]{12})$/;

/** All references a text carries, in order. Lines around them may be anything. */
export function referencesIn(text: string | null | undefined): string[] {
  const lines = (text ?? "").split(/\r?\n/);
  return lines.flatMap((line) => linePattern.exec(line.trim())?.[1] ?? []);
}

/** Whether a text carries exactly this reference; a longer or shorter one is another. */
export function carriesReference(text: string | null | undefined, reference: string): boolean {
  return referencesIn(text).includes(reference);
}
