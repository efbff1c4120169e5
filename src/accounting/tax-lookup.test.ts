import { describe, expect, test } from "vitest";
import type { SourceTax } from "../canonical/tax.ts";
import { taxTableOf } from "./order-builder.fixture.ts";
import { resolveTaxes } from "./tax-lookup.ts";

const boston = { countryCode: "US", stateCode: "MA" };

function taxable(code: string, rate?: string): SourceTax {
  return { treatment: "taxable", code, rate };
}

describe("looking up a tax", () => {
  const table = taxTableOf({
    "Standard|US|MA": [["MA sales tax", "6.25"]],
    "Standard|US": [["US sales tax", "5"]],
    Standard: [["VAT 20", "20"]],
  });

  test("the row for the state wins over the one for the country, and that over the one for all", () => {
    const nameIn = (place: { countryCode?: string; stateCode?: string }) =>
      resolveTaxes(taxable("Standard"), place, table).taxes.map((tax) => tax.name);
    expect(nameIn(boston)).toEqual(["MA sales tax"]);
    expect(nameIn({ countryCode: "US", stateCode: "NY" })).toEqual(["US sales tax"]);
    expect(nameIn({ countryCode: "US" })).toEqual(["US sales tax"]);
    expect(nameIn({ countryCode: "FR", stateCode: "MA" })).toEqual(["VAT 20"]);
    expect(nameIn({})).toEqual(["VAT 20"]);
    expect(resolveTaxes(taxable("Standard"), null, table).source).toBe("Standard");
  });

  test("an unmapped tax names code, country, state and the keys that were tried", () => {
    expect(() => resolveTaxes(taxable("Luxury"), boston, table)).toThrowError(
      expect.objectContaining({
        code: "TAX_UNMAPPED",
        outcome: "refused",
        details: {
          code: "Luxury",
          countryCode: "US",
          stateCode: "MA",
          keysTried: ["Luxury|US|MA", "Luxury|US", "Luxury"],
        },
      }),
    );
  });

  test("a taxable line without any tax class is unmapped too, never 0 %", () => {
    expect(() => resolveTaxes({ treatment: "taxable" }, boston, table)).toThrowError(
      expect.objectContaining({ code: "TAX_UNMAPPED" }),
    );
  });
});

describe("comparing the rate with the shop's", () => {
  const table = taxTableOf({
    Standard: [["VAT 20", "20"]],
    Quebec: [
      ["GST", "5"],
      ["QST", "9.975"],
    ],
    Rounded: {
      taxes: [
        { name: "GST", rate: 5 },
        { name: "QST", rate: 9.975 },
      ],
      sourceRate: "14.98",
    },
  });

  test("a row of another rate than the shop applied is refused with both rates", () => {
    expect(() => resolveTaxes(taxable("Standard", "19"), boston, table)).toThrowError(
      'The shop applied 19 % for its tax "Standard" (US, MA), the tax lookup says 20 %.',
    );
  });

  test("the rates of two taxes are summed, exactly", () => {
    expect(resolveTaxes(taxable("Quebec", "14.975"), null, table).taxes).toEqual([
      { name: "GST", rate: "5" },
      { name: "QST", rate: "9.975" },
    ]);
    expect(() => resolveTaxes(taxable("Quebec", "14.98"), null, table)).toThrowError(/14\.975 %/);
  });

  test("equal rates may be written differently", () => {
    expect(resolveTaxes(taxable("Standard", "20.000"), null, table).taxes).toEqual([
      { name: "VAT 20", rate: "20" },
    ]);
  });

  test("a row may say which rounded rate the shop states for it", () => {
    expect(resolveTaxes(taxable("Rounded", "14.98"), null, table).taxes).toHaveLength(2);
  });
});

describe("lines that bear no tax", () => {
  const table = taxTableOf({
    Standard: [["VAT 20", "20"]],
    Books: [["VAT 0", "0"]],
    Export: { taxes: [], treatment: "zero-rated" },
  });

  test("an exempt line needs no row, and a row with a rate does not tax it", () => {
    for (const code of ["Standard", "Unknown", undefined]) {
      expect(resolveTaxes({ treatment: "exempt", code }, boston, table)).toEqual({
        taxes: [],
        treatment: "exempt",
        source: code ?? null,
      });
    }
  });

  test("a zero-rated line gets the named 0 % tax of its row, for the tax report", () => {
    expect(resolveTaxes({ treatment: "zero-rated", code: "Books" }, boston, table).taxes).toEqual([
      { name: "VAT 0", rate: "0" },
    ]);
  });

  test("a row may say on purpose that a tax of the shop bears none in the books", () => {
    expect(resolveTaxes(taxable("Export"), boston, table)).toEqual({
      taxes: [],
      treatment: "zero-rated",
      source: "Export",
    });
  });
});

describe("a row that is not valid", () => {
  const three = [1, 2, 3].map((number) => ({ name: `Tax ${number}`, rate: "1" }));
  test.each([
    ["more than two taxes", { taxes: three }],
    ["a rate that is not a number", { taxes: [{ name: "VAT", rate: "20 %" }] }],
    ["no list of taxes", { rate: "20" }],
    ["a plain text", "VAT 20"],
  ])("with %s is refused, naming the row", (_, row) => {
    const table = { find: () => row };
    expect(() => resolveTaxes(taxable("Standard"), boston, table)).toThrowError(
      expect.objectContaining({
        code: "TAX_UNMAPPED",
        message: expect.stringContaining('The tax lookup row for "Standard" is not valid'),
      }),
    );
  });
});
