// The oracle itself: it must accept sound books and name every kind of error sown into them.
import { expect, test } from "vitest";
import type { LedgerOrder } from "./kentico/ledger.ts";
import type { FreshbooksLedger } from "./reconcile/comparison.ts";
import { compareBooks } from "./reconcile.ts";

function order(number: string, changes: Partial<LedgerOrder> = {}): LedgerOrder {
  return {
    id: Number(number),
    guid: `guid-${number}`,
    number,
    currency: "USD",
    totalPrice: "241.75",
    grandTotal: "191.75",
    totalTax: "38.35",
    shipping: "9.99",
    discounts: [],
    otherPayments: [{ name: "GIFT-7Q2", value: "50.00" }],
    taxSummary: [],
    pricesIncludeTax: false,
    lines: [],
    customer: { guid: "c-1", email: "Ann@Example.com ", company: null, taxId: null },
    isPaid: true,
    payment: null,
    status: "PaymentReceived",
    placedAt: "2024-11-02T22:41:07.193Z",
    ...changes,
  };
}

const money = (amount: string, code = "USD") => ({ amount, code });

function invoice(id: number, changes: Partial<FreshbooksLedger["invoices"][number]> = {}) {
  return {
    id,
    invoice_number: `K-${id}`,
    customerid: 1,
    currency_code: "USD",
    amount: money("241.75"),
    vis_state: 0,
    ...changes,
  };
}

const payment = (id: number, invoiceid: number, amount = money("191.75")) => ({
  id,
  invoiceid,
  amount,
  vis_state: 0,
});

const ann = { id: 1, email: "ann@example.com", organization: "", vis_state: 0 };

const soundBooks: FreshbooksLedger = {
  clients: [ann],
  invoices: [invoice(1)],
  payments: [payment(11, 1), payment(12, 1, money("50.00"))],
};

function compare(orders: LedgerOrder[], books: Partial<FreshbooksLedger> = {}) {
  return compareBooks({
    shop: { orders, calls: [] },
    books: { ...soundBooks, ...books },
    invoiceNumberOf: (number) => `K-${number}`,
  });
}

test("an order with its invoice, its card payment and its gift card is in order", () => {
  const result = compare([order("1")]);
  expect(result.rows).toEqual([
    {
      orderNumber: "1",
      currency: "USD",
      orderTotal: "241.75",
      invoiceNumber: "K-1",
      invoiceTotal: "241.75",
      paymentsTotal: "241.75",
      expectedPaid: "241.75",
      verdict: "ok",
    },
  ]);
  expect(result).toMatchObject({ orders: 1, invoices: 1, clients: 1, payments: 2 });
  expect([result.duplicates, result.missing, result.mismatches]).toEqual([[], [], []]);
});

test("a missing invoice is found, and a deleted one counts as missing", () => {
  const result = compare([order("1"), order("2")], {
    invoices: [invoice(1), invoice(2, { vis_state: 1 })],
  });
  expect(result.missing).toEqual([{ kind: "invoice", of: "2", detail: "no invoice" }]);
  expect(result.rows.map(({ verdict }) => verdict)).toEqual(["ok", "missing"]);
});

test("a second invoice of one order is a duplicate", () => {
  const invoices = [invoice(1), invoice(2, { invoice_number: "K-1" })];
  const result = compare([order("1")], { invoices });
  expect(result.duplicates).toHaveLength(1);
  expect(result.rows[0]?.verdict).toBe("duplicate");
});

test("a total that is one cent off is a mismatch", () => {
  const result = compare([order("1")], { invoices: [invoice(1, { amount: money("241.76") })] });
  expect(result.mismatches).toMatchObject([{ kind: "invoice", of: "1" }]);
  expect(result.rows[0]?.verdict).toBe("total differs");
});

test("an invoice in another currency is a mismatch even with the same figure", () => {
  const wrong = invoice(1, { currency_code: "EUR", amount: money("241.75", "EUR") });
  expect(compare([order("1")], { invoices: [wrong] }).rows[0]?.verdict).toBe("currency differs");
});

test("a payment posted twice is a duplicate, also when the excess became a credit", () => {
  const twice = [...soundBooks.payments, payment(13, 1)];
  expect(compare([order("1")], { payments: twice }).duplicates).toMatchObject([
    { kind: "payment" },
  ]);
  const [card, gift] = soundBooks.payments;
  if (card === undefined || gift === undefined) throw new Error("no payments");
  const capped = [card, { ...gift, overpaymentid: 5 }];
  expect(compare([order("1")], { payments: capped }).rows[0]?.verdict).toBe("payments differ");
});

test("a payment that is missing or of another amount is found", () => {
  const onlyGift = soundBooks.payments.slice(1);
  expect(compare([order("1")], { payments: onlyGift }).missing).toMatchObject([
    { kind: "payment" },
  ]);
  const short = [payment(11, 1, money("141.75")), payment(12, 1, money("50.00"))];
  expect(compare([order("1")], { payments: short }).mismatches).toMatchObject([
    { kind: "payment" },
  ]);
});

test("an unpaid order may hold the gift card's payment and no other", () => {
  const unpaid = order("1", { isPaid: false, status: "New" });
  const giftOnly = [payment(12, 1, money("50.00"))];
  expect(compare([unpaid], { payments: giftOnly }).rows[0]?.verdict).toBe("ok");
  expect(compare([unpaid]).rows[0]?.verdict).toBe("duplicate");
});

test("an authorised payment is not money", () => {
  const payment = { isAuthorized: true, isCompleted: false, isFailed: false };
  const result = { date: null, methodId: 1, methodName: "Card", transactionId: "t", ...payment };
  const authorised = order("1", { isPaid: false, payment: result, otherPayments: [] });
  const books = { payments: [] };
  expect(compare([authorised], books).rows[0]).toMatchObject({
    expectedPaid: "0.00",
    verdict: "ok",
  });
});

test("an order for a person, an empty one and a cancelled unpaid one must have no invoice", () => {
  const orders = [
    order("1", { meant: "dead-letter" }),
    order("2", { meant: "skip" }),
    order("3", { isPaid: false, status: "Canceled" }),
  ];
  const none = { invoices: [], payments: [], clients: [] };
  expect(compare(orders, none).rows.map(({ verdict }) => verdict)).toEqual(
    Array.from({ length: 3 }, () => "none, as meant"),
  );
  const all = { invoices: [invoice(1), invoice(2), invoice(3)] };
  const result = compare(orders, all);
  expect(result.mismatches).toHaveLength(3);
  expect(result.rows.every(({ verdict }) => verdict === "unexpected")).toBe(true);
});

test("yen and dinar are compared in their own minor units", () => {
  const yen = order("1", {
    currency: "JPY",
    totalPrice: "1080",
    grandTotal: "1080",
    otherPayments: [],
  });
  const yenBooks = (amount: string) => ({
    invoices: [invoice(1, { currency_code: "JPY", amount: money(amount, "JPY") })],
    payments: [payment(11, 1, money("1080", "JPY"))],
  });
  expect(compare([yen], yenBooks("1080.00")).rows[0]?.verdict).toBe("ok");
  expect(compare([yen], yenBooks("1080.50")).rows[0]?.verdict).toBe("total differs");
  const dinar = order("1", {
    currency: "KWD",
    totalPrice: "12.962",
    grandTotal: "12.962",
    otherPayments: [],
  });
  const dinarBooks = {
    invoices: [invoice(1, { currency_code: "KWD", amount: money("12.96", "KWD") })],
    payments: [payment(11, 1, money("12.962", "KWD"))],
  };
  expect(compare([dinar], dinarBooks).rows[0]?.verdict).toBe("total differs");
});

test("one customer in two clients is a duplicate, however the address is spelt", () => {
  const orders = [
    order("1"),
    order("2", { customer: { guid: "c-2", email: "ann@example.com", company: null, taxId: null } }),
  ];
  const split = {
    clients: [ann, { ...ann, id: 2 }],
    invoices: [invoice(1), invoice(2, { customerid: 2 })],
    payments: [1, 2].flatMap((id) => [payment(10 + id, id), payment(20 + id, id, money("50.00"))]),
  };
  expect(compare(orders, split).duplicates).toMatchObject([
    { kind: "client", of: "ann@example.com" },
  ]);
});

test("one address of two organisations may be two clients, and guests without one are never merged", () => {
  const of = (guid: string, email: string | null, company: string | null) => ({
    customer: { guid, email, company, taxId: null },
    otherPayments: [],
    grandTotal: "241.75",
  });
  const books = (customerids: [number, number]) => ({
    clients: [],
    invoices: [
      invoice(1, { customerid: customerids[0] }),
      invoice(2, { customerid: customerids[1] }),
    ],
    payments: [payment(11, 1, money("241.75")), payment(12, 2, money("241.75"))],
  });
  const agency = [
    order("1", of("a", "ap@agency.example", "Alpha")),
    order("2", of("b", "ap@agency.example", "Beta")),
  ];
  expect(compare(agency, books([1, 2])).duplicates).toEqual([]);
  const guests = [order("1", of("a", null, null)), order("2", of("b", null, null))];
  expect(compare(guests, books([1, 2])).mismatches).toEqual([]);
  expect(compare(guests, books([1, 1])).mismatches).toMatchObject([{ kind: "client" }]);
});

test("an invoice that belongs to no order is named", () => {
  const result = compare([order("1")], { invoices: [invoice(1), invoice(9)] });
  expect(result.unknownInvoices).toEqual(["K-9"]);
});
