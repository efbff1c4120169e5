// The mapping function `currencyOf`: currency of money.

import { describeValue, isMoney, unsuitable } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const currencyOfFunction = defineMappingFunction({
  name: "currencyOf",
  family: "Money",
  title: "Currency of money",
  description: "The currency code of a sum of money. An empty value stays empty.",
  signatures: ["currencyOf(money)"],
  arity: [1, 1],
  examples: [
    {
      expression: "currencyOf(src.Total)",
      src: { Total: { amount: "241.75", currency: "USD" } },
      result: "USD",
    },
    { expression: 'currencyOf("USD")', fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([value]) => {
    if (value === null) return null;
    if (isMoney(value)) return value.currency;
    throw unsuitable(`${describeValue(value)} is not money; money has an amount and a currency.`);
  },
});
