// Payments: caps, credits, types, and what deleting one gives back.
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  clientBody,
  errnosOf,
  invoiceBody,
  type Json,
  listOf,
  openSession,
  paymentBody,
  type Session,
} from "./session.fixture.ts";

let session: Session;
let invoiceId: unknown;

beforeEach(async () => {
  session = await openSession();
  const client = await session.object("POST", "users/clients", clientBody());
  const invoice = invoiceBody(client["id"]);
  invoiceId = (await session.object("POST", "invoices/invoices", invoice))["id"];
});
afterEach(() => session.simulator.close());

const tryPay = (amount: string, fields: Json = {}) =>
  session.books("POST", "payments/payments", paymentBody(invoiceId, amount, fields));
const pay = (amount: string, fields: Json = {}) =>
  session.object("POST", "payments/payments", paymentBody(invoiceId, amount, fields));
const invoice = () => session.object("GET", `invoices/invoices/${invoiceId}`);
const usd = (amount: string) => ({ amount, code: "USD" });

test("a payment is kept with its own references and takes the invoice out of draft", async () => {
  const payment = await pay("40.00", { note: "K-1", transactionid: "ch_1", orderid: 77 });
  expect(payment).toMatchObject({
    invoiceid: invoiceId,
    amount: usd("40.00"),
    type: "Other",
    note: "K-1",
    transactionid: "ch_1",
    orderid: 77,
    overpaymentid: null,
    from_credit: false,
    vis_state: 0,
  });
  expect(payment["id"]).toBe(payment["logid"]);
  expect((await invoice())["display_status"]).toBe("sent");
});

test("a payment above the outstanding is capped and the excess becomes a credit (quirk 29)", async () => {
  const payment = await pay("180.00");
  expect(payment["amount"]).toEqual(usd("100.00"));
  const path = `credit_notes/credit_notes/${payment["overpaymentid"]}`;
  expect(await session.object("GET", path)).toMatchObject({
    amount: usd("80.00"),
    paid: usd("0.00"),
    credit_type: "overpayment",
  });
  expect((await invoice())["outstanding"]).toEqual(usd("0.00"));
});

test("a second payment of a paid invoice is worth nothing and becomes a credit in full (quirk 29)", async () => {
  await pay("100.00");
  const second = await pay("100.00");
  expect(second["amount"]).toEqual(usd("0.00"));
  const credit = await session.object(
    "GET",
    `credit_notes/credit_notes/${second["overpaymentid"]}`,
  );
  expect(credit["amount"]).toEqual(usd("100.00"));
});

test("a credit pays another invoice as far as it reaches", async () => {
  const { overpaymentid: creditid, clientid } = await pay("180.00");
  const other = invoiceBody(clientid);
  const { id } = await session.object("POST", "invoices/invoices", other);
  const apply = (amount: string) =>
    session.books(
      "POST",
      "payments/payments",
      paymentBody(id, amount, { creditid, type: "Credit" }),
    );
  expect(errnosOf(await apply("80.01"))).toEqual([1004]);
  expect((await apply("80.00")).status).toBe(200);
  expect((await session.object("GET", `invoices/invoices/${id}`))["outstanding"]).toEqual(
    usd("20.00"),
  );
  const fromCredit = await session.books("GET", "payments/payments?search[from_credit]=true");
  expect(listOf(fromCredit)).toHaveLength(1);
});

test("deleting a payment puts its amount back to outstanding and removes its credit", async () => {
  const { id, overpaymentid } = await pay("180.00");
  await session.books("PUT", `payments/payments/${id}`, { payment: { vis_state: 1 } });
  expect(await invoice()).toMatchObject({
    outstanding: usd("100.00"),
    payment_status: "unpaid",
    v3_status: "overdue",
  });
  const credit = await session.object("GET", `credit_notes/credit_notes/${overpaymentid}`);
  expect(credit["vis_state"]).toBe(1);
});

test("payment types are exact to the letter", async () => {
  expect((await pay("1.00", { type: "Bank Transfer" }))["type"]).toBe("Bank Transfer");
  for (const type of ["Stripe", "Wire Transfer", "visa", "other"]) {
    const refused = await tryPay("1.00", { type });
    expect([refused.status, errnosOf(refused)]).toEqual([422, [1004]]);
  }
});

test("invoice, amount, date and type are required", async () => {
  const refused = await session.books("POST", "payments/payments", { payment: {} });
  expect(errnosOf(refused)).toEqual([1001, 1001, 1001, 1001]);
});

test("another currency, nothing, less than nothing and a deleted invoice are refused", async () => {
  expect(errnosOf(await tryPay("1.00", { amount: { amount: "1.00", code: "EUR" } }))).toEqual([
    1004,
  ]);
  expect(errnosOf(await tryPay("0"))).toEqual([1025]);
  expect(errnosOf(await tryPay("-5.00"))).toEqual([1025]);
  await session.books("PUT", `invoices/invoices/${invoiceId}`, { invoice: { vis_state: 1 } });
  expect(errnosOf(await tryPay("1.00"))).toEqual([1012]);
});

test("a changed amount is capped as well and moves the invoice", async () => {
  const { id } = await pay("40.00");
  const change = (amount: string) =>
    session.object("PUT", `payments/payments/${id}`, { payment: { amount: usd(amount) } });
  expect((await change("55.00"))["amount"]).toEqual(usd("55.00"));
  expect((await invoice())["outstanding"]).toEqual(usd("45.00"));
  expect((await change("500.00"))["amount"]).toEqual(usd("100.00"));
});

test("payments are found by invoice, by amount and by note", async () => {
  await pay("40.00", { note: "key K-1" });
  await pay("50.00");
  const count = async (query: string) =>
    listOf(await session.books("GET", `payments/payments?${query}`)).length;
  expect(await count(`search[invoiceid]=${invoiceId}`)).toBe(2);
  expect(await count("search[amount_min]=45")).toBe(1);
  expect(await count("search[amount_max]=50.00")).toBe(1);
  expect(await count("search[notes]=K-1")).toBe(1);
  expect(await count("search[note]=K-1")).toBe(2);
});
