import { describe, expect, test } from "vitest";
import { IntegrationError } from "./errors.ts";
import {
  addMoney,
  decimal,
  isZero,
  minorUnit,
  minorUnits,
  money,
  roundToCurrency,
  subtractMoney,
} from "./money.ts";

const usd = (amount: string) => ({ amount, currency: "USD" });

describe("decimals", () => {
  test("are exact where binary floats are not", () => {
    expect(decimal("1.005").times(100).toFixed()).toBe("100.5");
    expect(decimal("4.35").times(100).toFixed()).toBe("435");
    expect(decimal("8.2").times(3).toFixed()).toBe("24.6");
    expect(decimal("0.1").plus("0.2").toFixed()).toBe("0.3");
  });

  test.each(["12.95", "-0.01", "+3", ".5", "5.", " 7 ", "1e3", "241.750000000"])(
    "%j is read as a number",
    (text) => {
      expect(decimal(text).isFinite()).toBe(true);
    },
  );

  test.each(["", " ", "abc", "1,000.00", "12.3.4", "0x10", "NaN", "Infinity", "1e99999", "١٢"])(
    "%j is refused",
    (text) => {
      expect(() => decimal(text)).toThrowError(IntegrationError);
    },
  );

  test("numbers that are not finite are refused", () => {
    expect(() => decimal(Number.NaN)).toThrowError(/not a number/);
    expect(() => decimal(Number.POSITIVE_INFINITY)).toThrowError(/not a number/);
  });
});

describe("rounding to a currency", () => {
  test.each([
    ["2.345", "USD", "2.35"],
    ["0.125", "USD", "0.13"],
    ["-2.345", "USD", "-2.35"],
    ["10", "USD", "10.00"],
    ["98.18", "JPY", "98"],
    ["0.61725", "KWD", "0.617"],
    ["-0.004", "USD", "0.00"],
    ["-0", "EUR", "0.00"],
  ])("%s in %s is %s (half up, all decimals, no minus zero)", (value, currency, expected) => {
    expect(roundToCurrency(value, currency)).toBe(expected);
  });

  test("knows the currencies whose minor unit is not two digits", () => {
    expect(["USD", "EUR", "JPY", "KRW", "KWD", "TND", "CLF"].map(minorUnits)).toEqual([
      2, 2, 0, 0, 3, 3, 4,
    ]);
    expect(["USD", "JPY", "KWD"].map((currency) => minorUnit(currency).toFixed())).toEqual([
      "0.01",
      "1",
      "0.001",
    ]);
  });
});

describe("money", () => {
  test("is added and subtracted exactly", () => {
    expect(addMoney(usd("0.10"), usd("0.20"))).toEqual(usd("0.30"));
    expect(subtractMoney(usd("241.75"), usd("50.00"))).toEqual(usd("191.75"));
  });

  test("of two currencies cannot be calculated with each other", () => {
    expect(() => addMoney(usd("1.00"), { amount: "1.00", currency: "EUR" })).toThrowError(
      "USD and EUR cannot be calculated with each other.",
    );
  });

  test("needs a currency code of three capitals", () => {
    expect(money("5", "USD")).toEqual(usd("5.00"));
    expect(() => money("5", "usd")).toThrowError(/not a currency code/);
    expect(() => money("5", "$")).toThrowError(/not a currency code/);
  });

  test("is zero however zero is written", () => {
    expect(["0", "0.00", "-0", "0.000000000"].map(isZero)).toEqual([true, true, true, true]);
    expect(isZero("0.001")).toBe(false);
  });
});
