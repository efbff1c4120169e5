import { describe, expect, test } from "vitest";
import { ensureError } from "../core/errors.ts";
import { type CompileOptions, compileMapping } from "./compile.ts";
import { parseMappingDocument } from "./document.ts";
import { mappingLimits } from "./limits.ts";

const sourceSchema = {
  type: "object",
  properties: {
    OrderInvoiceNumber: { type: "string" },
    OrderStatusID: { type: "integer" },
    Items: {
      type: "array",
      items: {
        type: "object",
        properties: { SKUNumber: { type: "string" }, Parts: { $ref: "#/$defs/parts" } },
      },
    },
  },
  $defs: {
    parts: { type: "array", items: { type: "object", properties: { Code: { type: "string" } } } },
  },
};
const targetSchema = {
  type: "object",
  properties: {
    number: { type: "string" },
    status: { type: "string" },
    customer: { type: "object", properties: { name: { type: "string" } } },
    lines: {
      type: "array",
      items: {
        type: "object",
        properties: {
          sku: { type: "string" },
          parts: { type: "array", items: { properties: { code: { type: "string" } } } },
        },
      },
    },
    custom: { type: "object", additionalProperties: { type: "string" } },
  },
};

function problemsOf(fields: unknown, options: CompileOptions = { sourceSchema, targetSchema }) {
  const document = parseMappingDocument({ mapping: "m", from: "a/b", to: "c/d", fields });
  try {
    compileMapping(document, options);
    return [];
  } catch (thrown) {
    const { code, details } = ensureError(thrown);
    expect(code).toBe("MAPPING_INVALID");
    return details["problems"];
  }
}

test("a mapping that fits both schemas compiles", () => {
  const fields = {
    number: "src.OrderInvoiceNumber",
    "customer.name": "settings.shop",
    lines: {
      each: "src.Items",
      as: "line",
      fields: {
        sku: "line.SKUNumber",
        parts: { each: "line.Parts", as: "part", fields: { code: "part.Code + string(index)" } },
      },
    },
    custom: { copy: "src" },
    "custom.anything": "event.id",
  };
  expect(problemsOf(fields)).toEqual([]);
});

describe("every problem is reported with the path of its field", () => {
  test.each<[string, unknown, string, string]>([
    [
      "a misspelt source field",
      { number: "src.OrderInvoiceNumbr" },
      "number",
      "OrderInvoiceNumber",
    ],
    [
      "a misspelt target field",
      { nubmer: "src.OrderInvoiceNumber" },
      "nubmer",
      'Did you mean "number"?',
    ],
    ["a misspelt field below another", { customer: { nmae: "1" } }, "customer.nmae", '"name"'],
    ["a field below text", { "number.part": "1" }, "number.part", "type string"],
    ["an unknown function", { number: "uper(src.OrderInvoiceNumber)" }, "number", '"upper"'],
    ["a broken expression", { number: "src.OrderInvoiceNumber +" }, "number", "Unexpected token"],
    [
      "a misspelt field of an element",
      { lines: { each: "src.Items", as: "line", fields: { sku: "line.SKUNumbr" } } },
      "lines.sku",
      "SKUNumber",
    ],
    [
      "a misspelt target of an element",
      { lines: { each: "src.Items", as: "line", fields: { skew: "line.SKUNumber" } } },
      "lines.skew",
      "no field",
    ],
    [
      "two levels down",
      {
        lines: {
          each: "src.Items",
          as: "line",
          fields: { parts: { each: "line.Parts", as: "part", fields: { code: "part.Cde" } } },
        },
      },
      "lines.parts.code",
      '"Code"',
    ],
    [
      "a condition of elements",
      { lines: { each: "src.Items", when: "item.Qty > 0", fields: { sku: "item.SKUNumber" } } },
      "lines.when",
      '"Qty"',
    ],
    [
      "an element named like a variable",
      { lines: { each: "src.Items", as: "src", fields: { sku: "src.SKUNumber" } } },
      "lines",
      "already means",
    ],
    [
      "a field below one written as a whole",
      { customer: "src", "customer.name": "1" },
      "customer.name",
      "as a whole",
    ],
    [
      "a whole above its fields",
      { "customer.name": "1", customer: "src" },
      "customer",
      "already written",
    ],
    [
      "a field written twice",
      { "customer.name": "1", customer: { name: "2" } },
      "customer.name",
      "twice",
    ],
  ])("%s", (_what, fields, path, problem) => {
    expect(problemsOf(fields)).toEqual([
      expect.objectContaining({ path, problem: expect.stringContaining(problem) }),
    ]);
  });

  test("all of them at once, the first one in the message", () => {
    const problems = problemsOf({ number: "src.X", status: "src.Y", "customer.name": "src.Z" });
    expect(problems).toMatchObject([
      { path: "number" },
      { path: "status" },
      { path: "customer.name" },
    ]);
  });

  test("an unknown lookup table", () => {
    const fields = { status: 'lookup("kentico-order-staus", src.OrderStatusID)' };
    expect(problemsOf(fields, { lookupNames: ["kentico-order-status"] })).toMatchObject([
      { path: "status", problem: expect.stringContaining('"kentico-order-status"') },
    ]);
    expect(problemsOf(fields, {})).toEqual([]);
  });

  test("a setting that the settings do not know", () => {
    const settingsSchema = { properties: { timeZone: { type: "string" } } };
    expect(problemsOf({ number: "settings.timezone" }, { settingsSchema })).toMatchObject([
      { path: "number", problem: expect.stringContaining('"timeZone"') },
    ]);
  });
});

test("more fields than a mapping may have are refused", () => {
  const names = Array.from({ length: mappingLimits.fields + 1 }, (_, index) => [`f${index}`, "1"]);
  const fields = Object.fromEntries(names);
  const document = parseMappingDocument({ mapping: "m", from: "a/b", to: "c/d", fields });
  expect(() => compileMapping(document)).toThrow("2000 fields");
});
