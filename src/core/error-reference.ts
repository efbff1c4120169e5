// Writes the reference page of all error codes from the one table, so that the page cannot differ.

import { errorClasses, errorTable } from "./errors.ts";
import { policyOf } from "./outcome-policy.ts";

function section(code: keyof typeof errorTable): string {
  const [errorClass, meaning, hint] = errorTable[code];
  const outcome = errorClasses[errorClass];
  return [
    `## ${code}`,
    "",
    meaning,
    "",
    `- **What to do:** ${hint}`,
    `- **What Ledgerline does:** ${policyOf(code).reaction}`,
    `- **Class:** ${errorClass}, an outcome of the class [${outcome}](outcomes.md)`,
    "",
  ].join("\n");
}

/** The page docs/reference/errors.md: one heading per code, in alphabetical order. */
export function errorReference(): string {
  const codes = Object.keys(errorTable) as (keyof typeof errorTable)[];
  const opening = [
    "# Error codes",
    "",
    "Every error carries one of these codes, a message, and a hint what to do.",
    "This page is written by `npm run reference` from `src/core/errors.ts`.",
    "",
  ].join("\n");
  return [opening, ...codes.sort().map(section)].join("\n");
}
