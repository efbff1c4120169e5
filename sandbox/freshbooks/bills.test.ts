// Vendors, their bills, and paying them.
import { afterEach, beforeEach, expect, test } from "vitest";
import { manualSandboxClock } from "../kit/manual-clock.fixture.ts";
import { errnosOf, type Json, listOf, openSession, type Session } from "./session.fixture.ts";

let session: Session;
let vendorid: unknown;
let categoryid: unknown;

beforeEach(async () => {
  session = await openSession({ clock: manualSandboxClock(new Date("2026-06-29T12:00:00Z")) });
  const vendor = { bill_vendor: { vendor_name: "Tea Imports", language: "en" } };
  vendorid = (await session.object("POST", "bill_vendors/bill_vendors", vendor))["vendorid"];
  categoryid = listOf(await session.books("GET", "expenses/categories"))[0]?.["id"];
});
afterEach(() => session.simulator.close());

const usd = (amount: string) => ({ amount, code: "USD" });

function bill(fields: Json = {}): Json {
  const line = { categoryid, quantity: "3", unit_cost: usd("10.00") };
  const taxed = { ...line, tax_name1: "HST", tax_percent1: "13" };
  return {
    bill: {
      vendorid,
      issue_date: "2026-06-01",
      due_offset_days: 30,
      currency_code: "USD",
      language: "en",
      lines: [taxed],
      ...fields,
    },
  };
}
const create = (fields: Json = {}) => session.object("POST", "bills/bills", bill(fields));
const pay = (billid: unknown, amount: string, fields: Json = {}) =>
  session.books("POST", "bill_payments/bill_payments", {
    bill_payment: {
      billid,
      amount: usd(amount),
      paid_date: "2026-06-20",
      payment_type: "Check",
      ...fields,
    },
  });

test("a bill's sums, due date and standing are derived", async () => {
  expect(await create({ bill_number: "TI-77" })).toMatchObject({
    bill_number: "TI-77",
    due_date: "2026-07-01",
    status: "unpaid",
    amount: usd("30.00"),
    tax_amount: usd("3.90"),
    total_amount: usd("33.90"),
    outstanding: usd("33.90"),
    vendor: { vendorid, vendor_name: "Tea Imports" },
    lines: [{ categoryid, quantity: "3", amount: usd("30.00"), tax_amount1: usd("3.90") }],
  });
  expect((await create({ due_offset_days: 0 }))["status"]).toBe("overdue");
});

test("derived fields of a bill cannot be written (quirk 38)", async () => {
  for (const field of ["due_date", "amount", "status", "overall_description"]) {
    const refused = await session.books("POST", "bills/bills", bill({ [field]: "x" }));
    expect([refused.status, errnosOf(refused)]).toEqual([403, [1038]]);
  }
});

test("a bill needs its vendor, dates, currency, language and lines, and each line a category", async () => {
  const empty = await session.books("POST", "bills/bills", { bill: {} });
  expect(errnosOf(empty)).toEqual([1001, 1001, 1001, 1001, 1001, 1001]);
  const noLines = await session.books("POST", "bills/bills", bill({ lines: [] }));
  expect(errnosOf(noLines)).toEqual([1001]);
  const noCategory = await session.books("POST", "bills/bills", bill({ lines: [{ quantity: 1 }] }));
  expect(errnosOf(noCategory)).toEqual([1001]);
  const noVendor = await session.books("POST", "bills/bills", bill({ vendorid: 1 }));
  expect(errnosOf(noVendor)).toEqual([1012]);
});

test("a vendor needs a name and a language", async () => {
  const post = (bill_vendor: Json) =>
    session.books("POST", "bill_vendors/bill_vendors", { bill_vendor });
  expect(errnosOf(await post({ language: "en" }))).toEqual([1001]);
  const noLanguage = await post({ vendor_name: "X" });
  expect(noLanguage.status).toBe(422);
  expect(JSON.stringify(noLanguage.body)).toContain('Invalid value \\"\\".');
});

test("paying a bill moves it over partial to paid, and deleting the payment takes it back", async () => {
  const { id } = await create();
  const read = () => session.object("GET", `bills/bills/${id}`);
  await pay(id, "13.90");
  expect(await read()).toMatchObject({ status: "partial", outstanding: usd("20.00") });
  const last = (await pay(id, "20.00")).body["response"] as Json;
  expect(await read()).toMatchObject({ status: "paid", paid: usd("33.90") });
  const { id: paymentId } = (last["result"] as Json)["bill_payment"] as Json;
  await session.books("PUT", `bill_payments/bill_payments/${paymentId}`, {
    bill_payment: { vis_state: 1 },
  });
  expect((await read())["status"]).toBe("partial");
  const untyped = await pay(id, "1.00", { payment_type: undefined });
  expect(JSON.stringify(untyped.body)).toContain("'payment_type' is a required field.");
});

test("bills are found by vendor and standing, while their date filters do nothing (quirk 13)", async () => {
  await create();
  const count = async (query: string) =>
    listOf(await session.books("GET", `bills/bills?${query}`)).length;
  expect(await count(`search[vendorid]=${vendorid}`)).toBe(1);
  expect(await count("search[statuses][]=paid")).toBe(0);
  expect(await count("search[issue_date_min]=2099-01-01")).toBe(1);
});

test("a plan without Accounts Payable answers 200 with an error inside (quirk 5)", async () => {
  const gates = ["bills", "bill_vendors", "bill_payments"];
  await session.control("POST", "settings", { gates });
  const paths = ["bills/bills", "bill_vendors/bill_vendors", "bill_payments/bill_payments"];
  const answers = await Promise.all(paths.map((path) => session.books("GET", path)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(answers.flatMap(errnosOf)).toEqual([41001, 31001, 41101]);
});
