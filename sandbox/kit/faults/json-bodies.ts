// Faults of an answer's body as JSON: the request was executed, and the answer is not quite what was agreed.
import type { HttpFaultFamily } from "../http-fault.ts";
import { changeMembers, isRawNumber, type Members, rawNumber } from "../json-text.ts";

export const jsonBodies = {
  "duplicate-keys": {
    catalogue: { F29: "every member with a plain value comes twice, first with a wrong value" },
    parameters: [],
    executed: "yes",
    onAnswer: (_hit, body) => Buffer.from(body.toString().replace(plainMember, twice)),
  },
  "huge-ids": {
    catalogue: { F29: "2^53 + 1 is added to every number whose name ends in `id`" },
    parameters: [],
    executed: "yes",
    onAnswer: (_hit, body) => edited(body, (members) => members.map(withHugeId)),
  },
  "not-a-number": {
    catalogue: { F29: "the first number is the word `NaN`" },
    parameters: [],
    executed: "yes",
    onAnswer: (_hit, body) => Buffer.from(body.toString().replace(/:\s*-?\d[\d.]*/, ":NaN")),
  },
  "numbers-as-text": {
    catalogue: { F30: "numbers come as texts, and texts that are numbers as numbers" },
    parameters: [],
    executed: "yes",
    onAnswer: (_hit, body) =>
      edited(body, (members) => members.map(([name, value]) => [name, swapped(value)])),
  },
  "unknown-fields": {
    catalogue: { F31: "every record has a member more, `field_of_tomorrow`" },
    parameters: [],
    executed: "yes",
    onAnswer: (_hit, body) =>
      edited(body, (members) => (isRecord(members) ? [...members, fieldOfTomorrow] : members)),
  },
  "unknown-value": {
    catalogue: { F31: "`field` holds `value` (`value_of_tomorrow` if absent) wherever it occurs" },
    parameters: ["field", "value"],
    executed: "yes",
    onAnswer: ({ fault: { field, value = "value_of_tomorrow" } }, body) =>
      edited(body, (members) => members.map(([name, old]) => [name, name === field ? value : old])),
  },
  "field-missing": {
    catalogue: { F32: "`field` is missing wherever it occurs" },
    parameters: ["field"],
    executed: "yes",
    onAnswer: ({ fault: { field } }, body) =>
      edited(body, (members) => members.filter(([name]) => name !== field)),
  },
} as const satisfies HttpFaultFamily;

function edited(body: Buffer, change: (members: Members) => Members): Buffer {
  return Buffer.from(changeMembers(body.toString(), change));
}

const plainMember = /("(?:[^"\\]|\\.)*"\s*:\s*)("(?:[^"\\]|\\.)*"|-?\d[\d.]*|true|false|null)/g;

function twice(member: string, name: string, value: string): string {
  const wrong = /^[-\d]/.test(value) ? "0" : '"somebody else\'s"';
  return `${name}${wrong},${member}`;
}

const firstUnsafe = 2n ** 53n + 1n;

function withHugeId([name, value]: Members[number]): Members[number] {
  if (!/id$/i.test(name) || !isRawNumber(value) || !/^\d+$/.test(value.rawJSON))
    return [name, value];
  return [name, rawNumber(String(firstUnsafe + BigInt(value.rawJSON)))];
}

function swapped(value: unknown): unknown {
  if (isRawNumber(value)) return value.rawJSON;
  const isNumeric = typeof value === "string" && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(value);
  return isNumeric ? rawNumber(value) : value;
}

const fieldOfTomorrow = ["field_of_tomorrow", { since: "2031-01-01" }] as const;

/** A record has several plain values; a wrapper, or the row of a count, has not. */
function isRecord(members: Members): boolean {
  const plain = members.filter(
    ([, value]) => typeof value !== "object" || value === null || isRawNumber(value),
  );
  return plain.length >= 2;
}
