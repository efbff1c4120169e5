import { describe, expect, test } from "vitest";
import { z } from "zod";
import { isNumberPlace, type JsonSchema, resolveSchemaPath } from "./schema-path.ts";

const schema: JsonSchema = {
  type: "object",
  properties: {
    number: { type: "string" },
    total: { anyOf: [{ type: "number" }, { type: "null" }] },
    customer: { $ref: "#/$defs/customer" },
    lines: { type: "array", items: { type: "object", properties: { sku: { type: "string" } } } },
    custom: { type: "object", additionalProperties: { type: "integer" } },
    free: { type: "object" },
    self: { $ref: "#" },
  },
  $defs: {
    customer: {
      anyOf: [
        { type: "null" },
        { allOf: [{ properties: { name: { type: "string" } } }, { properties: { email: {} } }] },
      ],
    },
  },
};

describe("a path in a schema", () => {
  test.each([
    ["number", "known"],
    ["customer.name", "known"],
    ["customer.email", "known"],
    ["customer.phone", "unknown"],
    ["lines[0].sku", "known"],
    ["lines[].sku", "known"],
    ["lines[0].skew", "unknown"],
    ["lines.sku", "not-an-object"],
    ["number.length", "not-an-object"],
    ["custom.anything", "known"],
    ["free.anything.at.all", "open"],
    ["self.self.self.number", "known"],
    ["self.self.nothing", "unknown"],
    ["toString", "unknown"],
    ["__proto__", "unknown"],
  ])("%s is %s", (path, kind) => {
    expect(resolveSchemaPath(schema, path).kind).toBe(kind);
  });

  test("is open where there is no schema", () => {
    expect(resolveSchemaPath(undefined, "any.thing").kind).toBe("open");
  });

  test("names the members there are when one is not known", () => {
    expect(resolveSchemaPath(schema, "lines[0].skew")).toEqual({ kind: "unknown", names: ["sku"] });
  });
});

test("a place where only a number can stand is told from the others", () => {
  const isNumber = (path: string) => {
    const member = resolveSchemaPath(schema, path);
    return member.kind === "known" && isNumberPlace(member.place);
  };
  expect(isNumber("total")).toBe(true);
  expect(isNumber("custom.x")).toBe(true);
  expect(isNumber("number")).toBe(false);
  expect(isNumber("lines")).toBe(false);
});

test("schemas written by zod are understood", () => {
  const zodSchema = z.toJSONSchema(
    z.strictObject({
      customer: z.strictObject({ email: z.string().nullable() }).nullable(),
      lines: z.array(z.strictObject({ quantity: z.number().optional() })),
      custom: z.record(z.string(), z.string()),
    }),
  ) as JsonSchema;
  expect(resolveSchemaPath(zodSchema, "customer.email").kind).toBe("known");
  expect(resolveSchemaPath(zodSchema, "customer.phone").kind).toBe("unknown");
  expect(resolveSchemaPath(zodSchema, "lines[0].quantity").kind).toBe("known");
  expect(resolveSchemaPath(zodSchema, "custom.anything").kind).toBe("known");
});

test("a schema that refers to itself without end is given up, not followed for ever", () => {
  const endless = { $ref: "#/$defs/a", $defs: { a: { anyOf: [{ $ref: "#/$defs/a" }] } } };
  expect(resolveSchemaPath(endless, "x").kind).toBe("not-an-object");
});
