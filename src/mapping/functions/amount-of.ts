// The mapping function `amountOf`: amount of money.

import { asDecimal, describeValue, isMoney, unsuitable } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const amountOfFunction = defineMappingFunction({
  name: "amountOf",
  family: "Money",
  title: "Amount of money",
  description: "The amount of a sum of money as a number. An empty value stays empty.",
  signatures: ["amountOf(money)"],
  arity: [1, 1],
  examples: [
    {
      expression: "amountOf(src.Total) * 2",
      src: { Total: { amount: "241.75", currency: "USD" } },
      result: "483.5",
    },
    { expression: "amountOf(src.Total)", src: {}, result: null },
    { expression: "amountOf(12)", fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([value]) => {
    if (value === null) return null;
    if (isMoney(value)) return asDecimal(value.amount);
    throw unsuitable(`${describeValue(value)} is not money; money has an amount and a currency.`);
  },
});
