// Finding a row by the beginning of its id, as people type it.

import { IntegrationError } from "../core/errors.ts";

/** A pattern for `like`; null for what no id begins with. */
export function idPattern(beginning: string): string | null {
  return /^[0-9a-f-]{1,36}$/i.test(beginning) ? `${beginning.toLowerCase()}%` : null;
}

/** The only row found; throws REQUEST_INVALID when there are more, as none may be picked by chance. */
export function onlyRow<T>(rows: readonly T[], what: string): T | undefined {
  if (rows.length <= 1) return rows[0];
  throw new IntegrationError("REQUEST_INVALID", `Several ${what} have an id that begins so.`, {
    hint: "Give the whole id.",
  });
}
