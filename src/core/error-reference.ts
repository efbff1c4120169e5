// Writes the reference page of all error codes from the one table, so that the page cannot differ.

import { type Disposition, errorClasses, errorTable } from "./errors.ts";

const reactions: Readonly<Record<Disposition, string>> = {
  retry: "The work is retried by itself, with growing pauses.",
  wait: "The work waits and goes on by itself; no attempt is spent.",
  verify: "The outcome is looked up before anything is sent again.",
  reconnect: "The connection is paused until it is connected again; its work waits.",
  review: "The work becomes a dead letter that a person corrects and replays.",
  reread: "The record is read again and the work decided anew.",
  refuse:
    "What was asked for is not started. When it shows in the middle of a run, the run becomes a dead letter.",
  stop: "The work becomes a dead letter; cancelled work is taken up again.",
  bug: "The work becomes a dead letter and the error is written to the log.",
};

function section(code: keyof typeof errorTable): string {
  const [errorClass, meaning, hint] = errorTable[code];
  return [
    `## ${code}`,
    "",
    meaning,
    "",
    `- **What to do:** ${hint}`,
    `- **What Ledgerline does:** ${reactions[errorClasses[errorClass]]}`,
    `- **Class:** ${errorClass}`,
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
