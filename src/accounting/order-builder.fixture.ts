// Builds canonical orders for the tests of this room from the few figures a scenario is about.

import type { InvoiceLine } from "../canonical/invoice.ts";
import { parseMessage } from "../canonical/messages.ts";
import type { Order } from "../canonical/order.ts";
import type { InvoiceOptions } from "./invoice-options.ts";
import type { TaxTable } from "./tax-lookup.ts";

interface SourceTaxFixture {
  treatment?: string;
  code?: string;
  rate?: string;
  tax?: string;
}

interface LineFixture extends SourceTaxFixture {
  id?: string;
  kind?: string;
  parentId?: string;
  name?: string;
  sku?: string;
  quantity?: string;
  price: string;
  discount?: string;
  /** Line total; quantity 1 at `price` when absent. */
  total?: string;
}

interface ChargeFixture extends SourceTaxFixture {
  kind?: string;
  name?: string;
  amount: string;
}

export interface OrderFixture {
  currency?: string;
  pricesIncludeTax?: boolean;
  lines?: LineFixture[];
  charges?: ChargeFixture[];
  discounts?: { amount: string; name?: string; appliesTo?: string }[];
  giftCards?: { code: string; amount: string }[];
  taxes?: { name: string; amount: string }[];
  payments?: Record<string, unknown>[];
  /** A bare text is the total; the other sums are then zero. */
  totals: string | Partial<Record<keyof Order["totals"], string>>;
  customer?: Record<string, unknown>;
  /** Members of the order that are written as they are. */
  more?: Record<string, unknown>;
}

function sourceTax({ treatment, code, rate, tax }: SourceTaxFixture, currency: string) {
  return {
    treatment: treatment ?? (code === undefined ? "outside-scope" : "taxable"),
    code,
    rate,
    ...(tax === undefined ? {} : { amount: { amount: tax, currency } }),
  };
}

function lineOf(line: LineFixture, index: number, currency: string) {
  const name = line.name ?? `Item ${index + 1}`;
  return {
    id: line.id ?? `line-${index + 1}`,
    kind: line.kind ?? "product",
    parentId: line.parentId,
    sku: line.sku,
    name,
    quantity: line.quantity ?? "1",
    unitPrice: { amount: line.price, currency },
    ...(line.discount === undefined ? {} : { discount: { amount: line.discount, currency } }),
    total: { amount: line.total ?? line.price, currency },
    tax: sourceTax(line, currency),
  };
}

function chargeOf(charge: ChargeFixture, currency: string) {
  const kind = charge.kind ?? "shipping";
  return {
    id: kind,
    kind,
    name: charge.name ?? "Shipping",
    amount: { amount: charge.amount, currency },
    tax: sourceTax(charge, currency),
  };
}

function totalsOf(totals: OrderFixture["totals"], currency: string) {
  const given = typeof totals === "string" ? { total: totals } : totals;
  const zero = "0.00";
  const all = {
    subtotal: zero,
    discount: zero,
    charges: zero,
    tax: zero,
    total: zero,
    due: given.total ?? zero,
    ...given,
  };
  return Object.fromEntries(
    Object.entries(all).map(([name, amount]) => [name, { amount, currency }]),
  );
}

/** A valid canonical order; everything a scenario does not name is an ordinary order of 2 November. */
export function orderOf(fixture: OrderFixture): Order {
  const currency = fixture.currency ?? "USD";
  const withAmount = (member: { amount: string }) => ({
    ...member,
    amount: { amount: member.amount, currency },
  });
  return parseMessage("order", {
    id: "1042",
    number: "1042",
    placedAt: "2024-11-02T22:41:07Z",
    timeZone: "Europe/Prague",
    status: "placed",
    currency,
    pricesIncludeTax: fixture.pricesIncludeTax ?? false,
    customer: {
      id: "77",
      firstName: "Ann",
      lastName: "Lee",
      email: "ann@example.com",
      isGuest: false,
      ...fixture.customer,
    },
    billingAddress: { line1: "1 High St", city: "Boston", stateCode: "MA", countryCode: "US" },
    lines: (fixture.lines ?? []).map((line, index) => lineOf(line, index, currency)),
    charges: (fixture.charges ?? []).map((charge) => chargeOf(charge, currency)),
    discounts: (fixture.discounts ?? []).map((discount) => ({
      name: "Autumn",
      appliesTo: "before-tax",
      ...withAmount(discount),
    })),
    giftCards: (fixture.giftCards ?? []).map(withAmount),
    taxes: (fixture.taxes ?? []).map(withAmount),
    payments: fixture.payments ?? [],
    totals: totalsOf(fixture.totals, currency),
    ...fixture.more,
  });
}

/** A tax lookup table; each row is a list of [name, percent], or a whole row. */
export function taxTableOf(rows: Record<string, [string, string][] | object>): TaxTable {
  const table = new Map(
    Object.entries(rows).map(([key, row]) => [
      key,
      Array.isArray(row) ? { taxes: row.map(([name, rate]) => ({ name, rate })) } : row,
    ]),
  );
  return { find: (key) => table.get(key) };
}

/** Options of a flow whose books round per line and take negative lines, unless told otherwise. */
export function invoiceOptions(options: Partial<InvoiceOptions> = {}): InvoiceOptions {
  return {
    reference: "LL-7Q2MZK4R9XW3",
    customerId: "567521",
    taxTable: taxTableOf({}),
    taxRounding: "line",
    acceptNegativeLines: true,
    discountStyle: "net",
    numberPattern: "K-{number}",
    dueDays: 0,
    notes: { customerNote: false, customFields: [] },
    roundingCapMinorUnits: 5,
    ...options,
  };
}

/** Lines in the notation of the golden table: "23.31@10", "3 x 4.45@8.25", "100.00@5+9.975", "12.00". */
export function shorthand(lines: readonly InvoiceLine[]): string[] {
  return lines.map((line) => {
    const quantity = line.quantity === "1" ? "" : `${line.quantity} x `;
    const rates = line.taxes.map((tax) => tax.rate).join("+");
    return `${quantity}${line.unitPrice.amount}${rates === "" ? "" : `@${rates}`}`;
  });
}

/** The amount of the rounding adjustment; undefined when there is none. */
export function adjustmentOf(lines: readonly InvoiceLine[]): string | undefined {
  return lines.find((line) => line.kind === "rounding")?.unitPrice.amount;
}
