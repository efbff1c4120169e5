// When two values are equal: numbers by their value, money by currency and value, lists and objects
// by their content. Text never equals a number.

import { asDecimal, isMoney, isNumeric, isRecord } from "./values.ts";

function areListsEqual(left: readonly unknown[], right: readonly unknown[]): boolean {
  return (
    left.length === right.length &&
    left.every((item, index) => areEqual(item, right[index] ?? null))
  );
}

function areRecordsEqual(
  left: Readonly<Record<string, unknown>>,
  right: Readonly<Record<string, unknown>>,
): boolean {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => Object.hasOwn(right, name) && areEqual(left[name], right[name]));
}

export function areEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (isNumeric(left) && isNumeric(right)) return asDecimal(left).equals(asDecimal(right));
  if (Array.isArray(left) && Array.isArray(right)) return areListsEqual(left, right);
  if (isMoney(left) && isMoney(right)) {
    return left.currency === right.currency && asDecimal(left.amount).eq(asDecimal(right.amount));
  }
  return isRecord(left) && isRecord(right) && areRecordsEqual(left, right);
}
