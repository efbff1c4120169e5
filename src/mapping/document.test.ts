import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ensureError } from "../core/errors.ts";
import { compileMapping } from "./compile.ts";
import { parseMappingDocument } from "./document.ts";

const order = `
mapping: kentico-order
title: Kentico order to canonical order
from: kentico/order
to: canonical/order
fields:
  number:        src.OrderInvoiceNumber
  customer.name: join(" ", [src.Customer.CustomerFirstName, src.Customer.CustomerLastName])
  isPaid:        true
  note:          { value: src.OrderNote, keepNull: true }
  address:
    city:        src.City
  lines:
    each: src.Items
    as: line
    when: line.OrderItemUnitCount > 0   # only what was ordered
    fields:
      sku:       line.SKUNumber
  custom:
    copy: src.OrderCustomData
    except: [Internal]
`;

function problemOf(input: unknown) {
  try {
    return parseMappingDocument(input);
  } catch (thrown) {
    return ensureError(thrown);
  }
}

const withFields = (fields: unknown) => ({ mapping: "m", from: "a/b", to: "c/d", fields });

test("a document written by hand is read as it stands", () => {
  expect(parseMappingDocument(order)).toEqual({
    mapping: "kentico-order",
    title: "Kentico order to canonical order",
    from: "kentico/order",
    to: "canonical/order",
    fields: {
      number: "src.OrderInvoiceNumber",
      "customer.name": 'join(" ", [src.Customer.CustomerFirstName, src.Customer.CustomerLastName])',
      isPaid: "true",
      note: { value: "src.OrderNote", keepNull: true },
      address: { city: "src.City" },
      lines: {
        each: "src.Items",
        as: "line",
        when: "line.OrderItemUnitCount > 0",
        fields: { sku: "line.SKUNumber" },
      },
      custom: { copy: "src.OrderCustomData", except: ["Internal"] },
    },
  });
});

test("reading a document that was read before changes nothing", () => {
  const once = parseMappingDocument(order);
  expect(parseMappingDocument(once)).toEqual(once);
});

test("a target field may be called value, when it does not stand alone", () => {
  const document = parseMappingDocument(withFields({ tax: { value: "src.v", name: "src.n" } }));
  expect(document.fields).toEqual({ tax: { value: "src.v", name: "src.n" } });
});

describe("a document with something wrong names the path of it", () => {
  test.each([
    ["a name in capitals", { ...withFields({ a: "1" }), mapping: "Order" }, "mapping"],
    ["no source", { mapping: "m", to: "c/d", fields: { a: "1" } }, "from"],
    ["no fields", withFields({}), "fields"],
    ["fields that are a list", withFields(["a"]), "fields"],
    ["a blank expression", withFields({ a: " " }), "fields.a"],
    ["an empty object", withFields({ a: { b: {} } }), "fields.a.b"],
    ["null for an expression", withFields({ a: null }), "fields.a"],
    ["a misspelt rule", withFields({ l: { each: "src.i", feilds: {} } }), "fields.l.feilds"],
    ["each without fields", withFields({ l: { each: "src.i" } }), "fields.l.fields"],
    [
      "a bad element name",
      withFields({ l: { each: "src.i", as: "a b", fields: { x: "1" } } }),
      "fields.l.as",
    ],
    [
      "a flag that is text",
      withFields({ a: { value: "1", required: "yes" } }),
      "fields.a.required",
    ],
    [
      "copy with names that are not text",
      withFields({ a: { copy: "src", only: [1] } }),
      "fields.a.only",
    ],
    ["a path in brackets", withFields({ 'a["b"]': "1" }), 'fields.a["b"]'],
    ["an empty step in a path", withFields({ "a..b": "1" }), "fields.a..b"],
  ])("%s", (_what, input, path) => {
    expect(problemOf(input)).toMatchObject({ code: "MAPPING_INVALID", details: { path } });
  });

  test("broken YAML is told by line and column, with what usually helps", () => {
    const broken = order.replace("true", 'src.a ? "x" : "y"');
    expect(problemOf(broken)).toMatchObject({
      code: "MAPPING_INVALID",
      message: expect.stringContaining("Line 9"),
      hint: expect.stringContaining("quotes"),
    });
  });

  test("the same field twice is refused", () => {
    expect(problemOf(`${order}\n  custom: src.a`)).toMatchObject({ code: "MAPPING_INVALID" });
  });

  test("something that is no document at all is refused", () => {
    for (const input of [null, 5, "", "just text", [], "- a\n- b"]) {
      expect(problemOf(input)).toMatchObject({ code: "MAPPING_INVALID" });
    }
  });
});

test("the document on the page of this folder can be used as it stands", () => {
  const page = readFileSync(new URL("README.md", import.meta.url), "utf8");
  const [, yaml = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  const mapping = compileMapping(parseMappingDocument(yaml));
  const src = { OrderInvoiceNumber: "1042", IsPaid: false, Customer: { CustomerEmail: "a@b.cz" } };
  expect(mapping.run({ src }).output).toEqual({
    number: "1042",
    email: "a@b.cz",
    note: null,
  });
});
