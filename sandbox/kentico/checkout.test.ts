// What a checkout and the administration leave behind, as REST and the ledger show it.
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Simulator } from "../kit/simulator.ts";
import type { LedgerOrder } from "./ledger.ts";
import { startKentico } from "./server.ts";
import { dataOf, type RestReply, ShopClient, workedExampleOrder } from "./shop-client.fixture.ts";

let simulator: Simulator;
let shop: ShopClient;

beforeAll(async () => {
  simulator = await startKentico();
  shop = new ShopClient(simulator);
});
afterEach(() => shop.control("reset", {}));
afterAll(() => simulator.close());

const orderRow = async (id: number) =>
  dataOf(await shop.rest(`/rest/ecommerce.order/${id}?format=json`));
const children = (id: number, type: string) =>
  shop.rows(`/rest/ecommerce.order/${id}/children/ecommerce.${type}?format=json`);
const ledgerOrder = ({ json }: RestReply) => json as unknown as LedgerOrder;

test("the worked example is stored with its totals and its XML columns", async () => {
  const order = await shop.placeOrder();
  expect(order).toMatchObject({ totalPrice: "241.75", grandTotal: "191.75", totalTax: "38.35" });
  expect(await orderRow(order.id)).toMatchObject({
    OrderTaxSummary:
      "<Summary><Item><Name>Food</Name><Value>2.33</Value></Item><Item><Name>Standard</Name><Value>36.02</Value></Item></Summary>",
    OrderDiscounts: "<Summary><Item><Name>Autumn 10%</Name><Value>21.49</Value></Item></Summary>",
    OrderOtherPayments: "<Summary><Item><Name>GIFT-7Q2</Name><Value>50.00</Value></Item></Summary>",
    OrderCouponCodes: "<CouponCodes><CouponCode><Code>AUTUMN10</Code></CouponCode></CouponCodes>",
    OrderInvoiceNumber: String(order.id),
    OrderIsPaid: false,
    OrderPaymentResult: null,
  });
});

test("quirk 18: the order is inserted bare, completed by an update, and announced at the end", async () => {
  const order = await shop.placeOrder();
  const { json } = await shop.control("events");
  const number = String(order.id);
  expect(json?.["events"]).toEqual([
    event("OrderInfo.Insert.After", {
      items: 0,
      addresses: 0,
      invoiceNumber: null,
      statusId: null,
    }),
    event("OrderInfo.Update.After", { items: 2, addresses: 1, invoiceNumber: number, statusId: 1 }),
    event("NewOrderCreated", { items: 2, addresses: 1, invoiceNumber: number, statusId: 1 }),
  ]);
  function event(name: string, rest: object) {
    return { name, orderId: order.id, ...rest };
  }
});

test("quirk 19: an edit gives the items new ids, keeps their GUIDs and computes the order anew", async () => {
  const order = await shop.placeOrder({ giftCard: undefined });
  const before = await children(order.id, "orderitem");
  const lines = [
    { sku: "ETH-1", name: "Ethiopia", quantity: 1, unitPrice: "12.95" },
    ...workedExampleOrder.lines.slice(1),
    { sku: "MUG-1", name: "Mug", quantity: 1, unitPrice: "9.99" },
  ];
  await shop.control(`orders/${order.id}/edit`, { lines });
  const after = await children(order.id, "orderitem");
  const guids = (rows: Record<string, unknown>[]) => rows.map((row) => row["OrderItemGuid"]);
  const ids = (rows: Record<string, unknown>[]) => rows.map((row) => row["OrderItemID"]);
  expect(guids(after).slice(0, 2)).toEqual(guids(before));
  expect(ids(after)).toEqual([3, 4, 5]);
  const [first] = after;
  expect(first).toMatchObject({ OrderItemUnitCount: 1, OrderItemTotalPrice: 12.95 });
});

test("an edit takes away what it sets to null", async () => {
  const order = await shop.placeOrder();
  const edit = { orderDiscount: null, shipping: null, giftCard: null };
  const edited = ledgerOrder(await shop.control(`orders/${order.id}/edit`, edit));
  // 25.90 and 2.59 of tax, 189.00 and 37.80 of tax.
  expect([edited.totalPrice, edited.grandTotal]).toEqual(["255.29", "255.29"]);
  expect([edited.discounts, edited.otherPayments]).toEqual([[], []]);
});

test("quirk 20: two guests with one e-mail address are two customers", async () => {
  await shop.placeOrder();
  await shop.placeOrder();
  const rows = await shop.rows("/rest/ecommerce.customer/currentsite?format=json");
  expect(rows.map((row) => row["CustomerEmail"])).toEqual(["ann@example.com", "ann@example.com"]);
});

test("a registered customer is one row, with the address remembered once", async () => {
  const customer = { firstName: "Ben", lastName: "Okafor", email: "b@x.example", registered: true };
  await shop.placeOrder({ customer });
  await shop.placeOrder({ customer });
  expect(await shop.rows("/rest/ecommerce.customer/all?format=json")).toHaveLength(1);
  expect(await shop.rows("/rest/ecommerce.address?format=json")).toHaveLength(1);
});

test("quirk 22: a tax registration id makes the flagged classes free of tax", async () => {
  const customer = { firstName: "P", lastName: "N", company: "K s.r.o.", taxRegistrationId: "CZ1" };
  const order = await shop.placeOrder({ customer, giftCard: undefined, orderDiscount: undefined });
  // Food isn't flagged: 25.90 at 10 % stays 2.59; grinder and shipping bear no tax.
  expect(order.taxSummary).toEqual([{ name: "Food", value: "2.59" }]);
  expect(order.totalPrice).toBe("227.48");
});

test("tax follows the state of the billing address", async () => {
  const lines = [{ sku: "FIL-100", name: "Filters", quantity: 3, unitPrice: "4.45" }];
  const plain = { lines, orderDiscount: undefined, shipping: undefined, giftCard: undefined };
  const address = { line1: "1", city: "Austin", zip: "73301", countryCode: "US", stateCode: "TX" };
  const texas = await shop.placeOrder({ ...plain, billingAddress: address });
  expect([texas.totalTax, texas.totalPrice]).toEqual(["1.10", "14.45"]);
  const unlisted = { ...address, stateCode: "OR" };
  const oregon = await shop.placeOrder({ ...plain, billingAddress: unlisted });
  expect([oregon.totalTax, oregon.totalPrice]).toEqual(["0.00", "13.35"]);
});

test("a test's own tax class is used, and prices may include it", async () => {
  const rates = [{ countryCode: "DE", percent: "19" }];
  await shop.control("tax-classes", { name: "Luxury", displayName: "Luxury", rates });
  const order = await shop.placeOrder({
    lines: [{ sku: "LUX", name: "Gold", quantity: 1, unitPrice: "15.00", taxClass: "Luxury" }],
    billingAddress: { line1: "1", city: "Berlin", zip: "10119", countryCode: "DE" },
    currency: "EUR",
    pricesIncludeTax: true,
    orderDiscount: undefined,
    shipping: undefined,
    giftCard: undefined,
  });
  // 15.00 x 19/119 = 2.3949...
  expect([order.totalTax, order.totalPrice]).toEqual(["2.39", "15.00"]);
});

test("quirk 23: no column of an order tells whether its prices include tax", async () => {
  const plain = { orderDiscount: undefined, shipping: undefined, giftCard: undefined };
  const net = await shop.placeOrder({ ...plain, pricesIncludeTax: false });
  const gross = await shop.placeOrder({ ...plain, pricesIncludeTax: true });
  // Grinder 189.00 at 20 % and coffee 25.90 at 10 %: 37.80 + 2.59 on top, or 31.50 + 2.35 within.
  expect([net.totalPrice, net.totalTax]).toEqual(["255.29", "40.39"]);
  expect([gross.totalPrice, gross.totalTax]).toEqual(["214.90", "33.85"]);
  const [netRow, grossRow] = [await orderRow(net.id), await orderRow(gross.id)];
  expect(Object.keys(grossRow).toSorted()).toEqual(Object.keys(netRow).toSorted());
  const differing = Object.keys(netRow).filter((name) => netRow[name] !== grossRow[name]);
  expect(differing.filter((name) => !/ID$|GUID$|Number$|Date$|LastModified$/.test(name))).toEqual(
    expect.arrayContaining(["OrderTotalTax", "OrderTotalPrice"]),
  );
  expect(differing.filter((name) => typeof netRow[name] === "boolean")).toEqual([]);
});

test("quirk 25: a SKU number in two tax classes is two SKUs, and a class may be gone", async () => {
  const line = { sku: "TWIN", name: "Twin", quantity: 1, unitPrice: "10.00" };
  await shop.placeOrder({ lines: [{ ...line, taxClass: "Food" }] });
  await shop.placeOrder({ lines: [{ ...line, taxClass: "Standard" }] });
  const condition = encodeURIComponent("SKUNumber = 'TWIN'");
  expect(await shop.rows(`/rest/ecommerce.sku?format=json&where=${condition}`)).toHaveLength(2);
  const lost = await shop.placeOrder({ lines: [line], override: { unknownTaxClass: "Levy" } });
  const [item] = await children(lost.id, "orderitem");
  const sku = dataOf(
    await shop.rest(`/rest/ecommerce.sku/${item?.["OrderItemSKUID"]}?format=json`),
  );
  const taxClass = await shop.rest(`/rest/ecommerce.taxclass/${sku["SKUTaxClassID"]}`);
  expect(taxClass.status).toBe(404);
  expect(lost.taxSummary.map(({ name }) => name)).toContain("Levy");
});

test("options point at their line, bundle parts cost nothing", async () => {
  const order = await shop.placeOrder({
    lines: [
      { sku: "SET", name: "Set", quantity: 1, unitPrice: "80.00" },
      { sku: "GRI-1", name: "Grinder", quantity: 1, unitPrice: "0", bundleOf: 0 },
      { sku: "ENG", name: "Engraving", quantity: 1, unitPrice: "5.00", parentLine: 0, text: "A&B" },
    ],
  });
  const items = await children(order.id, "orderitem");
  const [set, part, option] = [...items].sort(
    (a, b) => Number(a["OrderItemID"]) - Number(b["OrderItemID"]),
  );
  expect(part?.["OrderItemBundleGUID"]).toBe(set?.["OrderItemGuid"]);
  expect(option?.["OrderItemParentGuid"]).toBe(set?.["OrderItemGuid"]);
  expect(option?.["OrderItemText"]).toBe("A&B");
});

test("quirk 28: an authorised payment leaves the order unpaid, a completed one moves its status", async () => {
  const order = await shop.placeOrder({ payment: { method: "Card", authorized: true } });
  expect([order.isPaid, order.status]).toEqual([false, "New"]);
  const body = { transactionId: "tx_1", method: "Card", date: "2024-11-02T22:45:00Z" };
  const paid = ledgerOrder(await shop.control(`orders/${order.id}/pay`, body));
  expect([paid.isPaid, paid.status]).toEqual([true, "PaymentReceived"]);
  const row = await orderRow(order.id);
  expect(row["OrderPaymentResult"]).toContain('name="transactionid"');
  expect(row["OrderPaymentResult"]).toContain('value="tx_1"');
  expect(row["OrderPaymentResult"]).not.toContain("authorized");
  expect(row["OrderPaymentResult"]).toContain("2024-11-02T23:45:00");
});

test("an order ticked as paid by hand has no payment result", async () => {
  const order = await shop.placeOrder();
  const paid = ledgerOrder(await shop.control(`orders/${order.id}/pay`, {}));
  expect([paid.isPaid, paid.payment]).toEqual([true, null]);
});

test("quirk 16: a status flagged as paid marks the order, and the history keeps every step", async () => {
  const order = await shop.placeOrder();
  const body = { OrderStatusID: 2 };
  await shop.rest(`/rest/ecommerce.order/${order.id}`, { method: "PUT", body });
  expect(await orderRow(order.id)).toMatchObject({ OrderIsPaid: true, OrderStatusID: 2 });
  const steps = await shop.rows("/rest/ecommerce.orderstatususer?format=json");
  expect(steps.map((row) => [row["FromStatusID"], row["ToStatusID"]])).toEqual([
    [null, 1],
    [1, 2],
  ]);
  expect(steps[1]?.["ChangedByUserID"]).toBe(65);
});

test("quirk 26: refunds add up in a custom column, and a full one cancels the order", async () => {
  const order = await shop.placeOrder({ payment: { method: "Card", completed: true } });
  await shop.control(`orders/${order.id}/refund`, { amount: "41.75" });
  expect(await orderRow(order.id)).toMatchObject({ OrderRefundedAmount: 41.75, OrderStatusID: 2 });
  const full = ledgerOrder(await shop.control(`orders/${order.id}/refund`, { amount: "200" }));
  expect(full.status).toBe("Canceled");
});

test("quirk 27: a sale in euros is converted by the price of a euro in dollars", async () => {
  const order = await shop.placeOrder({
    lines: [{ sku: "X", name: "X", quantity: 1, unitPrice: "85.00", taxClass: "Zero" }],
    currency: "EUR",
    orderDiscount: undefined,
    shipping: undefined,
    giftCard: undefined,
  });
  const row = await orderRow(order.id);
  expect(row).toMatchObject({ OrderTotalPrice: 85, OrderTotalPriceInMainCurrency: 92.48 });
  const [rate] = await shop.rows("/rest/ecommerce.exchangerate?format=json&orderby=ExchagneRateID");
  expect(rate?.["ExchangeRateValue"]).toBe(1.088);
});

test("an order can be made that does not add up", async () => {
  const off = await shop.placeOrder({
    override: { addToTotalPrice: "1.00" },
    meant: "dead-letter",
  });
  expect([off.totalPrice, off.grandTotal, off.meant]).toEqual(["242.75", "192.75", "dead-letter"]);
});

test("custom data and custom columns travel with the order", async () => {
  const order = await shop.placeOrder({
    customData: { PurchaseOrder: "PO-77 <A&B>" },
    customColumns: { OrderSalesChannel: "phone" },
  });
  expect(await orderRow(order.id)).toMatchObject({
    OrderCustomData:
      "<CustomData><PurchaseOrder>PO-77 &lt;A&amp;B&gt;</PurchaseOrder></CustomData>",
    OrderSalesChannel: "phone",
  });
});

test("an order that names what the shop lacks is refused and leaves nothing behind", async () => {
  for (const wrong of [{ currency: "XXX" }, { status: "Shipped" }, { linez: [] }]) {
    const reply = await shop.control("orders", { ...workedExampleOrder, ...wrong });
    expect(reply.status).toBe(400);
  }
  expect(await shop.rows("/rest/ecommerce.order/all?format=json")).toEqual([]);
  expect(await shop.rows("/rest/ecommerce.customer/all?format=json")).toEqual([]);
});

test("the same orders get the same GUIDs, however often the shop is read in between", async () => {
  const first = await shop.placeOrder();
  await shop.control("reset", {});
  await shop.rest("/rest/cms.country?format=json");
  expect((await shop.placeOrder()).guid).toBe(first.guid);
});
