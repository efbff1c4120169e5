import { describe, expect, it } from "vitest";
import { warningsOf } from "../../support/platform.ts";
import { type NewOrder, places } from "../../support/shop.ts";
import { goldenWorld } from "./golden-world.ts";

const golden = goldenWorld();

const hundred: NewOrder = { lines: [{ name: "Kettle", price: "100.00" }] };

describe("gift cards", () => {
  it("G11: one that covers the order is its payment; the sale and its tax stay whole", async () => {
    const { order, ...books } = await golden.invoiced({
      lines: [{ name: "Mug", price: "60.00", taxClass: "Sales" }],
      billingAddress: places.austin,
      giftCard: { code: "GIFT-9", amount: "64.95" },
    });
    expect(order).toMatchObject({ totalPrice: "64.95", grandTotal: "0.00", totalTax: "4.95" });
    expect(books).toMatchObject({
      lines: [["Mug", "1", "60.00", "Sales 8.25 %", "8.25"]],
      total: "64.95 USD",
      status: "paid",
      payments: [
        { amount: "64.95 USD", type: "Other", transactionId: null, note: "Gift card GIFT-9" },
      ],
    });
  });

  it("one that covers a part leaves the rest open until the gateway reports it", async () => {
    const giftCard = { code: "GIFT-3", amount: "30.00" };
    const { order, ...before } = await golden.invoiced({ ...hundred, giftCard });
    expect(before).toMatchObject({
      total: "100.00 USD",
      status: "partial",
      payments: [{ amount: "30.00 USD", type: "Other", note: "Gift card GIFT-3" }],
    });
    expect(before.invoice.outstanding.amount).toBe("70.00");

    await golden.shop.pay(order, { method: "Card", transactionId: "ch_rest" });
    await golden.settle();
    expect(await golden.outcome(order)).toMatchObject({
      status: "paid",
      payments: [
        { amount: "30.00 USD", note: "Gift card GIFT-3" },
        { amount: "70.00 USD", type: "Credit Card", transactionId: "ch_rest", note: "" },
      ],
    });
  });
});

describe("money that came in, and money that did not", () => {
  it("an authorised payment is none until it is captured, and then it is one", async () => {
    const { order, ...before } = await golden.invoiced({
      ...hundred,
      payment: { authorized: true, method: "Card", transactionId: "auth_1" },
    });
    expect(before).toMatchObject({ total: "100.00 USD", status: "sent", payments: [] });

    await golden.shop.pay(order, { method: "Card", transactionId: "ch_1" });
    await golden.settle();
    expect(await golden.outcome(order)).toMatchObject({
      status: "paid",
      payments: [{ amount: "100.00 USD", type: "Credit Card", transactionId: "ch_1" }],
    });
  });

  it("a failed payment is none", async () => {
    const outcome = await golden.invoiced({
      ...hundred,
      payment: { failed: true, method: "Card", transactionId: "ch_failed" },
    });
    expect(outcome).toMatchObject({ status: "sent", payments: [] });
  });

  it("an order ticked as paid by hand has a payment without a transaction", async () => {
    const { order } = await golden.invoiced({ ...hundred, payment: { method: "BankTransfer" } });
    await golden.shop.pay(order);
    await golden.settle();
    expect(await golden.outcome(order)).toMatchObject({
      status: "paid",
      payments: [{ amount: "100.00 USD", type: "Bank Transfer", transactionId: null }],
    });
  });

  it("a payment that the gateway reports after it was ticked by hand is still one", async () => {
    const { order } = await golden.invoiced(hundred);
    await golden.shop.pay(order);
    await golden.settle();
    await golden.shop.pay(order, { method: "Card", transactionId: "ch_late" });
    await golden.settle();
    const { payments, status } = await golden.outcome(order);
    expect({ status, amounts: payments.map(({ amount }) => amount) }).toEqual({
      status: "paid",
      amounts: ["100.00 USD"],
    });
  });

  it.each([
    ["PayPal", "PayPal"],
    ["CashOnDelivery", "Cash"],
    ["PurchaseOrder", "Other"],
  ])("what was paid by %s is a payment of type %s", async (method, type) => {
    const payment = { completed: true, method, transactionId: `tx_${method}` };
    const { payments } = await golden.invoiced({ ...hundred, payment });
    expect(payments).toEqual([
      { amount: "100.00 USD", type, transactionId: `tx_${method}`, note: "" },
    ]);
  });

  it("is dated on the day it came in, which is not the day of the order", async () => {
    const { invoice } = await golden.invoiced({
      ...hundred,
      orderDate: "2024-11-02T10:00:00Z",
      payment: {
        completed: true,
        method: "Card",
        transactionId: "ch_day",
        // 00:30 on the 6th in the shop's zone.
        date: "2024-11-05T23:30:00Z",
      },
    });
    const [payment] = await golden.books.payments(invoice);
    expect(invoice.create_date).toBe("2024-11-02");
    expect(payment?.date).toBe("2024-11-06");
  });
});

describe("a payment larger than what is open", () => {
  it("G22: pays what was open, becomes a credit for the rest, and a person is warned", async () => {
    const { order, invoice } = await golden.invoiced(hundred);
    const byHand = {
      invoiceid: invoice.id,
      amount: { amount: "5.00", code: "USD" },
      date: "2024-11-03",
      type: "Check",
    };
    await golden.books.byHand("payments/payments", { payment: byHand });
    await golden.shop.pay(order, { method: "Card", transactionId: "ch_over" });
    await golden.settle();

    const [check, card, ...others] = await golden.books.payments(invoice);
    expect(others).toEqual([]);
    expect(check).toMatchObject({ amount: { amount: "5.00", code: "USD" }, type: "Check" });
    expect(card).toMatchObject({
      amount: { amount: "95.00", code: "USD" },
      type: "Credit Card",
      transactionid: "ch_over",
    });
    const { overpaymentCredits } = await golden.books.ledger();
    expect(overpaymentCredits).toMatchObject([
      {
        id: card?.overpaymentid,
        clientid: invoice.customerid,
        amount: { amount: "5.00", code: "USD" },
      },
    ]);
    expect(await golden.books.invoice(invoice.invoice_number)).toMatchObject({
      v3_status: "paid",
      outstanding: { amount: "0.00" },
    });
    expect(await warningsOf(golden.world, order)).toEqual([
      "The payment was larger than what was open: 5.00 USD became a credit.",
    ]);
  });
});
