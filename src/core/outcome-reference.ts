// Writes the reference page of outcomes from the two tables, so that the page cannot differ.

import { classOf, outcomeTable } from "./call-outcome.ts";
import type { ErrorCode, OutcomeClass } from "./errors.ts";
import {
  type OutcomePolicy,
  outcomePolicies,
  policyExceptions,
  policyOf,
} from "./outcome-policy.ts";

const yes = (is: boolean) => (is ? "yes" : "no");

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line), ""].join("\n");
}

function meaningCell(code: ErrorCode | null): string {
  return code === null ? "ok" : `${classOf(code)}: [\`${code}\`](errors.md#${code.toLowerCase()})`;
}

function meanings(): string {
  const rows = Object.entries(outcomeTable).map(([what, codes]) => [
    what,
    meaningCell(codes.read),
    meaningCell(codes.update),
    meaningCell(codes.create),
  ]);
  return table(["the call ended with", "to a read", "to an update", "to a create"], rows);
}

const deadLetters: Readonly<Record<OutcomePolicy["next"], string>> = {
  finish: "never",
  retry: "when attempts or time are used up",
  wait: "never",
  "pause-connection": "never",
  hold: "never",
  "dead-letter": "at once",
};

function policyCells(policy: OutcomePolicy): string[] {
  return [
    policy.reaction,
    yes(policy.consumesAttempt),
    policy.parks,
    deadLetters[policy.next],
    yes(policy.countsForCircuit),
    yes(policy.createMayHaveHappened),
  ];
}

const policyHead = [
  "what Ledgerline does",
  "uses up an attempt",
  "parks",
  "dead letter",
  "counts for the circuit",
  "a create may have happened",
];

function policies(): string {
  const names = Object.keys(outcomePolicies) as OutcomeClass[];
  const rows = names.map((name) => {
    const policy = outcomePolicies[name];
    return [name, policy.meaning, ...policyCells(policy)];
  });
  return table(["class", "means", ...policyHead], rows);
}

function exceptions(): string {
  const codes = Object.keys(policyExceptions) as ErrorCode[];
  const rows = codes.map((code) => {
    const policy = policyOf(code);
    return [`\`${code}\``, classOf(code), ...policyCells(policy), waitOf(policy)];
  });
  return table(["code", "class", ...policyHead, "wait"], rows);
}

function waitOf({ next, waitMs, attemptsMax, growthMax }: OutcomePolicy): string {
  if (attemptsMax !== undefined) return `retry schedule, ${attemptsMax} attempts`;
  if (growthMax !== undefined) return `retry schedule, no longer than after attempt ${growthMax}`;
  return next === "retry" ? "retry schedule" : `${waitMs / 1_000} s`;
}

/** The page docs/reference/outcomes.md. */
export function outcomeReference(): string {
  return [
    "# Outcomes",
    "",
    "Every call to another system, and every attempt of a run, ends in one of eight classes. What Ledgerline does",
    "depends on the class alone, and for a few codes on the code. This page is written by `npm run reference` from",
    "`src/core/call-outcome.ts` and `src/core/outcome-policy.ts`.",
    "",
    "## What the end of a call means",
    "",
    "A connector may say more than the status does, such as that a 200 holds an error, or that an answer is not",
    "about what was sent.",
    "",
    meanings(),
    "## What is done about each class",
    "",
    policies(),
    "## Codes that differ from their class",
    "",
    exceptions(),
  ].join("\n");
}
