import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseMessage } from "../../../canonical/messages.ts";
import { compiledMapping, lookups } from "../composite-order.fixture.ts";
import { ReferenceDataCache } from "../reference-data-cache.ts";
import { openShop, type SimulatedShop } from "../simulated-shop.fixture.ts";
import { kenticoCustomer } from "../wire/kentico-customer.ts";
import { kenticoSku } from "../wire/kentico-sku.ts";
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

async function customerOf(placed: { id: number }) {
  const order = await shop.order.read.run({ id: String(placed.id) }, shop.context);
  const id = String(order.OrderCustomerID);
  const message = customerMessage(await readCustomer(reference).run({ id }, shop.context));
  expect(message.id).toBe(id);
  return message;
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
    expect(await customerOf(placed)).toMatchObject({
      firstName: "Cy",
      company: "Dent",
      email: "cy@example.com",
      isGuest: false,
      billingAddress: { city: "Boston", stateCode: "MA", countryCode: "US", company: "Dent" },
    });
  });

  it("Kentico quirk 18: two guest checkouts of one e-mail address are two customers", async () => {
    const customer = { firstName: "Ann", lastName: "O'Brien", email: "ann.o'brien@example.com" };
    const first = await customerOf(await shop.shop.placeOrder({ customer }));
    const second = await customerOf(await shop.shop.placeOrder({ customer }));
    const guest = { lastName: "O'Brien", email: "ann.o'brien@example.com", isGuest: true };
    expect([first, second]).toMatchObject([guest, guest]);
    expect(first.id).not.toBe(second.id);
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
});
