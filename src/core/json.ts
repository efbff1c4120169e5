// JSON without losses: numbers keep the digits they were sent with, and hostile keys are refused.

import { IntegrationError } from "./errors.ts";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Keys that reach JavaScript's own machinery; no document may carry them. */
export const forbiddenKeys: ReadonlySet<string> = new Set([
  "__proto__",
  "constructor",
  "prototype",
]);

type SourceReviver = (key: string, value: unknown, context: { source?: string }) => unknown;
const parseWithSource = JSON.parse as (text: string, reviver: SourceReviver) => unknown;

function keepDigits(key: string, value: unknown, context: { source?: string }): unknown {
  if (key === "__proto__") {
    throw new IntegrationError("MESSAGE_INVALID", `The key "${key}" is not allowed in a message.`);
  }
  if (typeof value !== "number" || context.source === undefined) return value;
  const isPlainInteger = Number.isSafeInteger(value) && /^-?\d+$/.test(context.source);
  return isPlainInteger ? value : context.source;
}

/**
 * Parses JSON; whole numbers that fit stay numbers, every other number becomes its own text
 * (`241.750000000` -> `"241.750000000"`), because a binary float would change money.
 * Throws MESSAGE_INVALID for text that is not JSON, nests too deep, or carries the key `__proto__`.
 */
export function parseJson(text: string): Json {
  try {
    return parseWithSource(text, keepDigits) as Json;
  } catch (thrown) {
    if (thrown instanceof IntegrationError) throw thrown;
    // V8 reports nesting beyond its stack as a RangeError.
    const problem = thrown instanceof RangeError ? "nests too deep" : "is not JSON";
    throw new IntegrationError("MESSAGE_INVALID", `The text ${problem}.`, { cause: thrown });
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hasToJson(value: object): value is { toJSON: () => unknown } {
  return "toJSON" in value && typeof value.toJSON === "function";
}

/**
 * JSON text with sorted keys: equal content gives equal text. Undefined members are left out; dates
 * and decimals are written as `JSON.stringify` writes them.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value))
    return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (hasToJson(value)) return canonicalJson(value.toJSON());
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}
