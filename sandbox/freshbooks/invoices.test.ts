// Invoices from draft to paid, and everything FreshBooks does unasked or refuses on the way.
import { afterEach, beforeEach, expect, test } from "vitest";
import { manualSandboxClock } from "../kit/manual-clock.fixture.ts";
import {
  type Answer,
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
let clock: ReturnType<typeof manualSandboxClock>;
let customerid: unknown;

beforeEach(async () => {
  clock = manualSandboxClock(new Date("2026-06-29T16:52:44.256Z"));
  session = await openSession({ clock });
  const client = clientBody({ p_street: "1 Main St", p_city: "Boston" });
  customerid = (await session.object("POST", "users/clients", client))["id"];
});
afterEach(() => session.simulator.close());

const tryCreate = (fields: Json = {}): Promise<Answer> =>
  session.books("POST", "invoices/invoices", invoiceBody(customerid, fields));
const create = (fields: Json = {}): Promise<Json> =>
  session.object("POST", "invoices/invoices?include[]=lines", invoiceBody(customerid, fields));
const put = (id: unknown, invoice: Json): Promise<Answer> =>
  session.books("PUT", `invoices/invoices/${id}`, { invoice });
const read = (id: unknown): Promise<Json> =>
  session.object("GET", `invoices/invoices/${id}?include[]=lines`);
const pay = (id: unknown, amount: string): Promise<Json> =>
  session.object("POST", "payments/payments", paymentBody(id, amount));
const usd = (amount: string) => ({ amount, code: "USD" });

test("a new invoice is a draft with the client's name and address copied into it", async () => {
  const invoice = await create({ due_offset_days: 30 });
  expect(invoice).toMatchObject({
    customerid,
    status: 1,
    display_status: "draft",
    v3_status: "draft",
    payment_status: "unpaid",
    invoice_number: "0000001",
    create_date: "2026-03-01",
    due_date: "2026-03-31",
    amount: usd("100.00"),
    outstanding: usd("100.00"),
    paid: usd("0.00"),
    discount_total: usd("0.00"),
    fname: "Ada",
    street: "1 Main St",
    city: "Boston",
    created_at: "2026-06-29 12:52:44",
    vis_state: 0,
  });
  expect(invoice["version"]).toMatch(/^2026-06-29 12:52:44\.256\d{3}$/);
});

test("every change gives a new version, even within the same millisecond", async () => {
  const { id, version } = await create();
  await put(id, { notes: "changed" });
  expect((await read(id))["version"]).not.toBe(version);
});

test("lines are only shown when included, and their amount is before tax (quirks 21 and 23)", async () => {
  const line = { name: "Tea", qty: 4, unit_cost: usd("5.00"), taxName1: "HST", taxAmount1: "13" };
  const { id, lines } = await create({ lines: [line] });
  expect(lines).toMatchObject([
    { lineid: 1, qty: "4", amount: usd("20.00"), taxName1: "HST", taxAmount1: "13" },
  ]);
  expect(await session.object("GET", `invoices/invoices/${id}`)).not.toHaveProperty("lines");
  expect((await read(id))["amount"]).toEqual(usd("22.60"));
});

test("lines given in a change replace all former lines (quirk 21)", async () => {
  const two = ["Tea", "Cup"].map((name) => ({ name, qty: "1", unit_cost: usd("10.00") }));
  const { id } = await create({ lines: two });
  await put(id, { notes: "lines untouched" });
  expect((await read(id))["amount"]).toEqual(usd("20.00"));
  await put(id, { lines: [{ name: "Pot", qty: "1", unit_cost: usd("7.00") }] });
  const changed = await read(id);
  expect(changed["amount"]).toEqual(usd("7.00"));
  expect((changed["lines"] as Json[]).map((line) => line["name"])).toEqual(["Pot"]);
});

test("client and date are required, each named in the refusal", async () => {
  const refused = await session.books("POST", "invoices/invoices", { invoice: {} });
  expect([refused.status, errnosOf(refused)]).toEqual([422, [1001, 1001]]);
  expect(JSON.stringify(refused.body)).toContain("'create_date' is a required field.");
});

test("a wrong wrapper looks like a body without any field", async () => {
  const refused = await session.books("POST", "invoices/invoices", {
    invoices: { customerid, create_date: "2026-03-01" },
  });
  expect(errnosOf(refused)).toEqual([1001, 1001]);
});

test("an unknown or deleted client is refused", async () => {
  expect(errnosOf(await tryCreate({ customerid: 1 }))).toEqual([1012]);
  await session.books("PUT", `users/clients/${customerid}`, { client: { vis_state: 1 } });
  expect(errnosOf(await tryCreate())).toEqual([1012]);
});

test("numbers count up in the pattern of the last one (quirk 26)", async () => {
  expect((await create())["invoice_number"]).toBe("0000001");
  expect((await create({ invoice_number: "KX-0099" }))["invoice_number"]).toBe("KX-0099");
  expect((await create())["invoice_number"]).toBe("KX-0100");
  expect((await create({ invoice_number: "" }))["invoice_number"]).toBe("KX-0101");
});

test("a taken number is refused, also in a change; a deleted invoice's number is free (quirk 27)", async () => {
  const { id } = await create({ invoice_number: "A-1" });
  const other = await create({ invoice_number: "A-2" });
  const refused = await tryCreate({ invoice_number: "A-1" });
  expect([refused.status, errnosOf(refused)]).toEqual([422, [1029]]);
  expect(JSON.stringify(refused.body)).toContain("invoice_number");
  expect(errnosOf(await put(other["id"], { invoice_number: "A-1" }))).toEqual([1029]);
  expect((await put(id, { invoice_number: "A-1" })).status).toBe(200);
  await put(id, { vis_state: 1 });
  expect((await tryCreate({ invoice_number: "A-1" })).status).toBe(200);
});

test("an invoice is found by its exact number only", async () => {
  await create({ invoice_number: "A-1" });
  await create({ invoice_number: "A-10" });
  const found = await session.books("GET", "invoices/invoices?search[invoice_number]=A-1");
  expect(listOf(found).map((invoice) => invoice["invoice_number"])).toEqual(["A-1"]);
  const ignored = await session.books("GET", "invoices/invoices?search[status]=2");
  expect(listOf(ignored)).toHaveLength(2);
});

test("the due date cannot be written (quirk 34)", async () => {
  const refused = await tryCreate({ due_date: "2026-05-01" });
  expect([refused.status, errnosOf(refused)]).toEqual([403, [1038]]);
  const { id } = await create();
  expect(errnosOf(await put(id, { due_date: "2026-05-01", notes: "x" }))).toEqual([1038]);
  expect((await put(id, { amount: usd("1.00") })).status).toBe(200);
  expect((await read(id))["amount"]).toEqual(usd("100.00"));
});

test("percentages are texts; a number, a sign or too many decimals are refused (quirk 16)", async () => {
  for (const discount_value of [10, "ten", "-5", "1.2345", "101"]) {
    expect(errnosOf(await tryCreate({ discount_value }))).toEqual([1018]);
  }
  const discounted = await create({ discount_value: "12.5" });
  expect(discounted["discount_total"]).toEqual(usd("-12.50"));
});

test("a status is a number of the states before payment (quirk 28)", async () => {
  const { id } = await create();
  const text = await put(id, { status: "sent" });
  expect([text.status, errnosOf(text)]).toEqual([422, [1015]]);
  const paid = await put(id, { status: 4 });
  expect(paid.status).toBe(422);
  expect(JSON.stringify(paid.body)).toContain(
    "Status must be one of 'draft', 'sent', 'viewed' or 'disputed'.",
  );
  expect((await put(id, { status: 2 })).status).toBe(200);
  expect((await create({ status: 2 }))["display_status"]).toBe("sent");
});

test("marking as sent discards the rest of the body (quirk 18)", async () => {
  const { id } = await create();
  await put(id, { action_mark_as_sent: true, notes: "lost" });
  expect(await read(id)).toMatchObject({
    status: 2,
    display_status: "sent",
    fulfillment_date: "2026-06-29",
    notes: "",
  });
});

test("an e-mail needs recipients and sends the invoice", async () => {
  const { id } = await create();
  expect(errnosOf(await put(id, { action_email: true }))).toEqual([1001]);
  await put(id, { action_email: true, email_recipients: ["ada@example.com"] });
  expect((await read(id))["display_status"]).toBe("sent");
});

test("a part payment shows in v3_status while status stays 2, and the rest makes it paid (quirk 24)", async () => {
  const { id } = await create({ status: 2 });
  await pay(id, "40.00");
  expect(await read(id)).toMatchObject({
    status: 2,
    display_status: "sent",
    v3_status: "partial",
    payment_status: "partial",
    paid: usd("40.00"),
    net_paid_amount: usd("40.00"),
    outstanding: usd("60.00"),
    date_paid: null,
  });
  await pay(id, "60.00");
  expect(await read(id)).toMatchObject({
    v3_status: "paid",
    payment_status: "paid",
    outstanding: usd("0.00"),
    date_paid: "2026-03-02",
  });
});

test("a sent invoice past its due date is overdue, a draft never is", async () => {
  const draft = await create();
  const sent = await create({ status: 2 });
  const later = await create({ status: 2, create_date: "2026-06-29" });
  const statuses = await Promise.all([draft, sent, later].map(({ id }) => read(id)));
  expect(statuses.map((invoice) => invoice["v3_status"])).toEqual(["draft", "overdue", "sent"]);
  const overdue = await session.books("GET", "invoices/invoices?search[v3_status]=overdue");
  expect(listOf(overdue).map((invoice) => invoice["id"])).toEqual([sent["id"]]);
});

test("a deleted invoice keeps its payments, which count as changed (quirk 30)", async () => {
  const { id } = await create();
  const payment = await pay(id, "40.00");
  clock.advance(60_000);
  await put(id, { vis_state: 1 });
  expect(await session.object("GET", `payments/payments/${payment["id"]}`)).toMatchObject({
    vis_state: 0,
    updated: "2026-06-29 12:53:44",
  });
});

test("currencies without cents and with three decimals keep their own form (quirk 36)", async () => {
  const inCurrency = (code: string, amount: string) =>
    create({ currency_code: code, lines: [{ qty: "3", unit_cost: { amount, code } }] });
  expect((await inCurrency("JPY", "333"))["amount"]).toEqual({ amount: "999", code: "JPY" });
  expect((await inCurrency("KWD", "1.1"))["amount"]).toEqual({ amount: "3.300", code: "KWD" });
  const mixed = await tryCreate({
    currency_code: "EUR",
    lines: [{ qty: 1, unit_cost: usd("1.00") }],
  });
  expect(errnosOf(mixed)).toEqual([1004]);
});

test("lines below zero are accepted until the account refuses them, a negative total never is", async () => {
  const lines = (discount: string) => [
    { name: "Tea", qty: "1", unit_cost: usd("100.00") },
    { name: "Voucher", qty: "1", unit_cost: usd(discount) },
  ];
  expect((await create({ lines: lines("-30.00") }))["amount"]).toEqual(usd("70.00"));
  expect(errnosOf(await tryCreate({ lines: lines("-130.00") }))).toEqual([1040]);
  await session.control("POST", "settings", { acceptNegativeLines: false });
  expect(errnosOf(await tryCreate({ lines: lines("-30.00") }))).toEqual([1025]);
});

test("only a sent invoice has a share link, and any has a PDF", async () => {
  const { id } = await create();
  const path = `invoices/invoices/${id}/share_link?share_method=share_link`;
  expect((await session.books("GET", path)).status).toBe(422);
  await put(id, { action_mark_as_sent: true });
  expect((await session.object("GET", path))["resourceid"]).toBe(id);
  const pdf = await session.books("GET", `invoices/invoices/${id}/pdf`);
  expect(pdf.headers.get("content-type")).toBe("application/pdf");
});
