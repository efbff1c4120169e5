import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HttpClient } from "../../connector-kit/http.ts";
import { canonicalOrder } from "./composite-order.fixture.ts";
import { openShop, type SimulatedShop } from "./simulated-shop.fixture.ts";

let shop: SimulatedShop;

beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const readOrder = (id: number | string) => shop.order.read.run({ id: String(id) }, shop.context);
const usd = (amount: string) => ({ amount, currency: "USD" });

/** Calls made by the work, as path and query. */
async function callsOf(work: () => Promise<unknown>): Promise<string[]> {
  shop.exchanges.length = 0;
  await work();
  return shop.exchanges.map(({ url }) => {
    const { pathname, search } = new URL(url);
    return decodeURIComponent(pathname + search);
  });
}

describe("reading an order from a shop", () => {
  it("gives the order the customer placed, to the cent", async () => {
    const placed = await shop.shop.placeOrder({
      payment: { method: "Card", completed: true, transactionId: "ch_3PX" },
      customData: { PurchaseOrder: "PO-77" },
      customColumns: { OrderCostCenter: "North" },
    });
    const order = canonicalOrder(await readOrder(placed.id), shop.context.settings);
    expect(order.totals).toEqual({
      subtotal: usd("214.90"),
      discount: usd("21.49"),
      charges: usd("9.99"),
      tax: usd("38.35"),
      total: usd("241.75"),
      due: usd("191.75"),
    });
    expect(order.lines.map((line) => [line.sku, line.tax.code, line.tax.rate])).toEqual([
      ["ETH-1", "Food", "10"],
      ["GRI-1", "Standard", "20"],
    ]);
    expect(order).toMatchObject({ status: "paid", purchaseOrderNumber: "PO-77" });
    expect(order.custom).toMatchObject({ OrderCostCenter: "North" });
    expect(order.payments).toMatchObject([
      { id: `${order.guid}:paid`, transactionId: "ch_3PX", amount: usd("191.75") },
    ]);
  });

  it("takes five calls once the shop's configuration is known", async () => {
    const placed = await shop.shop.placeOrder();
    await readOrder(placed.id);
    const calls = await callsOf(() => readOrder(placed.id));
    expect(calls).toHaveLength(5);
    expect(calls[0]).toBe(`/rest/ecommerce.order/${placed.id}?format=json`);
  });

  it("Kentico quirk 1: every address says that the answer is to be JSON", async () => {
    const placed = await shop.shop.placeOrder();
    const addresses = await callsOf(() => readOrder(placed.id));
    expect(addresses.filter((address) => !/[?&]format=json\b/.test(address))).toEqual([]);
  });

  it("Kentico quirk 19: amounts keep every digit of the answer, also those a float would lose", async () => {
    const lines = [{ sku: "YEN-1", name: "Ship", quantity: 1, unitPrice: "90071992547409.93" }];
    const placed = await shop.shop.placeOrder({ lines, giftCard: undefined });
    const { text } = await shop.shop.rest(`/rest/ecommerce.order/${placed.id}?format=json`);
    expect(text).toMatch(/"OrderTotalShipping": ?9\.990000000/);
    const order = await readOrder(placed.id);
    expect(order.Items[0]?.OrderItemUnitPrice).toBe("90071992547409.930000000");
    expect(order.OrderTotalShipping).toBe("9.990000000");
  });

  it("Kentico quirk 20: a refund shows in the status and a column of the shop, not in the payments", async () => {
    const payment = { method: "Card", completed: true, transactionId: "ch_3PX" };
    const placed = await shop.shop.placeOrder({ payment });
    const order = async () => canonicalOrder(await readOrder(placed.id), shop.context.settings);
    const before = await order();
    await shop.shop.control(`orders/${placed.id}/refund`, { amount: "241.75" });
    const after = await order();
    expect(after.payments).toEqual(before.payments);
    expect(after.totals).toEqual(before.totals);
    expect(after).toMatchObject({
      status: "cancelled",
      custom: { OrderRefundedAmount: "241.750000000" },
    });
  });

  it("works by GUID too", async () => {
    const placed = await shop.shop.placeOrder();
    expect((await readOrder(placed.guid)).OrderID).toBe(placed.id);
  });

  it("says so when there is no such order", async () => {
    await expect(readOrder(999_999)).rejects.toMatchObject({ code: "RECORD_NOT_FOUND" });
  });

  it("finds a tax class that was made after the configuration was read", async () => {
    await readOrder((await shop.shop.placeOrder()).id);
    await shop.shop.control("tax-classes", {
      name: "Luxury",
      displayName: "Luxury goods",
      rates: [{ countryCode: "US", stateCode: "MA", percent: "33" }],
    });
    const placed = await shop.shop.placeOrder({
      lines: [{ sku: "YACHT", name: "Yacht", quantity: 1, unitPrice: "9.00", taxClass: "Luxury" }],
    });
    const order = await readOrder(placed.id);
    expect(order.Items[0]?.Tax).toMatchObject({ TaxClassName: "Luxury", TaxValue: "33.000000000" });
  });

  it("looks for a deleted tax class once, not with every order", async () => {
    const placed = await shop.shop.placeOrder({ override: { unknownTaxClass: "Vanished" } });
    const order = await readOrder(placed.id);
    expect(order.Items[0]?.Tax).toMatchObject({ TaxClassName: null, TaxValue: null });
    expect(await callsOf(() => readOrder(placed.id))).toHaveLength(5);
  });

  it("Kentico quirk 14: the rate of a state replaces the rate of its country", async () => {
    const lines = [{ sku: "FIL-100", name: "Filters", quantity: 3, unitPrice: "4.45" }];
    const placed = await shop.shop.placeOrder({ lines });
    expect((await readOrder(placed.id)).Items[0]?.Tax?.TaxValue).toBe("6.250000000");
  });

  it("Kentico quirk 14: a class without a rate at the address is taxed at 0 %", async () => {
    const placed = await shop.shop.placeOrder({
      billingAddress: { line1: "1 Rua", city: "Rio", zip: "20000", countryCode: "BR" },
    });
    const order = canonicalOrder(await readOrder(placed.id), shop.context.settings);
    expect(order.lines.map((line) => line.tax.treatment)).toEqual(["zero-rated", "zero-rated"]);
    expect(order.totals.tax).toEqual(usd("0.00"));
  });

  it("Kentico quirk 9: an edited order has new item ids and the same line ids", async () => {
    const placed = await shop.shop.placeOrder();
    const before = await readOrder(placed.id);
    await shop.shop.control(`orders/${placed.id}/edit`, {
      lines: [
        { sku: "ETH-1", name: "Ethiopia", quantity: 5, unitPrice: "12.95" },
        { sku: "GRI-1", name: "Grinder", quantity: 1, unitPrice: "189.00" },
      ],
    });
    const after = await readOrder(placed.id);
    const ids = (order: typeof before) => order.Items.map((each) => each.OrderItemID);
    const guids = (order: typeof before) => order.Items.map((each) => each.OrderItemGuid);
    expect(guids(after)).toEqual(guids(before));
    expect(ids(after)).not.toEqual(ids(before));
    expect(after.Items[0]?.OrderItemUnitCount).toBe(5);
  });

  it("an order edited while it is read is read again, not half old and half new", async () => {
    const placed = await shop.shop.placeOrder();
    const lines = [{ sku: "GRI-1", name: "Grinder", quantity: 4, unitPrice: "100.00" }];
    let isEdited = false;
    const http: HttpClient = {
      async send(request) {
        if (!isEdited && request.path.endsWith("/children/ecommerce.orderitem")) {
          isEdited = true;
          await shop.shop.control(`orders/${placed.id}/edit`, { lines });
        }
        return shop.context.http.send(request);
      },
    };
    const order = await shop.order.read.run({ id: String(placed.id) }, { ...shop.context, http });
    expect(order.CalculatedTotals.Subtotal).toBe("400");
    expect(order.PricesIncludeTax).toBe(false);
  });

  it("Kentico quirk 10: an item changed alone leaves the order's time; one more look is enough", async () => {
    const placed = await shop.shop.placeOrder();
    const [first] = (await readOrder(placed.id)).Items;
    await shop.shop.rest(`/rest/ecommerce.orderitem/${first?.OrderItemID}?format=json`, {
      method: "PUT",
      body: { OrderItemText: "Ground for filter" },
    });
    const calls = await callsOf(async () => {
      expect((await readOrder(placed.id)).Items[0]?.OrderItemText).toBe("Ground for filter");
    });
    expect(calls).toHaveLength(6);
  });

  it("Kentico quirk 11: without a shipping row the billing address is the delivery address", async () => {
    const shippingAddress = { line1: "2 Low St", city: "Salem", zip: "01970", countryCode: "US" };
    const same = await readOrder((await shop.shop.placeOrder()).id);
    const other = await readOrder((await shop.shop.placeOrder({ shippingAddress })).id);
    expect(same.ShippingAddress?.AddressCity).toBe("Boston");
    expect(other.ShippingAddress?.AddressCity).toBe("Salem");
    expect(other.BillingAddress?.AddressCity).toBe("Boston");
  });

  it("Kentico quirk 12: finds tax-inclusive prices by the totals", async () => {
    const placed = await shop.shop.placeOrder({
      lines: [{ sku: "MUG-1", name: "Mug", quantity: 3, unitPrice: "9.99" }],
      pricesIncludeTax: true,
      orderDiscount: undefined,
      shipping: undefined,
      giftCard: undefined,
    });
    const order = canonicalOrder(await readOrder(placed.id), shop.context.settings);
    expect(order).toMatchObject({ pricesIncludeTax: true, charges: [] });
    expect(order.totals).toMatchObject({ total: usd("29.97"), tax: usd("5.00") });
  });

  it("an order that is a dollar off arrives with its figures as they are", async () => {
    const placed = await shop.shop.placeOrder({ override: { addToTotalPrice: "1.00" } });
    const wire = await readOrder(placed.id);
    expect(wire.PricesIncludeTax).toBeNull();
    expect(canonicalOrder(wire, shop.context.settings).totals.total).toEqual(usd("242.75"));
  });

  it("options and bundles keep their lines together", async () => {
    const placed = await shop.shop.placeOrder({
      lines: [
        { sku: "SET-1", name: "Starter set", quantity: 1, unitPrice: "80.00" },
        { sku: "AER-1", name: "AeroPress", quantity: 1, unitPrice: "0.00", bundleOf: 0 },
        { sku: "WRAP", name: "Gift wrap", quantity: 1, unitPrice: "3.00", parentLine: 0 },
      ],
    });
    const { lines } = canonicalOrder(await readOrder(placed.id), shop.context.settings);
    expect(lines.map(({ kind }) => kind)).toEqual(["bundle", "bundle-part", "option"]);
    expect(lines.slice(1).map(({ parentId }) => parentId)).toEqual([lines[0]?.id, lines[0]?.id]);
  });

  it("Kentico quirk 13: a variant without number and tax class takes its parent's", async () => {
    const placed = await shop.shop.placeOrder();
    const [first] = (await readOrder(placed.id)).Items;
    const created = await shop.shop.rest("/rest/ecommerce.sku/currentsite?format=json", {
      method: "POST",
      body: { SKUName: "Parent", SKUNumber: "PARENT", SKUPrice: 1, SKUTaxClassID: 1 },
    });
    const [parent] = Object.values(created.json ?? {}) as { SKUID: number }[];
    await shop.shop.rest(`/rest/ecommerce.sku/${first?.OrderItemSKUID}?format=json`, {
      method: "PUT",
      body: { SKUNumber: null, SKUTaxClassID: null, SKUParentSKUID: parent?.SKUID },
    });
    const [variant] = (await readOrder(placed.id)).Items;
    expect(variant).toMatchObject({ SKUNumber: "PARENT", Tax: { TaxClassName: "Food" } });
  });

  it("yen have no decimals and dinars three", async () => {
    const lines = [{ sku: "TEA", name: "Tea", quantity: 1, unitPrice: "12.345" }];
    const bare = { orderDiscount: undefined, shipping: undefined, giftCard: undefined };
    const dinar = await shop.shop.placeOrder({ ...bare, lines, currency: "KWD" });
    const order = canonicalOrder(await readOrder(dinar.id), shop.context.settings);
    expect(order.lines[0]?.unitPrice).toEqual({ amount: "12.345", currency: "KWD" });
    expect(order.totals.total.currency).toBe("KWD");
    expect(order.baseTotal?.currency).toBe("USD");
  });
});
