// The mapping function `convertCurrency`: convert currency.

import { IntegrationError } from "../../core/errors.ts";
import { type Decimal, money } from "../../core/money.ts";
import type { Evaluation } from "../evaluation.ts";
import { asDay } from "../language/days.ts";
import { asDecimal, asText, describeValue, isMoney, unsuitable } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

/** An amount not rounded yet: rounding before and after converting would be rounding twice. */
interface ExactAmount {
  amount: Decimal;
  currency: string;
}

const currencyCode = (value: unknown): string =>
  money(0, asText(value).trim().toUpperCase()).currency;

function readAmount(value: unknown, currency: unknown): ExactAmount {
  if (currency !== undefined) {
    return { amount: asDecimal(value), currency: currencyCode(currency) };
  }
  if (isMoney(value)) {
    return { amount: asDecimal(value.amount), currency: currencyCode(value.currency) };
  }
  throw unsuitable(
    `${describeValue(value)} is not money.`,
    "Name the currency of an amount: convertCurrency(amount, from, to, date).",
  );
}

interface Wanted {
  from: string;
  to: string;
  date: string;
}

function findRate({ from, to, date }: Wanted, { rates }: Evaluation): string {
  const found = rates?.rate(from, to, date);
  if (found !== undefined) return found.rate;
  throw new IntegrationError(
    "LOOKUP_MISSING",
    `There is no rate from ${from} to ${to} for ${date}.`,
    {
      hint: "Load exchange rates for that day, or add the rate by hand, then replay.",
      details: { from, to, date },
    },
  );
}

export const convertCurrencyFunction = defineMappingFunction({
  name: "convertCurrency",
  family: "Money",
  title: "Convert currency",
  description:
    "Converts money, or an amount with its currency, at the rate of a day (YYYY-MM-DD), and rounds it half away from zero to the smallest unit of the target currency. A missing rate is an error. An empty value stays empty.",
  signatures: ["convertCurrency(money, to, date)", "convertCurrency(amount, from, to, date)"],
  arity: [3, 4],
  examples: [
    {
      expression: 'convertCurrency(money(100, "EUR"), "USD", "2026-03-02")',
      result: { amount: "108.50", currency: "USD" },
    },
    {
      expression: 'convertCurrency(100, "EUR", "JPY", "2026-03-02")',
      result: { amount: "16234", currency: "JPY" },
    },
    {
      expression: 'convertCurrency(money(5, "USD"), "USD", "2026-03-02")',
      result: { amount: "5.00", currency: "USD" },
    },
    {
      expression: 'convertCurrency("0.0049", "EUR", "USD", "2026-03-02")',
      result: { amount: "0.01", currency: "USD" },
    },
    { expression: 'convertCurrency(src.Total, "USD", "2026-03-02")', src: {}, result: null },
    {
      expression: 'convertCurrency(money(1, "CZK"), "USD", "2026-03-02")',
      fails: "LOOKUP_MISSING",
    },
    { expression: 'convertCurrency(5, "USD", "2026-03-02")', fails: "MESSAGE_INVALID" },
  ],
  evaluate: (values, evaluation) => {
    const [value] = values;
    if (value === null) return null;
    const [from, to, date] =
      values.length === 4 ? values.slice(1) : [undefined, ...values.slice(1)];
    const { amount, currency } = readAmount(value, from);
    const target = currencyCode(to);
    if (currency === target) return money(amount, target);
    const rate = findRate({ from: currency, to: target, date: asDay(date) }, evaluation);
    return money(amount.times(asDecimal(rate)), target);
  },
});
