// The oracle against doctored ledgers: every kind of damage is seen, and counted where it belongs.

import { expect, it } from "vitest";
import { judgeWorld } from "./judge-world.ts";
import {
  line,
  soundClient,
  soundInvoice,
  soundOrder,
  soundPayment,
  soundWorld,
} from "./sound-world.fixture.ts";
import type { BooksLedger, JudgedWorld } from "./world.ts";

function judged(books: Partial<BooksLedger>, others: Partial<JudgedWorld> = {}) {
  const world = soundWorld();
  return judgeWorld({ ...world, ...others, books: { ...world.books, ...books } });
}

const clean = { duplicates: 0, missing: 0, wrong: 0, lostAcknowledged: 0, orphans: 0 };

it("a sound world has nothing to count", () => {
  expect(judged({})).toEqual({ ...clean, findings: [] });
});

it("an order without its invoice is missing (I1)", () => {
  const verdict = judged({ invoices: [], payments: [], clients: [] });
  expect(verdict).toMatchObject({ ...clean, missing: 1 });
  expect(verdict.findings).toMatchObject([{ invariant: "I1", of: "1001" }]);
});

it("an invoice made twice is a duplicate, also under another number or already deleted (I1, I11)", () => {
  const { books } = soundWorld();
  const twin = (changes: object) => [...books.invoices, soundInvoice({ id: 12, ...changes })];
  expect(judged({ invoices: twin({ notes: "Ref LL-INVOICE00002" }) }).duplicates).toBe(1);
  expect(judged({ invoices: twin({ invoice_number: "0000042" }) }).duplicates).toBe(1);
  expect(judged({ invoices: twin({ vis_state: 1 }) })).toMatchObject({ ...clean, duplicates: 1 });
});

it("an invoice of no order is an orphan", () => {
  const stray = soundInvoice({ id: 12, invoice_number: "K-9", notes: "Ref LL-INVOICE00009" });
  const invoices = [...soundWorld().books.invoices, stray];
  expect(judged({ invoices })).toMatchObject({ ...clean, orphans: 1 });
});

it("a total that is a cent off is wrong, even where the books' own sum says otherwise (I2)", () => {
  const off = { amount: "241.76", code: "USD" };
  const { findings } = judged({ invoices: [soundInvoice({ amount: off })] });
  expect(findings.map(({ invariant, detail }) => [invariant, detail])).toEqual([
    ["I1", "invoice order 241.75, invoice 241.76"],
    ["I2", "invoice 11 its lines come to 241.75, not 241.76"],
  ]);
});

it("a sale under the wrong tax is wrong although the total fits (I2)", () => {
  // 23.31 at 10 % and 170.10 at 20 % as one line at 18.79 %: 193.41 + 36.35 as well.
  const lines = [line("193.41", "18.795"), line("9.99", "20")];
  const { findings } = judged({ invoices: [soundInvoice({ lines })] });
  expect(findings.map(({ detail }) => detail)).toEqual([
    "invoice 11 has 0.00 at 10.000 %, not 23.31",
    "invoice 11 has 9.99 at 20.000 %, not 180.09",
    "invoice 11 has 193.41 at 18.795 %, not 0.00",
  ]);
});

it("an adjustment that rounding cannot explain is wrong (I2)", () => {
  const adjustment = line("0.06", null, "Rounding adjustment");
  const lines = [...soundInvoice().lines.slice(0, 2), line("9.94", "20"), adjustment];
  const { findings } = judged({ invoices: [soundInvoice({ lines })] });
  expect(findings.map(({ detail }) => detail)).toContain("invoice 11 is adjusted by 0.06");
});

it("an order with tax in its prices is judged by what is left without it (G3)", () => {
  const order = soundOrder({
    totalPrice: "29.97",
    grandTotal: "29.97",
    totalTax: "5.00",
    shipping: null,
    discounts: [],
    otherPayments: [],
    pricesIncludeTax: true,
    lines: [
      {
        sku: null,
        name: null,
        quantity: 3,
        unitPrice: "9.99",
        total: "29.97",
        taxClass: "Standard",
      },
    ],
  });
  const total = { amount: "29.97", code: "USD" };
  const payments = [soundPayment({ amount: total })];
  const lines = [line("24.97", "20"), line("0.01", null, "Rounding adjustment")];
  const of = (changes: object) =>
    judged(
      { invoices: [soundInvoice({ amount: total, lines, ...changes })], payments },
      { shop: { orders: [order] } },
    );
  expect(of({})).toMatchObject(clean);
  // 29.97 in all the same, but with 4.99 of tax where the shop charged 5.00.
  const shifted = [line("24.98", "20"), line("-0.01", null, "Rounding adjustment")];
  expect(of({ lines: shifted }).wrong).toBe(1);
});

it("payments that are too many, too few or of another amount are seen (I3)", () => {
  const { payments } = soundWorld().books;
  const [first] = payments;
  const third = soundPayment({ id: 23, note: "Ref LL-PAYMENT00003" });
  expect(judged({ payments: [...payments, third] })).toMatchObject({ duplicates: 1, wrong: 1 });
  expect(judged({ payments: payments.slice(1) })).toMatchObject({ missing: 1, wrong: 1 });
  const less = { ...soundPayment(), amount: { amount: "191.74", code: "USD" } };
  expect(judged({ payments: [less, ...payments.slice(1)] })).toMatchObject({ ...clean, wrong: 1 });
  expect(first).toBeDefined();
});

it("the client of an order that waits for a person is no orphan (I4)", () => {
  const { shop, books } = soundWorld();
  const ben = soundClient({ id: 2, email: "Ben@example.com", note: "Ref LL-CLIENT000002" });
  const customer = { guid: "customer-2", email: " ben@example.com", company: null, taxId: null };
  const order = soundOrder({ id: 2, guid: "order-2", number: "1002", customer });
  const of = (meant: "invoice" | "dead-letter") =>
    judged(
      { clients: [...books.clients, ben] },
      { shop: { orders: [...shop.orders, { ...order, meant }] } },
    );
  expect(of("dead-letter")).toMatchObject(clean);
  expect(of("invoice")).toMatchObject({ ...clean, missing: 1, orphans: 1 });
});

it("a client without an invoice is an orphan, and one that a person wrote is not (I4)", () => {
  const lonely = soundClient({ id: 2, email: "ben@example.com", note: "Ref LL-CLIENT000002" });
  const clients = [...soundWorld().books.clients, lonely];
  expect(judged({ clients })).toMatchObject({ ...clean, orphans: 1 });
  expect(
    judged({ clients: [...soundWorld().books.clients, { ...lonely, note: "" }] }).orphans,
  ).toBe(0);
});

it("one customer in two clients is a duplicate, and two customers in one is wrong (I5)", () => {
  const { books, shop } = soundWorld();
  const twin = soundClient({ id: 2, note: "Ref LL-CLIENT000002" });
  const again = soundOrder({ id: 2, guid: "order-2", number: "1002", isPaid: false });
  const second = (customerid: number) =>
    soundInvoice({ id: 12, invoice_number: "K-1002", customerid, notes: "Ref LL-INVOICE00002" });
  const giftCard = soundPayment({ id: 23, invoiceid: 12, note: "Ref LL-PAYMENT00003" });
  const of = (order: typeof again, invoice: ReturnType<typeof second>, clients = books.clients) =>
    judged(
      {
        clients,
        invoices: [...books.invoices, invoice],
        payments: [...books.payments, { ...giftCard, amount: { amount: "50.00", code: "USD" } }],
      },
      { shop: { orders: [...shop.orders, order] } },
    );
  expect(of(again, second(1))).toMatchObject(clean);
  expect(of(again, second(2), [...books.clients, twin])).toMatchObject({ ...clean, duplicates: 1 });
  const stranger = { ...again, customer: { ...again.customer, email: "ben@example.com" } };
  expect(of(stranger, second(1))).toMatchObject({ ...clean, wrong: 1 });
});

it("an invoice of an order that was cancelled unpaid, or meant for a person, is wrong (I7)", () => {
  const unpaid = { isPaid: false, otherPayments: [] };
  const cancelled = soundOrder({ ...unpaid, status: "Canceled" });
  expect(judged({ payments: [] }, { shop: { orders: [cancelled] } }).wrong).toBe(1);
  const meant = soundOrder({ ...unpaid, meant: "dead-letter" });
  expect(judged({ payments: [] }, { shop: { orders: [meant] } }).wrong).toBe(1);
});

it("a webhook that was accepted and is not in the database is lost (P1)", () => {
  const verdict = judged({}, { acknowledged: ["msg-1", "msg-2"] });
  expect(verdict).toMatchObject({ ...clean, lostAcknowledged: 1 });
  expect(verdict.findings).toMatchObject([{ of: "msg-2" }]);
});

it("a record of ours without a reference is wrong: a lost answer could not be looked up (I11)", () => {
  expect(judged({ invoices: [soundInvoice({ notes: "Thank you" })] })).toMatchObject({
    ...clean,
    wrong: 1,
  });
});
