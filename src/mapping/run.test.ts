import { describe, expect, test } from "vitest";
import { ensureError } from "../core/errors.ts";
import { parseJson } from "../core/json.ts";
import { type CompileOptions, compileMapping } from "./compile.ts";
import { parseMappingDocument } from "./document.ts";
import { lookupTablesOf } from "./lookup-tables.ts";
import type { MappingInput } from "./run.ts";

function mapWith(fields: unknown, input: MappingInput, options: CompileOptions = {}) {
  const document = parseMappingDocument({ mapping: "m", from: "a/b", to: "c/d", fields });
  return compileMapping(document, options).run(input);
}

function failureOf(fields: unknown, input: MappingInput) {
  try {
    mapWith(fields, input);
    return undefined;
  } catch (thrown) {
    return ensureError(thrown);
  }
}

const kenticoOrder = parseJson(`{
  "OrderInvoiceNumber": "1042",
  "OrderDate": "2026-03-02T09:15:00",
  "OrderStatusID": 3,
  "Currency": "USD",
  "Customer": { "CustomerFirstName": "Ann", "CustomerLastName": "Lee" },
  "Items": [
    { "SKUNumber": "A-1", "OrderItemUnitCount": 2, "OrderItemUnitPrice": 100.500000000 },
    { "SKUNumber": "A-2", "OrderItemUnitCount": 0, "OrderItemUnitPrice": 5.0 },
    { "SKUNumber": "A-3", "OrderItemUnitCount": 1, "OrderItemUnitPrice": 40.75 }
  ],
  "OrderCustomData": { "PONumber": "PO-7", "Priority": 2, "Weight": 1.250, "Internal": "x" }
}`);

const kenticoFields = {
  number: "src.OrderInvoiceNumber",
  placedAt: "date(src.OrderDate, settings.timeZone)",
  status: 'lookup("kentico-order-status", src.OrderStatusID, "pending")',
  "customer.name": 'join(" ", [src.Customer.CustomerFirstName, src.Customer.CustomerLastName])',
  "customer.email": "src.Customer.CustomerEmail",
  lines: {
    each: "src.Items",
    as: "line",
    when: "line.OrderItemUnitCount > 0",
    fields: {
      sku: "line.SKUNumber",
      position: "index",
      quantity: "decimal(line.OrderItemUnitCount)",
      unitPrice: "money(line.OrderItemUnitPrice, src.Currency)",
    },
  },
  custom: { copy: "src.OrderCustomData", except: ["Internal"] },
  "custom.channel": "event.channel",
};

const input: MappingInput = {
  src: kenticoOrder,
  settings: { timeZone: "Europe/Prague" },
  event: { channel: "web" },
  lookups: lookupTablesOf({ "kentico-order-status": { "1": "placed" } }),
};

test("an order of a shop becomes a canonical order", () => {
  expect(mapWith(kenticoFields, input).output).toEqual({
    number: "1042",
    placedAt: "2026-03-02T08:15:00.000Z",
    status: "pending",
    customer: { name: "Ann Lee" },
    lines: [
      {
        sku: "A-1",
        position: "0",
        quantity: "2",
        unitPrice: { amount: "100.50", currency: "USD" },
      },
      { sku: "A-3", position: "2", quantity: "1", unitPrice: { amount: "40.75", currency: "USD" } },
    ],
    custom: { PONumber: "PO-7", Priority: 2, Weight: "1.250", channel: "web" },
  });
});

test("the trace tells of every field what it was made of and what came out", () => {
  const { trace } = mapWith(kenticoFields, input);
  expect(trace).toContainEqual({
    path: "number",
    expression: "src.OrderInvoiceNumber",
    value: "1042",
  });
  expect(trace).toContainEqual({
    path: "customer.email",
    expression: "src.Customer.CustomerEmail",
    value: null,
  });
  expect(trace).toContainEqual({ path: "lines", expression: "src.Items", value: "3 elements" });
  expect(trace).toContainEqual({
    path: "lines[0].sku",
    expression: "line.SKUNumber",
    value: "A-1",
  });
  expect(trace).toContainEqual({
    path: "lines[1].sku",
    expression: "line.SKUNumber",
    value: "A-3",
  });
  expect(trace.map(({ path }) => path)).toEqual([
    "number",
    "placedAt",
    "status",
    "customer.name",
    "customer.email",
    "lines",
    "lines.when[0]",
    "lines[0].sku",
    "lines[0].position",
    "lines[0].quantity",
    "lines[0].unitPrice",
    "lines.when[1]",
    "lines.when[2]",
    "lines[1].sku",
    "lines[1].position",
    "lines[1].quantity",
    "lines[1].unitPrice",
    "custom",
    "custom.channel",
  ]);
});

describe("each", () => {
  test("may stand inside another one and still sees the outer element", () => {
    const src = {
      orders: [
        { id: "o1", lines: [{ sku: "A" }, { sku: "B" }] },
        { id: "o2", lines: [] },
      ],
    };
    const fields = {
      orders: {
        each: "src.orders",
        as: "order",
        fields: {
          id: "order.id",
          lines: {
            each: "order.lines",
            as: "line",
            fields: { key: 'join("-", [order.id, line.sku, index])' },
          },
        },
      },
    };
    expect(mapWith(fields, { src }).output).toEqual({
      orders: [
        { id: "o1", lines: [{ key: "o1-A-0" }, { key: "o1-B-1" }] },
        { id: "o2", lines: [] },
      ],
    });
  });

  test("leaves the field out when there is no list, and refuses what is not a list", () => {
    const fields = { lines: { each: "src.lines", fields: { a: "item.a" } } };
    expect(mapWith(fields, { src: {} }).output).toEqual({});
    expect(failureOf(fields, { src: { lines: { a: 1 } } })).toMatchObject({
      code: "MAPPING_FAILED",
      details: { path: "lines" },
    });
    const asList = { lines: { each: "list(src.lines)", fields: { a: "item.a" } } };
    expect(mapWith(asList, { src: { lines: { a: "x" } } }).output).toEqual({ lines: [{ a: "x" }] });
  });
});

describe("empty values", () => {
  test("leave their field out, unless null is to be kept", () => {
    const fields = { a: "src.a", b: { value: "src.b", keepNull: true }, "c.d": "src.d" };
    expect(mapWith(fields, { src: {} }).output).toEqual({ b: null });
  });

  test("of a required field refuse the message and name the field", () => {
    const fields = { a: { value: "src.a", required: true }, b: "1" };
    expect(failureOf(fields, { src: {} })).toMatchObject({
      code: "MAPPING_FAILED",
      details: { path: "a", expression: "src.a" },
    });
    expect(mapWith(fields, { src: { a: false } }).output).toEqual({ a: false, b: "1" });
  });
});

describe("numbers in the output", () => {
  test("are decimal text, whatever they were", () => {
    const fields = { sum: "0.1 + 0.2", price: "src.price", id: "src.id" };
    const src = parseJson('{"price": 241.750000000, "id": 7}');
    expect(mapWith(fields, { src }).output).toEqual({
      sum: "0.3",
      price: "241.750000000",
      id: "7",
    });
  });

  test("are JSON numbers where the target asks for numbers and no digit is lost", () => {
    const targetSchema = {
      properties: {
        id: { type: "integer" },
        rate: { type: "number" },
        long: { type: "number" },
        ids: { items: { type: "integer" } },
      },
    };
    const fields = {
      id: "src.id",
      rate: "0.1 + 0.2",
      long: "0.12345678901234567890",
      ids: "[1, src.id]",
    };
    expect(mapWith(fields, { src: { id: 7 } }, { targetSchema }).output).toEqual({
      id: 7,
      rate: 0.3,
      long: "0.1234567890123456789",
      ids: [1, 7],
    });
  });
});

describe("a message that does not fit", () => {
  test("fails with the first field and shows all that were worked out", () => {
    const fields = { a: "decimal(src.a)", b: "src.b", c: "decimal(src.c)" };
    const failure = failureOf(fields, { src: { a: "many", b: "fine", c: "much" } });
    expect(failure).toMatchObject({
      code: "MAPPING_FAILED",
      message: 'Field "a": "many" is not a number. 1 more field(s) failed.',
      details: {
        path: "a",
        expression: "decimal(src.a)",
        trace: [
          { path: "a", error: { code: "MESSAGE_INVALID" } },
          { path: "b", value: "fine" },
          { path: "c", error: { code: "MESSAGE_INVALID" } },
        ],
      },
    });
  });

  test("names the element of the list", () => {
    const fields = { lines: { each: "src.lines", as: "l", fields: { q: "decimal(l.q)" } } };
    const src = { lines: [{ q: "1" }, { q: "x" }] };
    expect(failureOf(fields, { src })).toMatchObject({ details: { path: "lines[1].q" } });
  });

  test("keeps the code of a missing lookup, with its table and key", () => {
    const fields = { status: 'lookup("kentico-order-status", src.OrderStatusID)' };
    expect(failureOf(fields, input)).toMatchObject({
      code: "LOOKUP_MISSING",
      details: { path: "status", table: "kentico-order-status", key: "3" },
    });
  });

  test("does not show secrets in its trace", () => {
    const fields = { note: "src.note", a: "decimal(src.note)" };
    const failure = failureOf(fields, { src: { note: "Bearer abcdefghijklmnop" } });
    expect(JSON.stringify(failure?.details)).not.toContain("abcdefghijklmnop");
  });
});

test("the same mapping runs on one message after another without remembering anything", () => {
  const document = parseMappingDocument({
    mapping: "m",
    from: "a/b",
    to: "c/d",
    fields: { x: { copy: "src" }, "x.n": "1" },
  });
  const mapping = compileMapping(document);
  const src = { deep: { a: 1 } };
  mapping.run({ src });
  expect(mapping.run({ src: {} }).output).toEqual({ x: { n: "1" } });
  expect(src).toEqual({ deep: { a: 1 } });
});
