// + - * / % and the minus sign, over decimals, money, texts (+ joins) and lists (+ appends).

import { addMoney, type Decimal, money, subtractMoney } from "../../core/money.ts";
import { assertListLength, assertTextLength } from "../limits.ts";
import {
  asDecimal,
  assertNumberSize,
  describeValue,
  isMoney,
  isNumeric,
  unsuitable,
} from "./values.ts";

type Operation = (left: unknown, right: unknown) => unknown;

function mismatch(operator: string, left: unknown, right: unknown): Error {
  const problem = `"${operator}" does not work on ${describeValue(left)} and ${describeValue(right)}.`;
  if (left === null || right === null) {
    return unsuitable(problem, "Write default(..., ...) to say what an empty value counts as.");
  }
  return unsuitable(
    problem,
    "Write decimal(...) to calculate with text, or string(...) to join a number to text.",
  );
}

function calculate(left: unknown, right: unknown, how: keyof typeof calculations): Decimal {
  return assertNumberSize(calculations[how](asDecimal(left), asDecimal(right)));
}

const calculations = {
  plus: (left: Decimal, right: Decimal) => left.plus(right),
  minus: (left: Decimal, right: Decimal) => left.minus(right),
  times: (left: Decimal, right: Decimal) => left.times(right),
  div: (left: Decimal, right: Decimal) => left.div(right),
  mod: (left: Decimal, right: Decimal) => left.mod(right),
};

function add(left: unknown, right: unknown): unknown {
  if (isNumeric(left) && isNumeric(right)) return calculate(left, right, "plus");
  if (typeof left === "string" && typeof right === "string") {
    assertTextLength(left.length + right.length);
    return left + right;
  }
  if (isMoney(left) && isMoney(right)) return addMoney(left, right);
  if (Array.isArray(left) && Array.isArray(right)) {
    assertListLength(left.length + right.length);
    return [...left, ...right];
  }
  throw mismatch("+", left, right);
}

function subtract(left: unknown, right: unknown): unknown {
  if (isNumeric(left) && isNumeric(right)) return calculate(left, right, "minus");
  if (isMoney(left) && isMoney(right)) return subtractMoney(left, right);
  throw mismatch("-", left, right);
}

function multiply(left: unknown, right: unknown): unknown {
  if (isNumeric(left) && isNumeric(right)) return calculate(left, right, "times");
  if (isMoney(left) && isNumeric(right)) {
    return money(calculate(left.amount, right, "times"), left.currency);
  }
  if (isNumeric(left) && isMoney(right)) return multiply(right, left);
  throw mismatch("*", left, right);
}

function refuseZero(operator: string, right: unknown): void {
  if (!isNumeric(right) || !asDecimal(right).isZero()) return;
  throw unsuitable(
    `"${operator}" by zero has no result.`,
    "Guard it with a condition, for example: count == 0 ? 0 : total / count.",
  );
}

function divide(left: unknown, right: unknown): unknown {
  refuseZero("/", right);
  if (isNumeric(left) && isNumeric(right)) return calculate(left, right, "div");
  if (isMoney(left) && isNumeric(right)) {
    return money(calculate(left.amount, right, "div"), left.currency);
  }
  throw mismatch("/", left, right);
}

function remainder(left: unknown, right: unknown): unknown {
  refuseZero("%", right);
  if (isNumeric(left) && isNumeric(right)) return calculate(left, right, "mod");
  throw mismatch("%", left, right);
}

/** The operators of CEL that calculate. A division is exact to 40 digits, never an integer division. */
export const arithmetic: Readonly<Record<"+" | "-" | "*" | "/" | "%", Operation>> = {
  "+": add,
  "-": subtract,
  "*": multiply,
  "/": divide,
  "%": remainder,
};

/** The value with the other sign. */
export function negate(value: unknown): unknown {
  if (isMoney(value)) return multiply(value, asDecimal(-1));
  if (isNumeric(value)) return asDecimal(value).negated();
  throw unsuitable(`The minus sign does not work on ${describeValue(value)}.`);
}
