// The price list and the taxes it refers to.
import { afterEach, beforeEach, expect, test } from "vitest";
import { errnosOf, type Json, listOf, openSession, type Session } from "./session.fixture.ts";

let session: Session;

beforeEach(async () => {
  session = await openSession();
});
afterEach(() => session.simulator.close());

const createTax = (fields: Json = {}) =>
  session.books("POST", "taxes/taxes", { tax: { name: "HST", amount: "13", ...fields } });
const createItem = (fields: Json = {}) =>
  session.books("POST", "items/items", { item: { name: "Tea", ...fields } });

test("an item needs a name, keeps its SKU and is found by it", async () => {
  const unitCost = { amount: "4.5", code: "USD" };
  const created = await createItem({ sku: "TEA-1", unit_cost: unitCost, inventory: "12" });
  expect(created.status).toBe(200);
  const found = listOf(await session.books("GET", "items/items?search[sku]=TEA-1"));
  expect(found).toMatchObject([
    {
      name: "Tea",
      sku: "TEA-1",
      unit_cost: { amount: "4.50", code: "USD" },
      inventory: "12",
      tax1: 0,
    },
  ]);
  expect(errnosOf(await createItem({ name: "" }))).toEqual([1001]);
});

test("two items may share a SKU", async () => {
  await createItem({ sku: "TEA-1" });
  expect((await createItem({ sku: "TEA-1" })).status).toBe(200);
});

test("an item's taxes are ids of existing taxes", async () => {
  await createTax();
  const [tax] = listOf(await session.books("GET", "taxes/taxes"));
  expect((await createItem({ tax1: tax?.["id"], tax2: null })).status).toBe(200);
  expect(errnosOf(await createItem({ tax1: 99 }))).toEqual([1012]);
});

test("a tax's name is its own and its amount a percentage text (quirk 16)", async () => {
  expect((await createTax()).status).toBe(200);
  const duplicate = await createTax({ amount: "15" });
  expect([duplicate.status, errnosOf(duplicate)]).toEqual([422, [1026]]);
  expect(errnosOf(await createTax({ name: "GST", amount: 5 }))).toEqual([1018]);
  expect(errnosOf(await createTax({ name: "GST", amount: undefined }))).toEqual([1001]);
});

test("deleting a tax removes it for good and frees its name (quirk 31)", async () => {
  await createTax();
  const [tax] = listOf(await session.books("GET", "taxes/taxes"));
  expect(tax).not.toHaveProperty("vis_state");
  const path = `taxes/taxes/${tax?.["taxid"]}`;
  expect((await session.books("DELETE", path)).status).toBe(200);
  expect((await session.books("GET", path)).status).toBe(404);
  expect(listOf(await session.books("GET", "taxes/taxes?search[vis_state]=1"))).toEqual([]);
  expect((await createTax()).status).toBe(200);
});
