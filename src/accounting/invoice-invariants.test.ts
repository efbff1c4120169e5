// Invariants of every invoice, over generated orders. The shop's sums and what the books make of the
// lines are worked out here in whole minor units, independently of the code under test.

import fc from "fast-check";
import { expect, test } from "vitest";
import type { Invoice, InvoiceLine } from "../canonical/invoice.ts";
import { divideHalfUp, textAsUnits, unitsAsText } from "../core/minor-units.fixture.ts";
import { invoiceFromOrder } from "./invoice-from-order.ts";
import { invoiceOptions, orderOf, taxTableOf } from "./order-builder.fixture.ts";

// Percents in thousandths: 8250 is 8.25 %.
const taxClasses = [
  { code: "none", rates: [] },
  { code: "low", rates: [5_000] },
  { code: "sales", rates: [8_250] },
  { code: "high", rates: [20_000] },
  { code: "quebec", rates: [5_000, 9_975] },
] as const;
type TaxClass = (typeof taxClasses)[number];

const taxTable = taxTableOf(
  Object.fromEntries(
    taxClasses.map(({ code, rates }) => [
      code,
      rates.map((rate): [string, string] => [`${code} ${rate}`, String(rate / 1000)]),
    ]),
  ),
);

const scenarios = fc.record({
  currency: fc.constantFrom(
    { code: "JPY", digits: 0 },
    { code: "EUR", digits: 2 },
    { code: "KWD", digits: 3 },
  ),
  pricesIncludeTax: fc.boolean(),
  lines: fc.array(
    fc.record({
      quantity: fc.bigInt({ min: 1n, max: 7n }),
      price: fc.bigInt({ min: 0n, max: 30_000n }),
      taxClass: fc.constantFrom(...taxClasses),
    }),
    { minLength: 1, maxLength: 8 },
  ),
  charges: fc.array(
    fc.record({
      price: fc.bigInt({ min: 0n, max: 2_000n }),
      taxClass: fc.constantFrom(...taxClasses),
    }),
    { maxLength: 3 },
  ),
  discountPercent: fc.bigInt({ min: 0n, max: 100n }),
  afterTaxDiscount: fc.bigInt({ min: 0n, max: 500n }),
  acceptNegativeLines: fc.boolean(),
  discountStyle: fc.constantFrom("net" as const, "lines" as const),
  taxRounding: fc.constantFrom("line" as const, "rate" as const),
});
type Scenario = typeof scenarios extends fc.Arbitrary<infer S> ? S : never;

function sum(units: readonly bigint[]): bigint {
  return units.reduce((total, each) => total + each, 0n);
}

function combined(taxClass: TaxClass): bigint {
  return sum(taxClass.rates.map(BigInt));
}

function goodsOf(scenario: Scenario): bigint[] {
  return scenario.lines.map((line) => line.quantity * line.price);
}

function discountOf(scenario: Scenario): bigint {
  return divideHalfUp(sum(goodsOf(scenario)) * scenario.discountPercent, 100n);
}

/** As a shop sums up: tax per class over the whole order after the discount, and per charge. */
function shopTotal(scenario: Scenario): bigint {
  const goods = goodsOf(scenario);
  const subtotal = sum(goods);
  const discount = discountOf(scenario);
  const charges = sum(scenario.charges.map((charge) => charge.price));
  const net = subtotal - discount + charges;
  if (scenario.pricesIncludeTax) return net;
  const goodsTaxes = taxClasses.map((taxClass) => {
    const inClass = sum(goods.filter((_, index) => scenario.lines[index]?.taxClass === taxClass));
    const taxed = inClass * (subtotal - discount) * combined(taxClass);
    return subtotal === 0n ? 0n : divideHalfUp(taxed, subtotal * 100_000n);
  });
  const chargeTaxes = scenario.charges.map(({ price, taxClass }) =>
    divideHalfUp(price * combined(taxClass), 100_000n),
  );
  return net + sum(goodsTaxes) + sum(chargeTaxes);
}

function makeInvoice(scenario: Scenario): { invoice: Invoice; target: bigint } {
  const { code: currency, digits } = scenario.currency;
  const text = (units: bigint) => unitsAsText(units, digits);
  const beforeDiscount = shopTotal(scenario);
  // Never more than the order cost: such a discount would have no meaning.
  const afterTax =
    scenario.afterTaxDiscount < beforeDiscount ? scenario.afterTaxDiscount : beforeDiscount;
  const target = beforeDiscount - afterTax;
  const order = orderOf({
    currency,
    pricesIncludeTax: scenario.pricesIncludeTax,
    lines: scenario.lines.map(({ quantity, price, taxClass }) => ({
      quantity: String(quantity),
      price: text(price),
      total: text(quantity * price),
      code: taxClass.code,
    })),
    charges: scenario.charges.map(({ price, taxClass }) => ({
      amount: text(price),
      code: taxClass.code,
    })),
    discounts: [
      { amount: text(discountOf(scenario)) },
      { amount: text(afterTax), appliesTo: "after-tax" },
    ],
    totals: text(target),
  });
  const { acceptNegativeLines, discountStyle, taxRounding } = scenario;
  const invoice = invoiceFromOrder(
    order,
    invoiceOptions({
      taxTable,
      acceptNegativeLines,
      discountStyle,
      taxRounding,
      // The cap guards against odd orders; here the bound itself is what is tried.
      roundingCapMinorUnits: 1_000,
    }),
  );
  return { invoice, target };
}

function netOf(line: InvoiceLine): bigint {
  return BigInt(line.quantity) * textAsUnits(line.unitPrice.amount);
}

function rateOf(rate: string): bigint {
  return BigInt(Math.round(Number(rate) * 1000));
}

/** What the books come to, by their own rounding. */
function booksTotal(lines: readonly InvoiceLine[], taxRounding: Scenario["taxRounding"]): bigint {
  const exactTaxes = lines.flatMap((line) =>
    line.taxes.map((tax) => ({ name: tax.name, exact: netOf(line) * rateOf(tax.rate) })),
  );
  const perRate = Object.values(Object.groupBy(exactTaxes, ({ name }) => name)).map((taxes) =>
    sum((taxes ?? []).map(({ exact }) => exact)),
  );
  const toRound = taxRounding === "rate" ? perRate : exactTaxes.map(({ exact }) => exact);
  return sum(lines.map(netOf)) + sum(toRound.map((exact) => divideHalfUp(exact, 100_000n)));
}

test("the books come to exactly what was charged: net + tax + adjustment = total (invariant 6)", () => {
  fc.assert(
    fc.property(scenarios, (scenario) => {
      const { invoice, target } = makeInvoice(scenario);
      expect(booksTotal(invoice.lines, scenario.taxRounding)).toBe(target);
      expect(textAsUnits(invoice.total.amount)).toBe(target);
    }),
    { numRuns: 1_000 },
  );
});

test("the adjustment is never more than rounding explains (invariant 7)", () => {
  fc.assert(
    fc.property(scenarios, (scenario) => {
      const { invoice } = makeInvoice(scenario);
      const adjustments = invoice.lines.filter((line) => line.kind === "rounding").map(netOf);
      const roundings = sum(invoice.lines.map((line) => BigInt(line.taxes.length))) + 2n;
      expect(adjustments.length).toBeLessThanOrEqual(1);
      for (const adjustment of adjustments) {
        expect(adjustment <= roundings && -adjustment <= roundings).toBe(true);
      }
    }),
    { numRuns: 1_000 },
  );
});

test("no price has more decimals than its currency, and books without negative lines get none", () => {
  fc.assert(
    fc.property(scenarios, (scenario) => {
      const { invoice } = makeInvoice(scenario);
      for (const line of invoice.lines) {
        const [, decimals = ""] = line.unitPrice.amount.split(".");
        expect(decimals.length).toBe(scenario.currency.digits);
        if (!scenario.acceptNegativeLines) expect(netOf(line) >= 0n).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test("the same order always gives the same invoice", () => {
  fc.assert(
    fc.property(scenarios, (scenario) => {
      expect(makeInvoice(scenario)).toEqual(makeInvoice(scenario));
    }),
    { numRuns: 100 },
  );
});
