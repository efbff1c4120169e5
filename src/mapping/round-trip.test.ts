// Properties that hold for every message, tried on generated ones; fast-check prints the seed of a failure.

import fc from "fast-check";
import { expect, test } from "vitest";
import { Decimal } from "../core/money.ts";
import { compileExpression } from "./expression.ts";

function compiled(text: string) {
  const expression = compileExpression(text, { variables: { src: "any" } });
  return (src: unknown) => expression.evaluate({ src });
}

const cents = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
const written = (units: bigint) => {
  const digits = (units < 0n ? -units : units).toString().padStart(3, "0");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

test("splitting a joined list gives the list back", () => {
  const run = compiled('split(join(";", src), ";")');
  const piece = fc.string().map((text) => text.replaceAll(";", ","));
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 20 }), (list) => {
      expect(run(list)).toEqual(list);
    }),
  );
});

test("the sum of written amounts is the sum of their cents", () => {
  const run = compiled('sum(split(src, ";").map(part, decimal(part)))');
  fc.assert(
    fc.property(fc.array(cents, { minLength: 1, maxLength: 50 }), (amounts) => {
      const total = amounts.reduce((sum, amount) => sum + amount, 0n);
      const result = run(amounts.map(written).join(";")) as Decimal;
      expect(result.toFixed(2)).toBe(new Decimal(written(total)).toFixed(2));
    }),
  );
});

test("a number written for people and read again is the same number", () => {
  const run = compiled('parseNumber(formatNumber(src, 2, ",", "."), ",") == decimal(src)');
  fc.assert(
    fc.property(cents, (amount) => {
      expect(run(written(amount))).toBe(true);
    }),
  );
});

test("a moment written in any zone and read again is the same moment", () => {
  const run = compiled(
    `parseDate(formatDate(src.at, "yyyy-MM-dd HH:mm:ss ZZ", src.zone), "yyyy-MM-dd HH:mm:ss ZZ", src.zone)`,
  );
  const moment = fc
    .integer({ min: 0, max: 4_000_000_000 })
    .map((seconds) => new Date(seconds * 1000).toISOString());
  const zone = fc.constantFrom("UTC", "America/New_York", "Europe/Prague", "Asia/Kolkata");
  fc.assert(
    fc.property(moment, zone, (at, zoneName) => {
      expect(run({ at, zone: zoneName })).toBe(at);
    }),
  );
});

test("days added are the days between", () => {
  const run = compiled("daysBetween(src.day, addDays(src.day, src.days)) == src.days");
  const day = fc
    .integer({ min: 0, max: 40_000 })
    .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
  fc.assert(
    fc.property(day, fc.integer({ min: -5_000, max: 5_000 }), (start, days) => {
      expect(run({ day: start, days })).toBe(true);
    }),
  );
});

test("text of a message is data: whatever it holds, it arrives as it was", () => {
  const run = compiled("src.text");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(run({ text })).toBe(text);
    }),
  );
});
