// A small world in which all is well, worked out by hand from golden example G1, for tests to doctor.

import type { LedgerOrder } from "../../../sandbox/kentico/ledger.ts";
import type { BooksLine } from "./invoice-arithmetic.ts";
import type { BooksClient, BooksInvoice, BooksPayment, JudgedWorld } from "./world.ts";

const createdAt = "2026-03-02T10:00:00.000Z";

function usd(amount: string) {
  return { amount, code: "USD" };
}

export function line(net: string, percent: string | null, name = "Goods"): BooksLine {
  return {
    name,
    qty: "1",
    unit_cost: usd(net),
    taxName1: percent && `Tax ${percent} %`,
    taxAmount1: percent ?? "0",
    taxName2: null,
    taxAmount2: "0",
  };
}

function shopLine(total: string, taxClass: string) {
  return { sku: null, name: null, quantity: 1, unitPrice: total, total, taxClass };
}

/** G1: 25.90 at 10 % and 189.00 at 20 %, 10 % off, shipping 9.99, a gift card of 50.00. */
export function soundOrder(changes: Partial<LedgerOrder> = {}): LedgerOrder {
  return {
    id: 1,
    guid: "order-1",
    number: "1001",
    currency: "USD",
    totalPrice: "241.75",
    grandTotal: "191.75",
    totalTax: "38.35",
    shipping: "9.99",
    shippingOption: "Standard",
    discounts: [{ name: "Autumn", value: "21.49" }],
    otherPayments: [{ name: "GIFT-7Q2", value: "50.00" }],
    taxSummary: [],
    pricesIncludeTax: false,
    lines: [shopLine("25.90", "Food"), shopLine("189.00", "Standard")],
    customer: { guid: "customer-1", email: "ann@example.com", company: null, taxId: null },
    isPaid: true,
    payment: null,
    status: "PaymentReceived",
    placedAt: createdAt,
    billedTo: { countryCode: "US", stateCode: "MA" },
    ...changes,
  };
}

export function soundClient(changes: Partial<BooksClient> = {}): BooksClient {
  return {
    id: 1,
    email: "ann@example.com",
    organization: "",
    vis_state: 0,
    note: "Ref LL-CLIENT000001",
    createdAt,
    ...changes,
  };
}

export function soundInvoice(changes: Partial<BooksInvoice> = {}): BooksInvoice {
  return {
    id: 11,
    invoice_number: "K-1001",
    customerid: 1,
    currency_code: "USD",
    amount: usd("241.75"),
    vis_state: 0,
    notes: "Thank you\nRef LL-INVOICE00001",
    lines: [line("23.31", "10"), line("170.10", "20"), line("9.99", "20", "Standard delivery")],
    createdAt,
    ...changes,
  };
}

export function soundPayment(changes: Partial<BooksPayment> = {}): BooksPayment {
  return {
    id: 21,
    invoiceid: 11,
    amount: usd("191.75"),
    vis_state: 0,
    note: "Ref LL-PAYMENT00001",
    createdAt,
    ...changes,
  };
}

export function soundWorld(): JudgedWorld {
  const giftCard = soundPayment({ id: 22, amount: usd("50.00"), note: "Ref LL-PAYMENT00002" });
  return {
    shop: { orders: [soundOrder()] },
    books: {
      clients: [soundClient()],
      invoices: [soundInvoice()],
      payments: [soundPayment(), giftCard],
    },
    acknowledged: ["msg-1"],
    stored: new Set(["msg-1"]),
  };
}
