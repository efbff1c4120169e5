// Money against whole minor units: no amount a shop can name is ever a cent off.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { divideHalfUp, textAsUnits, unitsAsText } from "../../src/core/minor-units.fixture.ts";
import {
  addMoney,
  decimal,
  type Money,
  minorUnits,
  money,
  roundToCurrency,
  subtractMoney,
} from "../../src/core/money.ts";
import { holds } from "../support/generated.ts";

const currency = fc.constantFrom(
  { code: "JPY", digits: 0 },
  { code: "USD", digits: 2 },
  { code: "EUR", digits: 2 },
  { code: "KWD", digits: 3 },
  { code: "CLF", digits: 4 },
);
const units = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });

describe("money", () => {
  it("adds and subtracts like whole minor units", () => {
    holds(
      fc.property(units, units, currency, (left, right, { code, digits }) => {
        const of = (amount: bigint) => ({ amount: unitsAsText(amount, digits), currency: code });
        expect(addMoney(of(left), of(right))).toEqual(of(left + right));
        expect(subtractMoney(of(left), of(right))).toEqual(of(left - right));
        expect(subtractMoney(addMoney(of(left), of(right)), of(right))).toEqual(of(left));
      }),
    );
  });

  it("comes back from its text with all decimals of its currency and no minus before zero", () => {
    holds(
      fc.property(units, currency, (amount, { code, digits }) => {
        const text = unitsAsText(amount, digits);
        expect(minorUnits(code)).toBe(digits);
        expect(money(text, code)).toEqual({ amount: text, currency: code });
        expect(textAsUnits(roundToCurrency(text, code))).toBe(amount);
        expect(roundToCurrency(text, code)).not.toMatch(/^-0(\.0*)?$/);
      }),
    );
  });

  it("rounds half away from zero, whatever digits come after the smallest unit", () => {
    holds(
      fc.property(units, fc.nat({ max: 9 }), currency, (raw, more, { code, digits }) => {
        const rounded = textAsUnits(roundToCurrency(unitsAsText(raw, digits + more), code));
        expect(rounded).toBe(divideHalfUp(raw, 10n ** BigInt(more)));
      }),
    );
  });

  it("does not depend on the order in which amounts are added", () => {
    holds(
      fc.property(fc.array(units, { maxLength: 30 }), currency, (amounts, { code, digits }) => {
        const of = (amount: bigint): Money => ({
          amount: unitsAsText(amount, digits),
          currency: code,
        });
        const sum = (list: readonly bigint[]) =>
          list.reduce((total, each) => addMoney(total, of(each)), of(0n));
        expect(sum(amounts)).toEqual(sum(amounts.toReversed()));
      }),
    );
  });

  it("is read from text that is a number, and from no other text", () => {
    const decimals = fc
      .tuple(units, fc.nat({ max: 12 }))
      .map(([raw, digits]) => unitsAsText(raw, digits));
    holds(
      fc.property(decimals, (text) => {
        expect(decimal(text).equals(decimal(`${text}${text.includes(".") ? "0" : ".0"}`))).toBe(
          true,
        );
      }),
    );
    const isNumber = (text: string) =>
      /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?$/.test(text.trim());
    holds(
      fc.property(
        fc.string().filter((text) => !isNumber(text)),
        (text) => {
          expect(() => decimal(text)).toThrow(expect.objectContaining({ code: "MESSAGE_INVALID" }));
        },
      ),
    );
  });
});
