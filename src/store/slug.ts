// Names that people type in commands, addresses and YAML files.

import { IntegrationError } from "../core/errors.ts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return uuid.test(text);
}

/** Refuses anything but lower-case words joined by "-"; also what could be taken for an id. */
export function assertSlug(text: string): string {
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(text) && text.length <= 63 && !isUuid(text)) return text;
  throw new IntegrationError(
    "REQUEST_INVALID",
    `"${text.slice(0, 80)}" cannot be used as a name.`,
    {
      hint: 'Use lower-case letters, digits and "-", such as "main-store".',
    },
  );
}
