import { describe, expect, it } from "vitest";
import { runsOf, setParams } from "../../support/platform.ts";
import { type NewOrder, places } from "../../support/shop.ts";
import { goldenWorld } from "./golden-world.ts";

const golden = goldenWorld();

/** 2 x 12.95 food and 189.00 standard, 10 % off (21.49), shipping 9.99: 241.75, of which 38.35 is tax. */
const coffeeOrder: NewOrder = {
  lines: [
    { sku: "ETH-1", name: "Ethiopia", quantity: 2, price: "12.95", taxClass: "Food" },
    { sku: "GRI-1", name: "Grinder", price: "189.00", taxClass: "Standard" },
  ],
  orderDiscount: { name: "Autumn", percent: "10" },
  shipping: { option: "Standard", price: "9.99" },
  giftCard: { code: "GIFT-7Q2", amount: "50.00" },
  payment: {
    completed: true,
    method: "Card",
    transactionId: "ch_3PX",
    date: "2024-11-02T22:41:30Z",
  },
  orderDate: "2024-11-02T22:41:07Z",
};

const coffeePayments = [
  { amount: "191.75 USD", type: "Credit Card", transactionId: "ch_3PX", note: "" },
  { amount: "50.00 USD", type: "Other", transactionId: null, note: "Gift card GIFT-7Q2" },
];

describe("the price of an order in the books", () => {
  it("G1: comes to the order's total with 10 % off and a gift card, which is a payment", async () => {
    const { order, invoice, ...books } = await golden.invoiced(coffeeOrder);
    expect(order).toMatchObject({ totalPrice: "241.75", grandTotal: "191.75", totalTax: "38.35" });
    expect(books).toEqual({
      lines: [
        ["Ethiopia", "1", "23.31", "Food 10 %", "10"],
        ["Grinder", "1", "170.10", "Standard 20 %", "20"],
        ["Standard delivery", "1", "9.99", "Standard 20 %", "20"],
      ],
      total: "241.75 USD",
      status: "paid",
      payments: coffeePayments,
    });
    expect(invoice.lines.map(({ description }) => description)).toEqual([
      "SKU ETH-1; 2 x 12.95, discount 2.59",
      "SKU GRI-1; 1 x 189.00, discount 18.90",
      "",
    ]);
    expect(invoice.create_date).toBe("2024-11-02");
  });

  it("G1b: is the same where the discount is shown as lines of its own, one for each tax", async () => {
    await setParams(golden.world, { discountStyle: "lines" });
    const { lines, total, payments } = await golden.invoiced(coffeeOrder);
    await setParams(golden.world, {});
    expect(lines).toEqual([
      ["Ethiopia", "2", "12.95", "Food 10 %", "10"],
      ["Grinder", "1", "189.00", "Standard 20 %", "20"],
      ["Autumn", "1", "-2.59", "Food 10 %", "10"],
      ["Autumn", "1", "-18.90", "Standard 20 %", "20"],
      ["Standard delivery", "1", "9.99", "Standard 20 %", "20"],
    ]);
    expect(total).toBe("241.75 USD");
    expect(payments).toEqual(coffeePayments);
  });

  it("G6: loses no cent of 10.00 off three lines of 10.00", async () => {
    const { lines, total } = await golden.invoiced({
      lines: [{ price: "10.00" }, { price: "10.00" }, { price: "10.00" }],
      orderDiscount: { name: "Welcome", amount: "10.00" },
    });
    expect(lines).toEqual([
      ["Zero product", "1", "6.66"],
      ["Zero product", "1", "6.67"],
      ["Zero product", "1", "6.67"],
    ]);
    expect(total).toBe("20.00 USD");
  });

  it("G14: stays in euro for an order in euro, payment included", async () => {
    const { invoice, lines, total, payments } = await golden.invoiced({
      lines: [{ price: "85.00" }],
      billingAddress: places.berlin,
      currency: "EUR",
      payment: { completed: true, method: "Card", transactionId: "ch_eur" },
    });
    expect({ lines, total }).toEqual({
      lines: [["Zero product", "1", "85.00"]],
      total: "85.00 EUR",
    });
    expect(invoice.currency_code).toBe("EUR");
    expect(invoice.lines.map(({ unit_cost: cost }) => cost.code)).toEqual(["EUR"]);
    expect(payments.map(({ amount }) => amount)).toEqual(["85.00 EUR"]);
  });

  it("G15: has no decimals in yen", async () => {
    const { lines, total, payments } = await golden.invoiced({
      lines: [{ price: "1080", taxClass: "Standard" }],
      billingAddress: places.tokyo,
      currency: "JPY",
      pricesIncludeTax: true,
      payment: { completed: true, method: "Card", transactionId: "ch_jpy" },
    });
    expect(lines).toEqual([["Standard product", "1", "982", "Standard 10 %", "10"]]);
    expect(total).toBe("1080 JPY");
    expect(payments.map(({ amount }) => amount)).toEqual(["1080 JPY"]);
  });

  it("has three decimals in dinar: 12.345 with 5 % tax of 0.617 is 12.962", async () => {
    const { lines, total, payments } = await golden.invoiced({
      lines: [{ price: "12.345", taxClass: "Standard" }],
      billingAddress: places.kuwait,
      currency: "KWD",
      payment: { completed: true, method: "Card", transactionId: "ch_kwd" },
    });
    expect(lines).toEqual([["Standard product", "1", "12.345", "Standard 5 %", "5"]]);
    expect(total).toBe("12.962 KWD");
    expect(payments.map(({ amount }) => amount)).toEqual(["12.962 KWD"]);
  });

  it("G20: is 61.17 for 1000 x 0.061171, in one line that names the quantity", async () => {
    const { invoice, lines, total } = await golden.invoiced({
      lines: [{ sku: "CLIP", name: "Paper clip", quantity: 1000, price: "0.061171" }],
    });
    expect({ lines, total }).toEqual({ lines: [["Paper clip", "1", "61.17"]], total: "61.17 USD" });
    expect(invoice.lines[0]?.description).toBe("SKU CLIP; 1000 x 0.061171");
  });

  it("takes a discount on one product from that product alone", async () => {
    const { invoice, lines, total } = await golden.invoiced({
      lines: [
        {
          sku: "GRI-1",
          name: "Grinder",
          price: "189.00",
          taxClass: "Standard",
          itemDiscount: { name: "Open box", amount: "19.00" },
        },
        { price: "5.00" },
      ],
    });
    expect(lines).toEqual([
      ["Grinder", "1", "170.00", "Standard 20 %", "20"],
      ["Zero product", "1", "5.00"],
    ]);
    expect(total).toBe("209.00 USD");
    expect(invoice.lines[0]?.description).toBe("SKU GRI-1; 1 x 189.00, discount 19.00");
  });

  it("counts a bundle once and names its free parts", async () => {
    const { invoice, lines, total } = await golden.invoiced({
      lines: [
        { sku: "SET-1", name: "Starter set", price: "80.00" },
        { sku: "GRI-1", name: "Grinder", price: "0.00", bundleOf: 0 },
        { sku: "MUG-1", name: "Mug", quantity: 2, price: "0.00", bundleOf: 0 },
      ],
    });
    expect({ lines, total }).toEqual({
      lines: [["Starter set", "1", "80.00"]],
      total: "80.00 USD",
    });
    expect(invoice.lines[0]?.description).toBe("SKU SET-1; Contains 1 x Grinder, 2 x Mug");
  });

  const onTheHouse: NewOrder = {
    lines: [{ name: "Mug", price: "9.99", taxClass: "Standard" }],
    orderDiscount: { name: "On the house", percent: "100" },
    couponCodes: ["FREE"],
  };

  it("G18: is no invoice, and no call to the books, for an order that cost nothing", async () => {
    const { calls } = await golden.books.ledger();
    const order = await golden.shop.place(onTheHouse);
    await golden.settle();
    expect(order.totalPrice).toBe("0.00");
    expect((await golden.books.ledger()).calls).toEqual(calls);
    expect(await runsOf(golden.world, order)).toMatchObject([
      { status: "done", outcome: "skipped", reason: "The order costs nothing." },
    ]);
  });

  it("G18: is an invoice of 0.00 where the flow asks for one", async () => {
    await setParams(golden.world, { zeroTotal: "invoice" });
    const { invoice, lines, total, payments } = await golden.invoiced(onTheHouse);
    await setParams(golden.world, {});
    expect({ lines, total, payments }).toEqual({
      lines: [["Mug", "1", "0.00", "Standard 20 %", "20"]],
      total: "0.00 USD",
      payments: [],
    });
    expect(invoice.lines[0]?.description).toBe("SKU SKU-Standard; 1 x 9.99, discount 9.99");
  });
});
