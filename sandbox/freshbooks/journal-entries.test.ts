// Journal entries of the older ledger API, and credit notes written by hand.
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  clientBody,
  errnosOf,
  type Json,
  listOf,
  openSession,
  type Session,
} from "./session.fixture.ts";

let session: Session;

beforeEach(async () => {
  session = await openSession();
});
afterEach(() => session.simulator.close());

const cash = 101;
const sales = 701;

const post = (fields: Json = {}) =>
  session.books("POST", "journal_entries/journal_entries", {
    journal_entry: {
      name: "Correction",
      description: "K-1",
      currency_code: "USD",
      user_entered_date: "2026-05-04",
      details: [
        { sub_accountid: cash, debit: "200" },
        { sub_accountid: sales, credit: "200" },
      ],
      ...fields,
    },
  });

test("an entry is listed as its details and moves the balances of its accounts", async () => {
  expect((await post()).status).toBe(200);
  const details = listOf(await session.books("GET", "journal_entries/journal_entry_details"));
  expect(details).toMatchObject([
    { description: "K-1", debit: { amount: "200.00", code: "USD" }, credit: null },
    { description: "K-1", debit: null, credit: { amount: "200.00", code: "USD" } },
  ]);
  const chart = listOf(
    await session.books("GET", "journal_entry_accounts/journal_entry_accounts?per_page=1"),
  );
  const subs = chart.flatMap((account) => account["sub_accounts"] as Json[]);
  expect(chart.length).toBeGreaterThan(1);
  expect(subs.find((sub) => sub["sub_accountid"] === cash)?.["balance"]).toBe("200");
});

test("without a currency the answer is an opaque 500 (quirk 39)", async () => {
  const failed = await post({ currency_code: undefined });
  expect(failed.status).toBe(500);
  expect(JSON.stringify(failed.body)).toContain("There was an error accessing your account data.");
});

test("an entry must balance and its accounts must exist", async () => {
  const details = (credit: string, account = sales) => [
    { sub_accountid: cash, debit: "200" },
    { sub_accountid: account, credit },
  ];
  const unbalanced = await post({ details: details("199.99") });
  expect([unbalanced.status, errnosOf(unbalanced)]).toEqual([422, [1040]]);
  expect(errnosOf(await post({ details: details("200", 99) }))).toEqual([1012]);
});

test("an entry cannot be read, changed or deleted on its own (quirk 39)", async () => {
  await post();
  for (const method of ["GET", "PUT", "DELETE"]) {
    expect((await session.books(method, "journal_entries/journal_entries/9001")).status).toBe(404);
  }
});

test("a credit note is written with lines under its singular name", async () => {
  const { id: clientid } = await session.object("POST", "users/clients", clientBody());
  const lines = [{ name: "Refund", qty: 1, unit_cost: { amount: "25.00", code: "USD" } }];
  const credit_note = { clientid, create_date: "2026-05-04", credit_type: "goodwill", lines };
  const path = "credit_notes/credit_notes?include[]=lines";
  expect(await session.object("POST", path, { credit_note })).toMatchObject({
    clientid,
    credit_type: "goodwill",
    amount: { amount: "25.00", code: "USD" },
    paid: { amount: "0.00", code: "USD" },
    lines: [{ name: "Refund" }],
  });
  const plural = await session.books("POST", path, { credit_notes: credit_note });
  expect(JSON.stringify(plural.body)).toContain("'clientid' is a required field.");
});
