// The default mappings between canonical payments and FreshBooks payments.

import { expect, test } from "vitest";
import { toCanonical, toDraft } from "./default-mappings.fixture.ts";

const payment = {
  id: "ch_3PX",
  reference: "LL-7Q2MZK4R9XW3",
  invoiceId: "454063",
  amount: { amount: "191.75", currency: "USD" },
  date: "2024-11-02",
  method: "card",
  transactionId: "ch_3PX",
};

test("a payment carries its reference in the note and its transaction id", () => {
  expect(toDraft("payment", payment)).toEqual({
    invoiceid: "454063",
    amount: { amount: "191.75", code: "USD" },
    date: "2024-11-02",
    type: "Credit Card",
    note: "Ref LL-7Q2MZK4R9XW3",
    transactionid: "ch_3PX",
  });
});

test.each([
  ["paypal", "PayPal"],
  ["bank-transfer", "Bank Transfer"],
  ["cash", "Cash"],
  ["check", "Check"],
  ["gift-card", "Other"],
  ["store-credit", "Other"],
  ["other", "Other"],
])("quirk 19: a payment by %s has the type %s", (method, type) => {
  expect(toDraft("payment", { ...payment, method })).toMatchObject({ type });
});

test("quirk 18: an overpayment is told", () => {
  const record = {
    id: 312041,
    invoiceid: 454063,
    amount: { amount: "100.00", code: "USD" },
    date: "2024-11-02",
    type: "VISA",
    note: "Ref LL-7Q2MZK4R9XW3",
    overpaymentid: 10320,
    overpaid: { amount: "5.00", code: "USD" },
  };
  expect(toCanonical("payment", record)).toEqual({
    id: "312041",
    reference: "LL-7Q2MZK4R9XW3",
    invoiceId: "454063",
    amount: { amount: "100.00", currency: "USD" },
    date: "2024-11-02",
    method: "card",
    overpaid: { amount: "5.00", currency: "USD" },
    custom: {},
  });
});
