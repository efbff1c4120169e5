// Payments against the simulated FreshBooks.

import { afterEach, beforeEach, expect, test } from "vitest";
import { connectToSandbox, type SandboxConnection } from "../sandbox-connection.fixture.ts";
import type { PaymentDraft } from "../wire/payment.ts";
import { createClient } from "./create-client.ts";
import { createInvoice } from "./create-invoice.ts";
import { createPayment } from "./create-payment.ts";
import { findPaymentsByReference } from "./find-payments-by-reference.ts";
import { readInvoice } from "./read-invoice.ts";
import { readPayment } from "./read-payment.ts";
import { voidPayment } from "./void-payment.ts";

let sandbox: SandboxConnection;
let invoiceId: string;
let draft: PaymentDraft;

const reference = "LL-7Q2MZK4R9XW3";

beforeEach(async () => {
  sandbox = await connectToSandbox();
  const client = await createClient.run(
    { fname: "Ann", note: "Ref LL-CCCCCCCCCCCC" },
    sandbox.context,
  );
  const invoice = await createInvoice.run(
    {
      customerid: client.id,
      create_date: "2024-11-02",
      invoice_number: "K-1042",
      currency_code: "USD",
      notes: "Ref LL-NNNNNNNNNNNN",
      lines: [{ name: "Mug", qty: "1", unit_cost: { amount: "100.00", code: "USD" } }],
    },
    sandbox.context,
  );
  invoiceId = String(invoice.id);
  draft = {
    invoiceid: invoiceId,
    amount: { amount: "60.00", code: "USD" },
    date: "2024-11-02",
    type: "Credit Card",
    note: `Ref ${reference}`,
    transactionid: "ch_3PX",
  };
});
afterEach(() => sandbox.close());

const create = (change: Partial<PaymentDraft> = {}) =>
  createPayment.run({ ...draft, ...change }, sandbox.context);
const byReference = (change: Partial<PaymentDraft> = {}) =>
  findPaymentsByReference.run({ reference, draft: { ...draft, ...change } }, sandbox.context);

test("a payment is recorded against its invoice and read back", async () => {
  const created = await create();
  const read = await readPayment.run({ id: String(created.id) }, sandbox.context);
  expect(read).toMatchObject({ amount: { amount: "60.00" }, transactionid: "ch_3PX" });
  expect(created).not.toHaveProperty("overpaid");
});

test("quirk 18: what exceeds the invoice becomes a credit, and how much is told", async () => {
  const created = await create({ amount: { amount: "105.00", code: "USD" } });
  expect(created).toMatchObject({
    amount: { amount: "100.00" },
    overpaid: { amount: "5.00", code: "USD" },
  });
});

test("quirk 18: an overpayment whose answer was lost is told when it is found again", async () => {
  const amount = { amount: "105.00", code: "USD" };
  await sandbox.failNext("commit-then-drop", "POST", "/payments/payments");
  await expect(create({ amount })).rejects.toMatchObject({ code: "OUTCOME_UNKNOWN" });
  expect(await byReference({ amount })).toMatchObject([{ overpaid: { amount: "5.00" } }]);
});

test("a payment whose answer was lost is looked up by reference on its invoice", async () => {
  await sandbox.failNext("truncated-body", "POST", "/payments/payments");
  await expect(create()).rejects.toMatchObject({ code: "OUTCOME_UNKNOWN" });
  expect(await byReference()).toHaveLength(1);
  expect(await byReference({ invoiceid: "999" })).toEqual([]);
});

test("two equal payments of one invoice are two payments", async () => {
  await create({ note: "Ref LL-AAAAAAAAAAAA", transactionid: "ch_1" });
  expect(await byReference()).toEqual([]);
});

test("a payment that a person recorded with the same transaction id is the same money", async () => {
  await sandbox.context.http.send({
    method: "POST",
    path: `/accounting/account/${sandbox.credentials["accountId"]}/payments/payments`,
    json: { payment: { ...draft, note: "entered by hand" } },
    effect: "create",
  });
  expect(await byReference()).toMatchObject([{ note: "entered by hand" }]);
});

test("a deleted payment is owed again", async () => {
  const { id } = await create();
  expect(await voidPayment.run({ id: String(id) }, sandbox.context)).toMatchObject({
    vis_state: 1,
  });
  const invoice = await readInvoice.run({ id: invoiceId }, sandbox.context);
  expect(invoice.outstanding).toEqual({ amount: "100.00", code: "USD" });
  expect(await byReference()).toMatchObject([{ vis_state: 1 }]);
});

test("a payment without our reference is not recorded", async () => {
  await expect(create({ note: "card" })).rejects.toMatchObject({ code: "MESSAGE_INVALID" });
});

test("a payment in another currency is refused", async () => {
  await expect(create({ amount: { amount: "60.00", code: "EUR" } })).rejects.toMatchObject({
    code: "REFUSED_BY_SYSTEM",
  });
});
