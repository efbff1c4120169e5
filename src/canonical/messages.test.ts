import { describe, expect, test } from "vitest";
import { isJsonObject, type JsonObject } from "../core/json.ts";
import {
  isMessageName,
  type MessageName,
  messageJsonSchema,
  messages,
  parseMessage,
} from "./messages.ts";

const names = Object.keys(messages) as MessageName[];

interface DescribedField {
  path: string;
  field: JsonObject;
}

/** Every property of every object in a JSON Schema, also behind definitions, lists and choices. */
function fieldsOf(schema: unknown, path: string): DescribedField[] {
  if (Array.isArray(schema)) return schema.flatMap((member) => fieldsOf(member, path));
  if (!isJsonObject(schema)) return [];
  const properties = isJsonObject(schema["properties"]) ? schema["properties"] : {};
  const own = Object.entries(properties).flatMap(([name, field]) =>
    isJsonObject(field) ? [{ path: `${path}.${name}`, field }] : [],
  );
  const nested = Object.entries(schema)
    .filter(([keyword]) => keyword !== "examples" && keyword !== "default")
    .flatMap(([keyword, member]) =>
      keyword === "properties" || keyword === "$defs"
        ? Object.entries(member as JsonObject).flatMap(([name, value]) =>
            fieldsOf(value, keyword === "$defs" ? name : `${path}.${name}`),
          )
        : fieldsOf(member, path),
    );
  return [...own, ...nested];
}

const order = {
  id: "1042",
  number: "1042",
  placedAt: "2024-11-02T22:41:07Z",
  timeZone: "Europe/Prague",
  status: "placed",
  currency: "USD",
  pricesIncludeTax: false,
  customer: { id: "77", isGuest: false },
  lines: [
    {
      id: "1",
      kind: "product",
      name: "Grinder",
      quantity: "1",
      unitPrice: { amount: "189.00", currency: "USD" },
      total: { amount: "189.00", currency: "USD" },
      tax: { treatment: "taxable", code: "Standard" },
    },
  ],
  totals: Object.fromEntries(
    ["subtotal", "discount", "charges", "tax", "total", "due"].map((name) => [
      name,
      { amount: "189.00", currency: "USD" },
    ]),
  ),
};

describe("the canonical data model", () => {
  test.each(names)("describes every field of %s and gives an example", (name) => {
    const fields = fieldsOf(messageJsonSchema(name), name);
    expect(fields.length).toBeGreaterThan(5);
    const silent = fields.filter(
      ({ field }) => typeof field["description"] !== "string" || !Array.isArray(field["examples"]),
    );
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  test.each(names)("writes the descriptions of %s as sentences", (name) => {
    for (const { path, field } of fieldsOf(messageJsonSchema(name), name)) {
      expect(`${path}: ${field["description"]}`).toMatch(/: [A-Z].*\.$/);
    }
  });

  test("knows its messages by name", () => {
    expect(isMessageName("invoice")).toBe(true);
    expect(isMessageName("constructor")).toBe(false);
  });
});

describe("checking a message", () => {
  test("fills in what may be left out", () => {
    expect(parseMessage("order", order)).toMatchObject({
      isTest: false,
      taxAddress: "billing",
      charges: [],
      discounts: [],
      giftCards: [],
      payments: [],
      custom: {},
    });
  });

  test("names the path of the first wrong field and lists all of them", () => {
    const [line] = order.lines;
    const wrong = {
      ...order,
      placedAt: "yesterday",
      lines: [{ ...line, unitPrice: { amount: "1,5", currency: "USD" } }],
    };
    expect(() => parseMessage("order", wrong)).toThrowError(
      expect.objectContaining({
        code: "MESSAGE_INVALID",
        message: expect.stringContaining("The order is not valid: placedAt: "),
        details: {
          message: "order",
          problems: [
            expect.objectContaining({ path: "placedAt" }),
            { path: "lines.0.unitPrice.amount", problem: "not a decimal number" },
          ],
        },
      }),
    );
  });

  test("refuses fields that no message has, and numbers where money is text", () => {
    expect(() => parseMessage("order", { ...order, totel: "1" })).toThrowError(/totel/);
    expect(() => parseMessage("order", { ...order, number: 1042 })).toThrowError(/number/);
    expect(() => parseMessage("customer", null)).toThrowError(/customer/);
  });

  test("lets custom fields through under their own names", () => {
    const custom = { poNumber: "PO-77", nested: { a: ["1"] } };
    expect(parseMessage("order", { ...order, custom }).custom).toEqual(custom);
  });
});
