// Invoices against the simulated FreshBooks.

import { afterEach, beforeEach, expect, test } from "vitest";
import { connectToSandbox, type SandboxConnection } from "../sandbox-connection.fixture.ts";
import type { InvoiceDraft } from "../wire/invoice.ts";
import { createClient } from "./create-client.ts";
import { createInvoice } from "./create-invoice.ts";
import { createPayment } from "./create-payment.ts";
import { findInvoicesByReference } from "./find-invoices-by-reference.ts";
import { readInvoice } from "./read-invoice.ts";
import { sendInvoice } from "./send-invoice.ts";
import { updateInvoice } from "./update-invoice.ts";
import { voidInvoice } from "./void-invoice.ts";

let sandbox: SandboxConnection;
let draft: InvoiceDraft;

const reference = "LL-7Q2MZK4R9XW3";
const line = (name: string, cost: string, tax?: [name: string, percent: string]) => ({
  name,
  qty: "2",
  unit_cost: { amount: cost, code: "USD" },
  ...(tax ? { taxName1: tax[0], taxAmount1: tax[1] } : {}),
});

beforeEach(async () => {
  sandbox = await connectToSandbox();
  const client = await createClient.run(
    { fname: "Ann", note: "Ref LL-CCCCCCCCCCCC" },
    sandbox.context,
  );
  draft = {
    customerid: String(client.id),
    create_date: "2024-11-02",
    due_offset_days: "30",
    invoice_number: "K-1042",
    currency_code: "USD",
    notes: `Order 1042\nRef ${reference}`,
    lines: [line("Ethiopia", "12.95", ["Food", "10"]), line("Mug", "5.00")],
  };
});
afterEach(() => sandbox.close());

const create = (change: Partial<InvoiceDraft> = {}) =>
  createInvoice.run({ ...draft, ...change }, sandbox.context);
const byReference = (wanted = reference) =>
  findInvoicesByReference.run({ reference: wanted, draft }, sandbox.context);

test("quirk 11: an invoice is created as a draft, with percentages on its lines and tax in its total", async () => {
  // 25.90 + 10.00 + 10 % of 25.90
  const created = await create();
  expect(created).toMatchObject({
    v3_status: "draft",
    amount: { amount: "38.49", code: "USD" },
    due_date: "2024-12-02",
  });
  expect(created.lines).toHaveLength(2);
});

test("quirk 7: an invoice is read with its lines", async () => {
  const { id } = await create();
  const read = await readInvoice.run({ id: String(id) }, sandbox.context);
  expect(read.lines?.map(({ name }) => name)).toEqual(["Ethiopia", "Mug"]);
});

test.each(["commit-then-drop", "server-error-after-commit", "truncated-body", "empty-body"])(
  "a create answered by %s is found by its reference, once",
  async (kind) => {
    await sandbox.failNext(kind, "POST", "/invoices/invoices");
    await expect(create()).rejects.toMatchObject({ code: "OUTCOME_UNKNOWN" });
    expect(await byReference()).toMatchObject([{ invoice_number: "K-1042" }]);
    expect((await sandbox.ledger()).invoices).toHaveLength(1);
  },
);

test("quirk 24: a repeated create adopts the invoice that carries the same reference", async () => {
  const first = await create();
  expect((await create()).id).toBe(first.id);
  expect((await sandbox.ledger()).invoices).toHaveLength(1);
});

test("quirk 24: a number that another invoice holds is refused with the number named", async () => {
  await create();
  const other = create({ notes: "Ref LL-AAAAAAAAAAAA" });
  await expect(other).rejects.toMatchObject({
    code: "REFUSED_BY_SYSTEM",
    message: expect.stringContaining("K-1042"),
  });
  expect(await byReference("LL-AAAAAAAAAAAA")).toEqual([]);
});

test("a refusal names the field and what FreshBooks said", async () => {
  await expect(create({ customerid: 999 })).rejects.toMatchObject({
    code: "RECORD_NOT_FOUND",
    details: { problems: [{ errno: 1012, field: "customerid" }] },
  });
});

test("quirk 6: a deleted invoice is still found and cannot be changed", async () => {
  const { id } = await create();
  const target = { id: String(id) };
  expect(await voidInvoice.run(target, sandbox.context)).toMatchObject({ vis_state: 1 });
  expect(await voidInvoice.run(target, sandbox.context)).toMatchObject({ vis_state: 1 });
  expect(await byReference()).toMatchObject([{ id, vis_state: 1 }]);
  const outside = { code: "RECORD_CHANGED_OUTSIDE" };
  await expect(updateInvoice.run({ ...target, draft }, sandbox.context)).rejects.toMatchObject(
    outside,
  );
  await expect(sendInvoice.run(target, sandbox.context)).rejects.toMatchObject(outside);
});

test("quirk 28: an update replaces all lines and keeps the number", async () => {
  const { id } = await create();
  const changed = await updateInvoice.run(
    {
      id: String(id),
      draft: { ...draft, invoice_number: "OTHER", lines: [line("Mug", "5.00")] },
    },
    sandbox.context,
  );
  expect(changed).toMatchObject({ invoice_number: "K-1042", amount: { amount: "10.00" } });
  expect(changed.lines).toHaveLength(1);
});

test("quirk 5: sending changes only drafts, and data is never sent beside an action", async () => {
  const { id } = await create();
  const target = { id: String(id) };
  expect(await sendInvoice.run(target, sandbox.context)).toMatchObject({ status: 2 });
  await sendInvoice.run(target, sandbox.context);
  const { calls } = await sandbox.ledger();
  expect(calls.filter(({ method }) => method === "PUT")).toHaveLength(1);
});

test("quirk 17: a partly paid invoice keeps its status and changes its payment status", async () => {
  const { id } = await create();
  const target = { id: String(id) };
  await sendInvoice.run(target, sandbox.context);
  await createPayment.run(
    {
      invoiceid: id,
      amount: { amount: "10.00", code: "USD" },
      date: "2024-11-02",
      type: "Cash",
      note: "Ref LL-PPPPPPPPPPPP",
    },
    sandbox.context,
  );
  const read = await readInvoice.run(target, sandbox.context);
  expect(read).toMatchObject({
    status: 2,
    payment_status: "partial",
    outstanding: { amount: "28.49" },
  });
});

test("a negative line that the account does not take is refused with what to switch", async () => {
  await sandbox.control("settings", { acceptNegativeLines: false });
  const pending = create({ lines: [line("Mug", "5.00"), line("Rounding adjustment", "-0.01")] });
  await expect(pending).rejects.toMatchObject({
    code: "REFUSED_BY_SYSTEM",
    hint: expect.stringContaining("acceptNegativeLines"),
  });
});
