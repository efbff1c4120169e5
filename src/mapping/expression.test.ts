import { describe, expect, test } from "vitest";
import { ensureError } from "../core/errors.ts";
import type { Json } from "../core/json.ts";
import { compileExpression } from "./expression.ts";
import { exampleContext } from "./functions/example-context.fixture.ts";
import { StepBudget } from "./limits.ts";
import type { JsonSchema } from "./schema-path.ts";
import { writeValue } from "./written-value.ts";

function resultOf(text: string, src: unknown = {}, schema: JsonSchema | "any" = "any"): Json {
  const expression = compileExpression(text, { variables: { src: schema } });
  const value = expression.evaluate({ src }, exampleContext);
  return writeValue(value, { place: "open", budget: new StepBudget() });
}

function errorOf(text: string, src: unknown = {}, schema: JsonSchema | "any" = "any") {
  try {
    return { value: resultOf(text, src, schema) };
  } catch (thrown) {
    return ensureError(thrown);
  }
}

describe("numbers are exact", () => {
  test.each([
    ["0.1 + 0.2", "0.3"],
    ["1 / 4", "0.25"],
    ["20 / 100 * 50", "10"],
    ["7 % 3", "1"],
    ["-7.5 + 2", "-5.5"],
    ["9007199254740993 + 0", "9007199254740993"],
    ["1.005 * 100", "100.5"],
    ["1e3 + 1", "1001"],
    ["decimal('241.750000000') * 2", "483.5"],
    ["2 * 3.5 - 1", "6"],
    ["size([1, 2, 3]) / 2", "1.5"],
  ])("%s is %s", (text, result) => {
    expect(resultOf(text)).toBe(result);
  });

  test("a price sent with nine decimals keeps its value through a multiplication", () => {
    expect(
      resultOf("decimal(src.price) * src.quantity", { price: "241.750000000", quantity: 3 }),
    ).toBe("725.25");
  });

  test("a number that came as text counts as a number where the schema says so", () => {
    const schema = { properties: { price: { type: ["number", "null"] } } };
    expect(resultOf("src.price + 1", { price: "241.750000000" }, schema)).toBe("242.75");
  });

  test.each(["1 / 0", "1 % 0", "src.total / (1 - 1)"])("%s is refused, not infinite", (text) => {
    expect(errorOf(text, { total: 5 })).toMatchObject({ code: "MESSAGE_INVALID" });
  });
});

describe("comparison and equality", () => {
  test.each([
    ["1 == 1.0", true],
    ["src.n == 5", true],
    ["src.n != 5.00", false],
    ['"5" == 5', false],
    ["src.absent == null", true],
    ['src.absent == "x"', false],
    ["null != 1", true],
    ["[1, 2] == [1.0, 2]", true],
    ['{"a": 1} == {"a": 1}', true],
    ['money(1, "USD") == money("1.00", "USD")', true],
    ['money(2, "USD") > money(1, "USD")', true],
    ["src.n >= 5 && src.n < 5.01", true],
    ['"2026-03-02" < "2026-03-10"', true],
    ["5 in [1, 5.0]", true],
    ['src.absent in ["a"]', false],
    ['"n" in src', true],
    ['"toString" in src', false],
  ])("%s is %s", (text, result) => {
    expect(resultOf(text, { n: 5 })).toBe(result);
  });

  test.each(['"5" > 3', "src.absent > 0", 'money(1, "USD") < money(2, "EUR")', "true < false"])(
    "%s has no answer, and the message says how to write it",
    (text) => {
      expect(errorOf(text)).toMatchObject({
        code: "MESSAGE_INVALID",
        hint: expect.stringContaining("default("),
      });
    },
  );

  test("text and number are not joined by accident", () => {
    expect(errorOf('"Order " + 5')).toMatchObject({ hint: expect.stringContaining("string(") });
    expect(resultOf('"Order " + string(5)')).toBe("Order 5");
  });
});

describe("what a message lacks", () => {
  const order = {
    properties: { customer: { anyOf: [{ type: "null" }, { $ref: "#/$defs/c" }] } },
    $defs: { c: { type: "object", properties: { email: { type: "string" } } } },
  };

  test("reads as null, also below something that is null", () => {
    expect(resultOf("src.customer.email", { customer: null }, order)).toBeNull();
    expect(resultOf("src.customer.email", {}, order)).toBeNull();
    expect(resultOf("src.a.b.c")).toBeNull();
    expect(resultOf("src.list[3].name", { list: [] })).toBeNull();
  });

  test("is refused when its schema does not know it, with the name that was probably meant", () => {
    expect(errorOf("src.customer.emial", {}, order)).toMatchObject({
      code: "MAPPING_INVALID",
      message: '"src.customer.emial": the schema has no "emial". Did you mean "email"?',
      details: { expression: "src.customer.emial" },
    });
    expect(errorOf('src["custmer"]', {}, order)).toMatchObject({ code: "MAPPING_INVALID" });
    expect(errorOf("src.customer.email.domain", {}, order)).toMatchObject({
      message: expect.stringContaining("has no member"),
    });
  });

  test("is found inside lists, filters and first(...)", () => {
    const schema = {
      properties: {
        items: { type: "array", items: { properties: { sku: { type: "string" } } } },
      },
    };
    expect(resultOf("src.items.map(i, i.sku)", { items: [{ sku: "A" }] }, schema)).toEqual(["A"]);
    for (const text of [
      "src.items[0].skew",
      "src.items.map(i, i.skew)",
      "src.items.filter(i, true).map(i, i.skew)",
      "first(src.items).skew",
      "src.items.map(i, i).exists(i, i.skew == 1)",
    ]) {
      expect(errorOf(text, {}, schema), text).toMatchObject({ code: "MAPPING_INVALID" });
    }
  });

  test("has(...) tells whether it is there", () => {
    expect(resultOf("has(src.a.b)", { a: { b: 0 } })).toBe(true);
    expect(resultOf("has(src.a.b)", { a: null })).toBe(false);
  });
});

describe("conditions and lists", () => {
  test("a choice may give values of different kinds", () => {
    expect(resultOf('src.paid ? "paid" : null', { paid: false })).toBeNull();
    expect(resultOf('src.n > 3 ? 1 : "few"', { n: 2 })).toBe("few");
  });

  test("and / or decide whichever side the problem is on, as in CEL", () => {
    expect(resultOf("src.absent > 1 || true")).toBe(true);
    expect(resultOf("src.absent > 1 && false")).toBe(false);
    expect(errorOf("src.absent > 1 && true")).toMatchObject({ code: "MESSAGE_INVALID" });
    expect(errorOf('"yes" && true')).toMatchObject({ code: "MESSAGE_INVALID" });
  });

  test("lists are mapped, filtered and asked about", () => {
    const src = { items: [{ n: 1 }, { n: 2 }, { n: 3 }] };
    expect(resultOf("src.items.filter(i, i.n > 1).map(i, i.n * 2)", src)).toEqual(["4", "6"]);
    expect(resultOf("src.items.map(i, i.n > 1, i.n)", src)).toEqual(["2", "3"]);
    expect(resultOf("src.items.all(i, i.n > 0)", src)).toBe(true);
    expect(resultOf("src.items.exists(i, i.n == 3)", src)).toBe(true);
    expect(resultOf("src.items.exists_one(i, i.n > 1)", src)).toBe(false);
    expect(resultOf("src.items.map(i, src.items.map(j, i.n * j.n))[2]", src)).toEqual([
      "3",
      "6",
      "9",
    ]);
    expect(resultOf("src.absent.map(i, i.n)", src)).toEqual([]);
  });

  test("a condition gives true or false and nothing else", () => {
    const condition = compileExpression("src.n", { variables: { src: "any" } });
    expect(condition.evaluateCondition({ src: { n: true } })).toBe(true);
    expect(() => condition.evaluateCondition({ src: { n: 1 } })).toThrow("not true or false");
  });
});

describe("an expression that cannot work is refused when it is saved", () => {
  test.each([
    ["src.", "Expected IDENTIFIER"],
    ["trimm(src.a)", 'no function "trimm". Did you mean "trim"?'],
    ["join(src.a)", "join is written join(separator, list)"],
    ["scr.a", 'There is no "scr" here'],
    ['b"bytes"', "not used here"],
    ["5u", "not used here"],
    ["has(src)", "asks about a member"],
    ["src.a.map(src, src)", "already means something"],
    ["", "empty"],
  ])("%s: %s", (text, message) => {
    expect(errorOf(text)).toMatchObject({
      code: "MAPPING_INVALID",
      message: expect.stringContaining(message),
      details: { expression: text },
    });
  });
});
