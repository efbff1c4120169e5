// The README's table of faults against the code, and the numbers of the catalogue against gaps.
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { type FaultKind, faultSchema } from "./fault.ts";
import { httpFaults, webhookFaults } from "./fault-catalogue.ts";
import type { FaultDeclaration } from "./fault-parameters.ts";
import { faultyAddresses } from "./faulty-addresses.ts";

type Entry = FaultDeclaration & { kind: string; executed: string };

const entries: Entry[] = [
  ...Object.entries(httpFaults).map(([kind, fault]) => ({ kind, ...fault })),
  ...Object.entries(webhookFaults).map(([kind, fault]) => ({ kind, executed: "", ...fault })),
  ...Object.entries(faultyAddresses).map(([kind, fault]) => ({ kind, executed: "", ...fault })),
];

const numberOf = (row: string) => Number(/^\| F(\d+)/.exec(row)?.[1]);

function rowsOf({ kind, catalogue, parameters, executed }: Entry): string[] {
  const names = parameters.map((name) => `\`${name}\``).join(", ");
  return Object.entries(catalogue).map(
    ([number, text]) => `| ${number} | \`${kind}\` | ${names} | ${executed} | ${text} |`,
  );
}

test("the README lists every fault by its number, kind, parameters and effect", async () => {
  const readme = await readFile(new URL("README.md", import.meta.url), "utf8");
  const told = readme.split("\n").filter((line) => /^\| F\d+ /.test(line));
  const declared = entries.flatMap(rowsOf).toSorted((a, b) => numberOf(a) - numberOf(b));
  expect(told).toEqual(declared);
});

test("every number from F1 to F44 has a fault", () => {
  const numbers = entries.flatMap(({ catalogue }) => Object.keys(catalogue));
  const all = Array.from({ length: 44 }, (_, index) => `F${index + 1}`);
  expect(all.filter((number) => !numbers.includes(number))).toEqual([]);
});

test("a fault is refused when it names a parameter its kind does not take, or lacks one it needs", () => {
  const issueOf = (kind: FaultKind, parameter: object) =>
    faultSchema.safeParse({ kind, ...parameter }).error?.issues[0]?.message;
  expect(issueOf("reset", { delayMs: 5 })).toBe("reset takes no delayMs");
  expect(issueOf("webhook-lost", { times: 2 })).toBe("webhook-lost takes no times");
  expect(issueOf("field-missing", {})).toBe("field-missing needs a field");
  expect(issueOf("hang", { delayMs: 5, nth: 2, count: 1 })).toBeUndefined();
});
