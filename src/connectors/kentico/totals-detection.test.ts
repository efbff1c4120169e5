import { describe, expect, it } from "vitest";
import { type OrderFigures, pricesIncludeTax } from "./totals-detection.ts";

/** The worked example: goods 214.90, 10 % off, shipping 9.99, tax 38.35 on top. */
const workedExample: OrderFigures = {
  subtotal: "214.90",
  discount: "21.49",
  shipping: "9.99",
  tax: "38.35",
  totalPrice: "241.750000000",
  roundTo: 2,
  parts: 6,
};

describe("Kentico quirk 12: whether prices include tax is not stored on the order", () => {
  it("finds tax on top when subtotal - discount + shipping + tax is the total", () => {
    expect(pricesIncludeTax(workedExample, false)).toBe(false);
    expect(pricesIncludeTax(workedExample, true)).toBe(false);
  });

  it("finds tax inside when the same without tax is the total", () => {
    const figures = { ...workedExample, totalPrice: "203.40", tax: "31.25" };
    expect(pricesIncludeTax(figures, false)).toBe(true);
  });

  it("asks the setting when there is no tax, as both sums then fit", () => {
    const figures = { ...workedExample, totalPrice: "203.40", tax: "0" };
    expect(pricesIncludeTax(figures, false)).toBe(false);
    expect(pricesIncludeTax(figures, true)).toBe(true);
  });

  it("does not decide when neither sum gives the total", () => {
    expect(pricesIncludeTax({ ...workedExample, totalPrice: "240.75" }, false)).toBeNull();
  });

  it("allows half a minor unit for each rounded part, and no more", () => {
    const threeParts = { ...workedExample, parts: 3 };
    expect(pricesIncludeTax({ ...threeParts, totalPrice: "241.765" }, true)).toBe(false);
    expect(pricesIncludeTax({ ...threeParts, totalPrice: "241.766" }, true)).toBeNull();
  });

  it("measures in the minor unit of the currency: one yen, a thousandth of a dinar", () => {
    const yen = { subtotal: "1080", discount: "0", shipping: "0", tax: "98", parts: 1 };
    expect(pricesIncludeTax({ ...yen, totalPrice: "1080", roundTo: 0 }, false)).toBe(true);
    const dinar = { subtotal: "12.345", discount: "0", shipping: "0", tax: "0.617", parts: 1 };
    const total = "12.962";
    expect(pricesIncludeTax({ ...dinar, totalPrice: total, roundTo: 3 }, true)).toBe(false);
    expect(pricesIncludeTax({ ...dinar, totalPrice: "12.961", roundTo: 3 }, true)).toBeNull();
  });

  it("takes the closer sum when a tiny tax lets both fit", () => {
    const figures = { ...workedExample, tax: "0.02", totalPrice: "203.42", parts: 20 };
    expect(pricesIncludeTax(figures, true)).toBe(false);
    expect(pricesIncludeTax({ ...figures, totalPrice: "203.40" }, false)).toBe(true);
  });
});
