// Expenses and the categories they are booked under.
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  errnosOf,
  type Json,
  listOf,
  openSession,
  resultOf,
  type Session,
} from "./session.fixture.ts";

let session: Session;
let categoryid: unknown;

beforeEach(async () => {
  session = await openSession();
  const categories = listOf(await session.books("GET", "expenses/categories?per_page=100"));
  categoryid = categories.find((category) => category["category"] === "Hotel")?.["categoryid"];
});
afterEach(() => session.simulator.close());

const expense = (fields: Json = {}) => ({
  expense: {
    categoryid,
    staffid: 1,
    amount: { amount: "45.90", code: "USD" },
    date: "2026-05-04",
    vendor: "Grand Hotel",
    ...fields,
  },
});
const create = (fields: Json = {}) => session.object("POST", "expenses/expenses", expense(fields));

test("categories come alphabetically and fill several pages", async () => {
  const first = await session.books("GET", "expenses/categories");
  const names = listOf(first).map((category) => String(category["category"]));
  expect(names).toHaveLength(15);
  expect(names.slice(0, 3)).toEqual(["Accident Insurance", "Accounting", "Advertising"]);
  expect(Number(resultOf(first.body)["pages"])).toBeGreaterThan(2);
});

test("categories cannot be created", async () => {
  const refused = await session.books("POST", "expenses/categories", {
    category: { category: "X" },
  });
  expect(refused.status).toBe(404);
});

test("an equal expense is flagged as a duplicate and created all the same (quirk 37)", async () => {
  expect((await create())["isduplicate"]).toBe(false);
  expect((await create())["isduplicate"]).toBe(true);
  expect((await create({ vendor: "Other Hotel" }))["isduplicate"]).toBe(false);
  expect(listOf(await session.books("GET", "expenses/expenses"))).toHaveLength(3);
});

test("taxes of an expense are names, percentages and amounts of money", async () => {
  const tax = { taxName1: "HST", taxPercent1: "13", taxAmount1: { amount: "5.28", code: "USD" } };
  expect(await create(tax)).toMatchObject({ ...tax, status: 0, invoiceid: null });
});

test("category, staff, amount and date are required, and the category must exist", async () => {
  const empty = await session.books("POST", "expenses/expenses", { expense: {} });
  expect(errnosOf(empty)).toEqual([1001, 1001, 1001, 1001]);
  const unknown = await session.books("POST", "expenses/expenses", expense({ categoryid: 1 }));
  expect(errnosOf(unknown)).toEqual([1012]);
});

test("expenses are found by vendor, day and amount", async () => {
  await create();
  const count = async (query: string) =>
    listOf(await session.books("GET", `expenses/expenses?${query}`)).length;
  expect(await count("search[vendor]=grand")).toBe(1);
  expect(await count("search[date_min]=2026-05-04&search[date_max]=2026-05-05")).toBe(1);
  expect(await count("search[amount_min]=46")).toBe(0);
  expect(await count("search[status]=4")).toBe(1);
});
