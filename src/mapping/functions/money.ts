// The mapping function `money`: amount with its currency.

import { money } from "../../core/money.ts";
import { asDecimal, asText, isBlank } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

export const moneyFunction = defineMappingFunction({
  name: "money",
  family: "Money",
  title: "Amount with its currency",
  description:
    "Makes an amount of money, rounded half away from zero to the currency's smallest unit. An empty amount stays empty.",
  signatures: ["money(amount, currency)"],
  arity: [2, 2],
  examples: [
    { expression: 'money("241.750000000", "USD")', result: { amount: "241.75", currency: "USD" } },
    { expression: 'money(10.005, "usd")', result: { amount: "10.01", currency: "USD" } },
    { expression: 'money(1200.4, "JPY")', result: { amount: "1200", currency: "JPY" } },
    {
      expression: 'money(src.Price, "USD") * 3',
      src: { Price: "9.95" },
      result: { amount: "29.85", currency: "USD" },
    },
    { expression: 'money(src.Price, "USD")', src: {}, result: null },
    { expression: 'money(1, "Dollar")', fails: "MESSAGE_INVALID" },
    { expression: 'money(1, "USD") + money(1, "EUR")', fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([amount, currency]) =>
    isBlank(amount) ? null : money(asDecimal(amount), asText(currency).trim().toUpperCase()),
});
