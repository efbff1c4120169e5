import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  isNumberPlace,
  itemPlace,
  type JsonSchema,
  listPlace,
  type MemberPlace,
  memberPlace,
  schemaPlace,
} from "./schema-path.ts";

const schema = {
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

/** Steps from member to member; `[]` steps into the elements of a list. */
function memberAt(from: JsonSchema | undefined, ...steps: string[]): MemberPlace {
  const [last = "", ...earlier] = steps.toReversed();
  const place = earlier.reduceRight((at, step) => {
    if (step === "[]") return itemPlace(at);
    const member = memberPlace(at, step);
    return member.kind === "known" ? member.place : "open";
  }, schemaPlace(from));
  return memberPlace(place, last);
}

describe("a member of a schema", () => {
  test.each([
    ["number", "known"],
    ["customer.name", "known"],
    ["customer.email", "known"],
    ["customer.phone", "unknown"],
    ["lines.[].sku", "known"],
    ["lines.[].skew", "unknown"],
    ["lines.sku", "not-an-object"],
    ["number.length", "not-an-object"],
    ["custom.anything", "known"],
    ["free.anything.at.all", "open"],
    ["self.self.self.number", "known"],
    ["self.self.nothing", "unknown"],
    ["toString", "unknown"],
    ["__proto__", "unknown"],
  ])("%s is %s", (path, kind) => {
    expect(memberAt(schema, ...path.split(".")).kind).toBe(kind);
  });

  test("is open where there is no schema", () => {
    expect(memberAt(undefined, "any", "thing").kind).toBe("open");
    expect(memberPlace(schemaPlace("any"), "thing").kind).toBe("open");
  });

  test("that is not known comes with the names of those there are", () => {
    const names = { kind: "unknown", names: ["sku"] };
    expect(memberAt(schema, "lines", "[]", "skew")).toEqual(names);
  });

  test("of a list's elements is the same after the list was put together from them", () => {
    const line = itemPlace(listPlace(itemPlace(schemaPlace(schema.properties["lines"]))));
    expect(memberPlace(line, "sku").kind).toBe("known");
    expect(itemPlace(listPlace("open"))).toBe("open");
  });
});

test("a place where only a number can stand is told from the others", () => {
  const isNumber = (...steps: string[]) => {
    const member = memberAt(schema, ...steps);
    return member.kind === "known" && isNumberPlace(member.place);
  };
  expect(isNumber("total")).toBe(true);
  expect(isNumber("custom", "x")).toBe(true);
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
  expect(memberAt(zodSchema, "customer", "email").kind).toBe("known");
  expect(memberAt(zodSchema, "customer", "phone").kind).toBe("unknown");
  expect(memberAt(zodSchema, "lines", "[]", "quantity").kind).toBe("known");
  expect(memberAt(zodSchema, "custom", "anything").kind).toBe("known");
});

test("a schema that refers to itself without end is given up, not followed for ever", () => {
  const endless = { $ref: "#/$defs/a", $defs: { a: { anyOf: [{ $ref: "#/$defs/a" }] } } };
  expect(memberAt(endless, "x").kind).toBe("not-an-object");
});
