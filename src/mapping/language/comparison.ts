// < <= > >= over two numbers, two texts, or two amounts of one currency.

import { asDecimal, describeValue, isMoney, isNumeric, unsuitable } from "./values.ts";

/** Negative, zero or positive, as `left` is smaller than, equal to or larger than `right`. */
export function compareValues(left: unknown, right: unknown): number {
  if (isNumeric(left) && isNumeric(right)) return asDecimal(left).comparedTo(asDecimal(right));
  if (typeof left === "string" && typeof right === "string") {
    return left === right ? 0 : left < right ? -1 : 1;
  }
  if (isMoney(left) && isMoney(right) && left.currency === right.currency) {
    return asDecimal(left.amount).comparedTo(asDecimal(right.amount));
  }
  throw unsuitable(
    `${describeValue(left)} and ${describeValue(right)} cannot be put in order.`,
    "Compare like with like: decimal(...) turns text into a number, default(...) fills an empty value.",
  );
}

/** The operators of CEL that put two values in order. */
export const ordering: Readonly<Record<"<" | "<=" | ">" | ">=", (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};
