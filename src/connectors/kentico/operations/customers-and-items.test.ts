import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseMessage } from "../../../canonical/messages.ts";
import { compiledMapping, lookups } from "../composite-order.test-support.ts";
import { ReferenceDataCache } from "../reference-data-cache.ts";
import { openShop, type SimulatedShop } from "../simulated-shop.test-support.ts";
import { kenticoCustomer } from "../wire/kentico-customer.ts";
import { kenticoSku } from "../wire/kentico-sku.ts";
import { findCustomer } from "./find-customer.ts";
import { listItems } from "./list-items.ts";
import { readCustomer } from "./read-customer.ts";
import { readItem } from "./read-item.ts";

let shop: SimulatedShop;
const reference = new ReferenceDataCache();

beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

function customerMessage(src: unknown) {
  const mapping = compiledMapping("kentico-customer-to-canonical", kenticoCustomer, "customer");
  const { settings } = shop.context;
  return parseMessage("customer", mapping.run({ src, settings, lookups }).output);
}

function itemMessage(src: unknown) {
  const mapping = compiledMapping("kentico-sku-to-canonical", kenticoSku, "item");
  const { settings } = shop.context;
  return parseMessage("item", mapping.run({ src, settings, lookups }).output);
}

describe("customers", () => {
  it("come with the last changed address of their book", async () => {
    const customer = {
      firstName: "Cy",
      lastName: "Dent",
      email: "cy@example.com",
      company: "Dent",
    };
    const placed = await shop.shop.placeOrder({ customer: { ...customer, registered: true } });
    const id = String(
      (await shop.order.read.run({ id: String(placed.id) }, shop.context)).OrderCustomerID,
    );
    const wire = await readCustomer(reference).run({ id }, shop.context);
    expect(customerMessage(wire)).toMatchObject({
      id,
      firstName: "Cy",
      company: "Dent",
      email: "cy@example.com",
      isGuest: false,
      billingAddress: { city: "Boston", stateCode: "MA", countryCode: "US", company: "Dent" },
    });
  });

  it("Kentico quirk 18: every guest checkout made one, and all of an address are found", async () => {
    const guest = { firstName: "Ann", lastName: "O'Brien" };
    for (const email of ["ann.o'brien@example.com", "Ann.O'Brien@Example.com", "ann@example.com"]) {
      await shop.shop.placeOrder({ customer: { ...guest, email } });
    }
    const input = { CustomerEmail: " ANN.o'brien@example.com " };
    const found = await findCustomer.run(findCustomer.input.parse(input), shop.context);
    expect(found.map((customer) => customer.CustomerEmail)).toEqual([
      "ann.o'brien@example.com",
      "Ann.O'Brien@Example.com",
    ]);
  });
});

describe("products", () => {
  it("are items with their list price in the main currency", async () => {
    const wire = await readItem(reference).run({ id: "1" }, shop.context);
    expect(itemMessage(wire)).toMatchObject({
      id: "1",
      sku: "ETH-1",
      name: "Ethiopia",
      unitPrice: { amount: "12.95", currency: "USD" },
      taxCode: "Food",
      isActive: true,
    });
  });

  it("are listed page by page", async () => {
    const list = listItems(reference);
    const first = await list.run({ scope: "site", afterId: 0, limit: 4 }, shop.context);
    const afterId = first.items.at(-1)?.SKUID ?? 0;
    const second = await list.run({ scope: "site", afterId, limit: 100 }, shop.context);
    expect(first).toMatchObject({ hasMore: true });
    expect(first.items).toHaveLength(4);
    expect(second.hasMore).toBe(false);
    const numbers = [...first.items, ...second.items].map(({ SKUNumber }) => SKUNumber);
    expect(numbers).toContain("CAT-1");
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
