// What the `where` parameter accepts and refuses, and which rows it finds.
import { expect, test } from "vitest";
import type { ObjectType } from "./object-type.ts";
import { xperienceObjectTypes } from "./object-types.ts";
import { DatabaseError, UnsafeQueryError } from "./sql-error.ts";
import type { Row } from "./tables.ts";
import { compileWhere } from "./where-evaluate.ts";
import { parseWhere } from "./where-grammar.ts";

function typeOf(name: string): ObjectType {
  const type = xperienceObjectTypes().find((each) => each.name === name);
  if (type === undefined) throw new TypeError(name);
  return type;
}

const order: Row = {
  OrderID: 12,
  OrderGUID: "6f1c0c3e-0000-4000-8000-000000000001",
  OrderLastModified: "2024-11-02T23:41:07.193",
  OrderTotalPrice: "241.75",
  OrderIsPaid: true,
  OrderNote: null,
  OrderInvoiceNumber: "K-12 ",
};

const finds = (where: string, row = order, type = "ecommerce.order") =>
  compileWhere(parseWhere(where), typeOf(type))(row);

test.each([
  "OrderLastModified >= '2024-01-01T10:00:00' AND OrderID > 5",
  "OrderID IN (1,2,12)",
  "(OrderLastModified > '2024-11-02T23:41:07.192' OR (OrderLastModified = '2024-11-02T23:41:07.193' AND OrderID > 11))",
  "OrderGUID='6F1C0C3E-0000-4000-8000-000000000001'",
  "[OrderTotalPrice] = 241.750000000",
  "COM_Order.OrderIsPaid = 1",
  "OrderNote IS NULL AND OrderInvoiceNumber IS NOT NULL",
  "OrderID BETWEEN 10 AND 12 AND OrderID NOT BETWEEN 1 AND 3",
  "OrderInvoiceNumber LIKE N'k-%' AND OrderInvoiceNumber NOT LIKE 'x%'",
  "orderid + 1 = 13 AND OrderID * 2 <> 25",
  "OrderID NOT IN (1, 2)",
  "OrderInvoiceNumber = 'k-12'",
])("quirk 10: the condition %s finds the order", (where) => {
  expect(finds(where)).toBe(true);
});

test.each([
  "OrderNote <> 'x'",
  "OrderNote NOT IN ('x')",
  "OrderNote NOT LIKE 'x'",
  "OrderID > 12",
  "OrderLastModified > '2024-11-03'",
])("quirk 10: the condition %s does not find the order, whose note is empty", (where) => {
  expect(finds(where)).toBe(false);
});

test.each([
  "CustomerLastName='O''Brien'",
  "OrderDate > DATEADD(day,-1,GETDATE())",
  "OrderID = 1; DROP TABLE COM_Order",
  "OrderID = 1 -- comment",
  "OrderID = 1 /* comment */",
  "OrderID = 1\tOR OrderID = 2",
  "OrderNote = 'never closed",
  "LEN(OrderNote) = 3",
  'OrderNote = "double"',
  "OrderID IN (SELECT OrderID)",
  "OrderNote = 'a' + 'Ω' & 1",
])("quirk 10: the condition %s is unsafe", (where) => {
  expect(() => finds(where)).toThrow(UnsafeQueryError);
});

test.each([
  "NoSuchColumn = 1",
  "OrderLastModified > 'yesterday'",
  "OrderLastModified > '2024-11-02T23:41:07+01:00'",
  "OrderLastModified > '2024-02-30'",
  "OrderID = 'abc'",
  "OrderGUID = '42'",
  "OrderID >",
  "(OrderID = 1",
  "OrderID = 1 OrderID = 2",
])("quirk 10: the database refuses the condition %s", (where) => {
  expect(() => finds(where)).toThrow(DatabaseError);
});
