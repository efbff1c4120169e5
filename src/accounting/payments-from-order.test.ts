import { describe, expect, test } from "vitest";
import { parseMessage } from "../canonical/messages.ts";
import { orderOf } from "./order-builder.fixture.ts";
import { paymentsFromOrder } from "./payments-from-order.ts";

function payment(fields: Record<string, unknown>, amount = "60.00") {
  return {
    id: "ch_1",
    status: "captured",
    amount: { amount, currency: "USD" },
    method: "card",
    ...fields,
  };
}

describe("the payments of an order", () => {
  test("are valid canonical payments with id, transaction and invoice", () => {
    const order = orderOf({
      totals: "60.00",
      payments: [payment({ transactionId: "tx-9", paidAt: "2024-11-05T10:00:00Z" })],
    });
    const [made] = paymentsFromOrder(order, { invoiceId: "454063" });
    expect(parseMessage("payment", made)).toEqual(made);
    expect(made).toEqual({
      id: "ch_1",
      invoiceId: "454063",
      amount: { amount: "60.00", currency: "USD" },
      date: "2024-11-05",
      method: "card",
      transactionId: "tx-9",
      custom: {},
    });
  });

  test("hold only what was captured: 60.00 of 100.00 authorised (P14)", () => {
    const order = orderOf({
      totals: "100.00",
      payments: [
        payment({ id: "auth", status: "authorized" }, "100.00"),
        payment({ id: "cap-1" }, "60.00"),
        payment({ id: "no", status: "failed" }, "40.00"),
        payment({ id: "void", status: "voided" }, "40.00"),
      ],
    });
    const made = paymentsFromOrder(order, { invoiceId: "1" });
    expect(made.map(({ id, amount }) => [id, amount.amount])).toEqual([["cap-1", "60.00"]]);
  });

  test("are several when there were several captures", () => {
    const order = orderOf({
      totals: "100.00",
      payments: [payment({ id: "cap-1" }, "60.00"), payment({ id: "cap-2" }, "40.00")],
    });
    expect(paymentsFromOrder(order, { invoiceId: "1" })).toHaveLength(2);
  });

  test("are dated by the day of the capture in the shop's zone (P23)", () => {
    const order = orderOf({
      totals: "60.00",
      payments: [payment({ paidAt: "2024-11-01T04:41:07Z" })],
      more: { timeZone: "America/Chicago", placedAt: "2024-10-30T12:00:00Z" },
    });
    expect(paymentsFromOrder(order, { invoiceId: "1" })[0]?.date).toBe("2024-10-31");
  });

  test("are dated by the order when the shop keeps no time of capture", () => {
    const order = orderOf({ totals: "60.00", payments: [payment({})] });
    expect(paymentsFromOrder(order, { invoiceId: "1" })[0]?.date).toBe("2024-11-02");
  });

  test("have one of their own for each gift card, also when a code was used twice", () => {
    const order = orderOf({
      totals: { total: "60.00", due: "0.00" },
      giftCards: [
        { code: "A", amount: "10.00" },
        { code: "B", amount: "20.00" },
        { code: "A", amount: "30.00" },
        { code: "C", amount: "0.00" },
      ],
    });
    const made = paymentsFromOrder(order, { invoiceId: "1" });
    expect(made.map(({ id, note, method }) => [id, note, method])).toEqual([
      ["gift-card:A", "Gift card A", "gift-card"],
      ["gift-card:B", "Gift card B", "gift-card"],
      ["gift-card:A:2", "Gift card A", "gift-card"],
    ]);
    expect(made.map(({ amount }) => amount.amount)).toEqual(["10.00", "20.00", "30.00"]);
  });

  test("are refused in another currency than the order's", () => {
    const order = orderOf({
      totals: "60.00",
      payments: [payment({ amount: { amount: "55.00", currency: "EUR" } })],
    });
    expect(() => paymentsFromOrder(order, { invoiceId: "1" })).toThrowError(
      "Order 1042 is in USD, but its payments.0.amount is in EUR.",
    );
  });
});
