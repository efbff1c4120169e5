import { describe, expect, it } from "vitest";
import {
  canonicalOrder,
  connectionSettings,
  food,
  item,
  standard,
  workedExample,
} from "./composite-order.fixture.ts";
import type { KenticoOrder, PaymentResult } from "./wire/kentico-order.ts";

const usd = (amount: string) => ({ amount, currency: "USD" });

describe("an order as the books will see it", () => {
  it("carries the figures of the shop unchanged (10 % off, two tax classes, gift card)", () => {
    const order = canonicalOrder(workedExample);
    expect(order.totals).toEqual({
      subtotal: usd("214.90"),
      discount: usd("21.49"),
      charges: usd("9.99"),
      tax: usd("38.35"),
      total: usd("241.75"),
      due: usd("191.75"),
    });
    expect(order.discounts).toEqual([
      { name: "Autumn 10 %", amount: usd("21.49"), appliesTo: "before-tax" },
    ]);
    expect(order.taxes).toEqual([
      { name: "Food and drink", amount: usd("2.33") },
      { name: "Standard rate", amount: usd("36.02") },
    ]);
    expect(order.charges).toEqual([
      {
        id: "shipping",
        kind: "shipping",
        name: "Standard delivery",
        amount: usd("9.99"),
        tax: { treatment: "taxable", code: "Standard", name: "Standard rate", rate: "20" },
      },
    ]);
  });

  it("has one line per item, keyed by the GUID that survives edits (Kentico quirk 9)", () => {
    expect(canonicalOrder(workedExample).lines).toEqual([
      {
        id: "11111111-0000-4000-8000-000000000001",
        kind: "product",
        sku: "ETH-1",
        name: "Ethiopia",
        quantity: "2",
        unitPrice: usd("12.95"),
        total: usd("25.90"),
        tax: { treatment: "taxable", code: "Food", name: "Food and drink", rate: "10" },
      },
      {
        id: "11111111-0000-4000-8000-000000000002",
        kind: "product",
        sku: "GRI-1",
        name: "Grinder",
        quantity: "1",
        unitPrice: usd("189.00"),
        total: usd("189.00"),
        tax: { treatment: "taxable", code: "Standard", name: "Standard rate", rate: "20" },
      },
    ]);
  });

  it("knows who ordered, where to, and when", () => {
    const order = canonicalOrder(workedExample);
    expect(order).toMatchObject({
      id: "1042",
      guid: "6f1c0c3e-0000-4000-8000-000000000000",
      number: "1042",
      placedAt: "2024-11-02T22:41:07.193Z",
      updatedAt: "2024-11-02T22:41:09.387Z",
      timeZone: "Europe/Prague",
      status: "placed",
      sourceStatus: "New",
      currency: "USD",
      pricesIncludeTax: false,
      taxAddress: "billing",
      couponCodes: ["AUTUMN10"],
      purchaseOrderNumber: "PO-77",
      note: "Leave at the door",
      paymentMethod: "Card",
      custom: { OrderCostCenter: "North", PurchaseOrder: "PO-77" },
    });
    expect(order.customer).toMatchObject({
      id: "77",
      firstName: "Ann",
      lastName: "Lee",
      email: "Ann@Example.com",
      isGuest: true,
    });
    expect(order.billingAddress).toEqual({
      name: "Ann Lee",
      line1: "1 High St",
      city: "Boston",
      stateCode: "MA",
      postalCode: "02110",
      countryCode: "US",
    });
  });

  it("takes its day from the zone of the books when the server runs in another", () => {
    const settings = connectionSettings({ timeZone: "UTC", booksTimeZone: "America/New_York" });
    const order = canonicalOrder({ ...workedExample, OrderDate: "2024-11-01T04:41:07" }, settings);
    expect(order).toMatchObject({
      placedAt: "2024-11-01T04:41:07.000Z",
      timeZone: "America/New_York",
    });
  });
});

describe("lines", () => {
  const lineOf = (changes: Parameters<typeof item>[0]) =>
    canonicalOrder({ ...workedExample, Items: [item(changes)] }).lines[0];

  it("keep every digit of a unit price: 1000 x 0.061171 is 61.17", () => {
    const line = lineOf({
      OrderItemUnitCount: 1000,
      OrderItemUnitPrice: "0.061171000",
      OrderItemTotalPrice: "61.170000000",
    });
    expect(line).toMatchObject({
      quantity: "1000",
      unitPrice: usd("0.061171"),
      total: usd("61.17"),
    });
    expect(line?.discount).toBeUndefined();
  });

  it("say what was taken off the item, which the total already lacks", () => {
    const line = lineOf({
      OrderItemUnitCount: 3,
      OrderItemUnitPrice: "9.990000000",
      OrderItemTotalPrice: "26.970000000",
      OrderItemDiscountSummary: [{ Name: "Three for less", Value: "3.00" }],
    });
    expect(line).toMatchObject({ discount: usd("3.00"), total: usd("26.97") });
  });

  it("are products, options of one, bundles or parts of a bundle", () => {
    const parent = "11111111-0000-4000-8000-00000000000a";
    const kinds = [
      lineOf({}),
      lineOf({ OrderItemParentGuid: parent }),
      lineOf({ HasBundleParts: true }),
      lineOf({ OrderItemBundleGUID: parent }),
    ].map((line) => [line?.kind, line?.parentId]);
    expect(kinds).toEqual([
      ["product", undefined],
      ["option", parent],
      ["bundle", undefined],
      ["bundle-part", parent],
    ]);
  });

  it("are zero-rated when the class has 0 % at the address", () => {
    const line = lineOf({ Tax: { ...food, TaxValue: "0.000000000" } });
    expect(line?.tax).toMatchObject({ treatment: "zero-rated", code: "Food", rate: "0" });
  });

  it("are exempt when the class is waived for a tax number and the customer gave one", () => {
    const business: KenticoOrder = {
      ...workedExample,
      Customer: workedExample.Customer && {
        ...workedExample.Customer,
        CustomerTaxRegistrationID: "CZ12345678",
      },
      Items: [item({ Tax: standard }), item({ Tax: food })],
    };
    const order = canonicalOrder(business);
    expect(order.lines.map(({ tax }) => tax.treatment)).toEqual(["exempt", "taxable"]);
    expect(order.charges[0]?.tax.treatment).toBe("exempt");
    expect(order.customer.taxId).toBe("CZ12345678");
  });

  it("bear no tax when the product is in no tax class", () => {
    expect(lineOf({ Tax: null })?.tax).toEqual({ treatment: "outside-scope" });
  });

  it("stay taxable under a code no table has when the class or the product was deleted", () => {
    const gone = { ...food, TaxClassID: 9, TaxClassName: null, TaxClassDisplayName: null };
    expect(lineOf({ Tax: { ...gone, TaxValue: null } })?.tax).toEqual({
      treatment: "taxable",
      code: "TaxClassID 9",
    });
    expect(lineOf({ SKU: null, SKUNumber: null, Tax: null })?.tax).toEqual({
      treatment: "taxable",
      code: "SKU 12 was deleted",
    });
  });
});

describe("money that was paid", () => {
  const result: PaymentResult = {
    completed: true,
    authorized: false,
    failed: false,
    transactionId: "ch_3PX",
    authorizationId: null,
    methodName: "Credit card",
    status: "Completed",
    description: null,
    date: "2024-11-02T23:45:00",
    paidAt: "2024-11-02T22:45:00Z",
  };
  const paymentsOf = (changes: Partial<KenticoOrder>) =>
    canonicalOrder({ ...workedExample, ...changes }).payments;

  it("is what was left after the gift card, which is a payment of its own (Kentico quirk 17)", () => {
    const order = canonicalOrder({ ...workedExample, OrderPaymentResult: result });
    expect(order.payments).toEqual([
      {
        id: "6f1c0c3e-0000-4000-8000-000000000000:paid",
        status: "captured",
        amount: usd("191.75"),
        method: "card",
        transactionId: "ch_3PX",
        paidAt: "2024-11-02T22:45:00Z",
      },
    ]);
    expect(order.giftCards).toEqual([{ code: "GIFT-7Q2", amount: usd("50.00") }]);
  });

  it("is keyed by the order when somebody ticked it as paid by hand", () => {
    const option = { PaymentOptionID: 3, PaymentOptionName: "Invoice30Days" };
    expect(paymentsOf({ OrderIsPaid: true, PaymentOption: option })).toEqual([
      {
        id: "6f1c0c3e-0000-4000-8000-000000000000:paid",
        status: "captured",
        amount: usd("191.75"),
        method: "other",
        paidAt: "2024-11-02T22:41:09.387Z",
      },
    ]);
  });

  it("is not there for an authorisation, a failure, or an open invoice", () => {
    const authorized = { ...result, completed: false, authorized: true };
    const failed = { ...result, completed: false, failed: true };
    expect(paymentsOf({ OrderPaymentResult: authorized })[0]?.status).toBe("authorized");
    expect(paymentsOf({ OrderPaymentResult: failed })[0]?.status).toBe("failed");
    expect(paymentsOf({})).toEqual([]);
  });

  it("is nothing when a gift card paid all of it", () => {
    const covered = {
      OrderIsPaid: true,
      OrderGrandTotal: "0.000000000",
      OrderOtherPayments: [{ Name: "GIFT-7Q2", Value: "241.75" }],
    };
    const order = canonicalOrder({ ...workedExample, ...covered });
    expect(order.payments).toEqual([]);
    expect(order.giftCards).toEqual([{ code: "GIFT-7Q2", amount: usd("241.75") }]);
    expect(order.totals.total).toEqual(usd("241.75"));
  });
});

describe("statuses, currencies and things that are missing", () => {
  it.each([
    ["New", false, "placed"],
    ["PaymentReceived", true, "paid"],
    ["Completed", false, "completed"],
    ["Canceled", false, "cancelled"],
    ["Vorkasse erhalten", true, "paid"],
    ["In Bearbeitung", false, "placed"],
  ])("the status %s (paid: %s) means %s", (name, isPaid, expected) => {
    const status = { StatusID: 5, StatusName: name, StatusOrderIsPaid: isPaid };
    expect(canonicalOrder({ ...workedExample, Status: status }).status).toBe(expected);
  });

  it("amounts have the decimals of their currency", () => {
    const yen = { CurrencyID: 5, CurrencyCode: "JPY", CurrencyRoundTo: 0 };
    const order = canonicalOrder({
      ...workedExample,
      Currency: yen,
      OrderTotalPrice: "1080.000000000",
      OrderTotalPriceInMainCurrency: "7.240000000",
      PricesIncludeTax: true,
    });
    expect(order.totals.total).toEqual({ amount: "1080", currency: "JPY" });
    expect(order.baseTotal).toEqual(usd("7.24"));
    expect(order.pricesIncludeTax).toBe(true);
  });

  it("prices count as exclusive when the totals do not add up either way", () => {
    const order = canonicalOrder({ ...workedExample, PricesIncludeTax: null });
    expect(order.pricesIncludeTax).toBe(false);
    expect(order.totals.total).toEqual(usd("241.75"));
  });

  it("an order of a deleted customer keeps the name of its billing address", () => {
    const order = canonicalOrder({ ...workedExample, Customer: null });
    expect(order.customer).toMatchObject({
      id: "77",
      firstName: "Ann",
      lastName: "Lee",
      isGuest: true,
    });
  });

  it("an order without addresses, shipping and discounts is a valid order", () => {
    const order = canonicalOrder({
      ...workedExample,
      BillingAddress: null,
      ShippingAddress: null,
      Addresses: [],
      ShippingOption: null,
      ShippingTax: null,
      CalculatedTotals: { ...workedExample.CalculatedTotals, Shipping: "0" },
      OrderDiscounts: [],
      OrderOtherPayments: [],
      Status: null,
      PaymentOption: null,
      MainCurrency: null,
    });
    expect(order).toMatchObject({ charges: [], discounts: [], giftCards: [], status: "placed" });
    expect(order.billingAddress).toBeUndefined();
  });

  it("text that looks like an expression stays text", () => {
    const order = canonicalOrder({ ...workedExample, OrderNote: "={{7*7}} <%=7*7%>" });
    expect(order.note).toBe("={{7*7}} <%=7*7%>");
  });
});
