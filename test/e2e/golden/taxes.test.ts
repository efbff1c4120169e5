import { describe, expect, it } from "vitest";
import { withoutReference } from "../../support/books.ts";
import { deadLettersOf, replay, setTaxRow } from "../../support/platform.ts";
import { type NewOrder, places } from "../../support/shop.ts";
import { goldenWorld } from "./golden-world.ts";

const golden = goldenWorld();

describe("taxes of the shop become taxes of the books", () => {
  it("G7: Quebec's 14.975 % is two taxes side by side, not compounded", async () => {
    const { lines, total } = await golden.invoiced({
      lines: [{ name: "Paper filters", price: "100.00", taxClass: "Sales" }],
      billingAddress: places.montreal,
      currency: "CAD",
    });
    // 5.00 and 9.98 (9.975); compounded it would be 10.47.
    expect(lines).toEqual([["Paper filters", "1", "100.00", "GST", "5", "QST", "9.975"]]);
    expect(total).toBe("114.98 CAD");
  });

  it("G8: four US taxes are one tax of 7.75 % whose parts stand in the notes", async () => {
    const { invoice, lines, total } = await golden.invoiced({
      lines: [
        { name: "Filters", price: "84.30", taxClass: "Sales" },
        { name: "More filters", price: "41.10", taxClass: "Sales" },
      ],
      billingAddress: places.fresno,
    });
    expect(lines).toEqual([
      ["Filters", "1", "84.30", "Sales tax 7.75 %", "7.75"],
      ["More filters", "1", "41.10", "Sales tax 7.75 %", "7.75"],
    ]);
    expect(total).toBe("135.12 USD");
    expect(withoutReference(invoice.notes)).toContain(
      "State 6 %, county 0.25 %, city 1 %, district 0.5 %",
    );
  });

  it("G30: an exempt company pays none, and its tax number stands on client and invoice", async () => {
    const line = { name: "Paper filters", price: "4.45", taxClass: "Sales" };
    const { invoice, lines, total } = await golden.invoiced({
      lines: [line, line, line],
      customer: {
        firstName: "Petra",
        lastName: "Novak",
        email: "accounts@cafe.example",
        company: "Café am Tor GmbH",
        taxRegistrationId: "DE136695976",
        registered: true,
      },
      billingAddress: places.berlin,
      currency: "EUR",
    });
    const untaxed = ["Paper filters", "1", "4.45"];
    expect(lines).toEqual([untaxed, untaxed, untaxed]);
    expect(total).toBe("13.35 EUR");
    expect(invoice).toMatchObject({ vat_number: "DE136695976", organization: "Café am Tor GmbH" });
    expect(withoutReference(invoice.notes)).toContain("Exempt: DE136695976");
    expect(await golden.books.client(invoice.customerid)).toMatchObject({
      vat_number: "DE136695976",
      organization: "Café am Tor GmbH",
    });
  });
});

describe("a tax that nobody mapped", () => {
  const perfume: NewOrder = {
    lines: [{ name: "Perfume", price: "50.00", taxClass: "Luxury" }],
    payment: { completed: true, method: "Card", transactionId: "ch_lux" },
  };

  it("G27: stops the order instead of becoming 0 %, and a replay finds the row added since", async () => {
    await golden.shop.addTaxClass({
      name: "Luxury",
      rates: [{ countryCode: "US", percent: "33" }],
    });
    const order = await golden.shop.place(perfume);
    await golden.settle();
    expect(await golden.books.invoicesNumbered(`K-${order.number}`)).toEqual([]);
    const [letter] = await deadLettersOf(golden.world, order);
    expect(letter).toMatchObject({
      code: "TAX_UNMAPPED",
      message: 'The shop\'s tax "Luxury" (US, MA) has no counterpart in the books.',
    });
    expect(letter?.details["keysTried"]).toEqual(["Luxury|US|MA", "Luxury|US", "Luxury"]);

    await setTaxRow(golden.world, "Luxury|US", { taxes: [{ name: "Luxury tax", rate: "33" }] });
    await replay(golden.world, letter ?? { id: "" });
    expect(await deadLettersOf(golden.world, order)).toEqual([]);
    expect(await golden.outcome(order)).toMatchObject({
      lines: [["Perfume", "1", "50.00", "Luxury tax", "33"]],
      total: "66.50 USD",
      status: "paid",
      payments: [{ amount: "66.50 USD", transactionId: "ch_lux" }],
    });
  });

  it("stops the order when the lookup names another percent than the shop applied", async () => {
    await golden.shop.addTaxClass({
      name: "Tobacco",
      rates: [{ countryCode: "US", percent: "33" }],
    });
    await setTaxRow(golden.world, "Tobacco|US", { taxes: [{ name: "Tobacco tax", rate: "30" }] });
    const order = await golden.shop.place({ lines: [{ price: "50.00", taxClass: "Tobacco" }] });
    await golden.settle();
    expect(await golden.books.invoicesNumbered(`K-${order.number}`)).toEqual([]);
    expect(await deadLettersOf(golden.world, order)).toMatchObject([
      {
        code: "TAX_UNMAPPED",
        message: 'The shop applied 33 % for its tax "Tobacco" (US, MA), the tax lookup says 30 %.',
      },
    ]);
  });

  it("stops the order when its tax class was deleted in the shop", async () => {
    const order = await golden.shop.place({
      lines: [{ price: "50.00" }],
      override: { unknownTaxClass: "Levy" },
    });
    await golden.settle();
    expect(await golden.books.invoicesNumbered(`K-${order.number}`)).toEqual([]);
    expect(await deadLettersOf(golden.world, order)).toMatchObject([{ code: "TAX_UNMAPPED" }]);
  });
});

describe("an order that does not add up", () => {
  it("G26: is put before a person with both figures, and nothing is posted", async () => {
    const before = await golden.books.writes();
    const order = await golden.shop.place({
      lines: [
        { name: "Mug", price: "10.00", taxClass: "Standard" },
        { name: "Filters", price: "8.00", taxClass: "Sales" },
      ],
      override: { addToTotalPrice: "1.00" },
    });
    await golden.settle();
    // 18.00 and tax of 2.00 and 0.50.
    expect(order).toMatchObject({ totalPrice: "21.50", totalTax: "2.50" });
    expect(await golden.books.writes()).toEqual(before);
    const [letter, ...others] = await deadLettersOf(golden.world, order);
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      code: "TOTALS_DO_NOT_RECONCILE",
      message: `The figures of order ${order.number} do not add up: total is 21.50, should be 20.50.`,
      details: {
        stated: { subtotal: "18.00", tax: "2.50", total: "21.50" },
        calculated: { subtotal: "18.00", tax: "2.50", total: "20.50" },
        differences: [
          { figure: "total", stated: "21.50", calculated: "20.50", difference: "1.00" },
        ],
      },
    });
  });

  it("is invoiced once the shop has mended it and the dead letter is replayed", async () => {
    const lines = [{ name: "Mug", price: "10.00", taxClass: "Standard" }];
    const order = await golden.shop.place({ lines, override: { addToTotalPrice: "-1.00" } });
    await golden.settle();
    const [letter] = await deadLettersOf(golden.world, order);
    expect(letter).toMatchObject({ code: "TOTALS_DO_NOT_RECONCILE" });
    await golden.shop.edit(order, { lines });
    await golden.settle();
    expect(await golden.books.invoicesNumbered(`K-${order.number}`)).toEqual([]);

    await replay(golden.world, letter ?? { id: "" });
    expect(await golden.outcome(order)).toMatchObject({ total: "12.00 USD", status: "sent" });
  });
});
