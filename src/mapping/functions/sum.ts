// The mapping function `sum`: sum.

import { addMoney, Decimal, type Money } from "../../core/money.ts";
import { asDecimal, asList, assertNumberSize, isMoney } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

function sumMoney([first, ...others]: readonly Money[]): Money | undefined {
  return others.reduce((sum, item) => (sum === undefined ? item : addMoney(sum, item)), first);
}

function sumNumbers(list: readonly unknown[]): Decimal {
  return list.reduce<Decimal>(
    (sum, item) => assertNumberSize(sum.plus(asDecimal(item))),
    new Decimal(0),
  );
}

export const sumFunction = defineMappingFunction({
  name: "sum",
  family: "List",
  title: "Sum",
  description:
    "The sum of a list of numbers, or of amounts in one currency. Empty values do not count; the sum of no numbers is 0.",
  signatures: ["sum(list)"],
  arity: [1, 1],
  examples: [
    { expression: "sum([0.1, 0.2])", result: "0.3" },
    {
      expression: "sum(src.Items.map(item, item.Price * item.Qty))",
      src: {
        Items: [
          { Price: 100, Qty: 2 },
          { Price: 41.75, Qty: 1 },
        ],
      },
      result: "241.75",
    },
    {
      expression: 'sum([money(1, "USD"), money(2.5, "USD")])',
      result: { amount: "3.50", currency: "USD" },
    },
    { expression: "sum([])", result: "0" },
    { expression: 'sum(["1.10", null])', result: "1.1" },
    { expression: 'sum([money(1, "USD"), money(1, "EUR")])', fails: "MESSAGE_INVALID" },
    { expression: 'sum(["many"])', fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([list]) => {
    const present = asList(list).filter((item) => item !== null);
    return present.every(isMoney) && present.length > 0 ? sumMoney(present) : sumNumbers(present);
  },
});
