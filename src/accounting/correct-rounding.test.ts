import { describe, expect, test } from "vitest";
import { correctRounding } from "./correct-rounding.ts";
import { invoiceFromOrder } from "./invoice-from-order.ts";
import { invoiceOptions, orderOf, shorthand, taxTableOf } from "./order-builder.fixture.ts";

const taxTable = taxTableOf({ Sales: [["Sales tax", "8.25"]] });
const options = invoiceOptions({ taxTable });
const line = { price: "4.45", code: "Sales" };
// Predicted with -0.01 because the books are believed to round per line.
const threeLines = invoiceFromOrder(
  orderOf({ lines: [line, line, line], totals: "14.45" }),
  options,
);
const singleLine = invoiceFromOrder(
  orderOf({ lines: [{ price: "100.00", code: "Sales" }], totals: "108.25" }),
  options,
);

describe("after the books have computed the total", () => {
  test("an equal total needs nothing, however it is written", () => {
    expect(correctRounding(threeLines, "14.45", options)).toBeNull();
    expect(correctRounding(threeLines, "14.450000", options)).toBeNull();
  });

  test("books that round on the sum after all lose the adjustment line again", () => {
    const corrected = correctRounding(threeLines, "14.44", options);
    expect(shorthand(corrected?.lines ?? [])).toEqual(["4.45@8.25", "4.45@8.25", "4.45@8.25"]);
    expect(corrected).toEqual({ ...threeLines, lines: corrected?.lines });
  });

  test("a cent too much or too little gets an adjustment line", () => {
    expect(shorthand(correctRounding(singleLine, "108.26", options)?.lines ?? [])).toEqual([
      "100.00@8.25",
      "-0.01",
    ]);
    expect(shorthand(correctRounding(singleLine, "108.24", options)?.lines ?? [])).toEqual([
      "100.00@8.25",
      "0.01",
    ]);
  });

  test("an existing adjustment is replaced, not joined by a second one", () => {
    const corrected = correctRounding(threeLines, "14.46", options);
    expect(shorthand(corrected?.lines ?? []).slice(3)).toEqual(["-0.02"]);
  });

  test("books without negative lines get a lowered line", () => {
    const corrected = correctRounding(singleLine, "108.26", {
      ...options,
      acceptNegativeLines: false,
    });
    expect(shorthand(corrected?.lines ?? [])).toEqual(["99.99@8.25"]);
  });

  test("a difference that rounding does not explain is refused with what the books say", () => {
    expect(() => correctRounding(singleLine, "110.00", options)).toThrowError(
      expect.objectContaining({
        code: "TOTALS_DO_NOT_RECONCILE",
        message: expect.stringContaining("its invoice to 110.00: 1.75 apart"),
      }),
    );
  });

  test("an adjustment that would grow beyond what rounding explains is refused", () => {
    // -0.01 already made and 0.03 more would be 0.04, where three taxed lines explain 0.03.
    expect(() => correctRounding(threeLines, "14.48", options)).toThrowError(
      expect.objectContaining({ code: "TOTALS_DO_NOT_RECONCILE" }),
    );
  });

  test("discounts of the order widen what rounding explains", () => {
    expect(() => correctRounding(singleLine, "108.27", options)).toThrowError();
    const wider = { ...options, discountCount: 1 };
    expect(shorthand(correctRounding(singleLine, "108.27", wider)?.lines ?? [])).toEqual([
      "100.00@8.25",
      "-0.02",
    ]);
  });
});
