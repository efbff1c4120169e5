// The values of expressions: JSON, and decimal numbers. Numbers of a message are read as decimals
// the moment they are worked with, so that no binary float ever takes part in a calculation.

import { IntegrationError } from "../../core/errors.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { Decimal, decimal, type Money } from "../../core/money.ts";
import { limitExceeded, mappingLimits } from "../limits.ts";

/** An error about the value of a message, in the user's words. */
export function unsuitable(problem: string, hint?: string): IntegrationError {
  const sentence = `${problem.charAt(0).toUpperCase()}${problem.slice(1)}`;
  return new IntegrationError("MESSAGE_INVALID", sentence, hint === undefined ? {} : { hint });
}

export function isNumeric(value: unknown): value is number | Decimal {
  return typeof value === "number" || Decimal.isDecimal(value);
}

/** An object of a message: not a list, not null, not a decimal. */
export function isRecord(value: unknown): value is JsonObject {
  return isJsonObject(value) && !Decimal.isDecimal(value);
}

/** An object with exactly `amount` and `currency`. */
export function isMoney(value: unknown): value is Money {
  if (!isRecord(value) || typeof value["currency"] !== "string") return false;
  const { amount } = value;
  return (typeof amount === "string" || isNumeric(amount)) && Object.keys(value).length === 2;
}

/** Names a value for an error message, without showing much of it. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return "an empty value (null)";
  if (typeof value === "string") return `the text "${value.slice(0, 40)}"`;
  if (isNumeric(value)) return `the number ${value.toString()}`;
  if (typeof value === "boolean") return `the value ${value}`;
  return Array.isArray(value) ? "a list" : "an object";
}

/** Refuses numbers so large or so small that writing them out would fill memory. */
export function assertNumberSize(value: Decimal): Decimal {
  if (!value.isFinite() || Math.abs(value.e) > mappingLimits.numberExponent) {
    throw limitExceeded("A number is larger or smaller than can be calculated with.");
  }
  return value;
}

/** A number, or text that holds one, as a decimal. */
export function asDecimal(value: unknown): Decimal {
  if (Decimal.isDecimal(value)) return value;
  if (typeof value === "number" || typeof value === "string") {
    return assertNumberSize(decimal(value));
  }
  throw unsuitable(`${describeValue(value)} is not a number.`);
}

/** A whole number within bounds, as an ordinary number. */
export function asWhole(value: unknown, bounds: { min: number; max: number }): number {
  const whole = asDecimal(value);
  if (whole.isInteger() && whole.gte(bounds.min) && whole.lte(bounds.max)) return whole.toNumber();
  throw unsuitable(
    `${describeValue(value)} is not a whole number from ${bounds.min} to ${bounds.max}.`,
  );
}

/** Text; numbers and yes/no values are written out, lists and objects refused. */
export function asText(value: unknown): string {
  if (typeof value === "string") return value;
  if (isNumeric(value)) return asDecimal(value).toFixed();
  if (typeof value === "boolean") return value ? "true" : "false";
  throw unsuitable(`${describeValue(value)} is not text.`);
}

/** A list; null counts as an empty one. */
export function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value === null) return [];
  throw unsuitable(`${describeValue(value)} is not a list.`);
}

/** Null, or text of nothing but white space. */
export function isBlank(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === "string" && !value.trim());
}
