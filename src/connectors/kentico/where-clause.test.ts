import { describe, expect, it } from "vitest";
import { parseWhere } from "../../../sandbox/kentico/where-grammar.ts";
import { after, allOf, anyOf, compares, containing, isOneOf, isWritable } from "./where-clause.ts";

const refused = expect.objectContaining({ code: "REQUEST_INVALID" });

describe("Kentico quirk 6: conditions stay inside the safety grammar", () => {
  it.each([
    [compares("OrderID", ">", 5), "OrderID > 5"],
    [compares("OrderGUID", "=", "6f1c0c3e-0000"), "OrderGUID = '6f1c0c3e-0000'"],
    [isOneOf("OrderItemOrderID", [1, 2, 3]), "OrderItemOrderID IN (1,2,3)"],
    [
      after("OrderLastModified", "OrderID", { time: "2024-01-01T10:00:00", id: 12 }),
      "(OrderLastModified > '2024-01-01T10:00:00') OR ((OrderLastModified = '2024-01-01T10:00:00') AND (OrderID > 12))",
    ],
    [containing("CustomerEmail", "ann@example.com"), "CustomerEmail LIKE '%ann@example.com%'"],
    [anyOf(allOf("A = 1", "B = 2"), "C = 3"), "((A = 1) AND (B = 2)) OR (C = 3)"],
  ])("%s", (clause, expected) => {
    expect(clause).toBe(expected);
    expect(() => parseWhere(String(clause))).not.toThrow();
  });

  it("refuses a value with a quote, which the grammar cannot express", () => {
    expect(isWritable("O'Brien")).toBe(false);
    expect(() => compares("CustomerLastName", "=", "O'Brien")).toThrow(refused);
    expect(() => compares("CustomerLastName", "=", "x\u0000")).toThrow(refused);
  });

  it("searches for the longest harmless part of a value with a quote", () => {
    expect(containing("CustomerEmail", "o'brien_jr@example.com")).toBe(
      "CustomerEmail LIKE '%jr@example.com%'",
    );
    expect(containing("CustomerEmail", "'%_'")).toBeNull();
  });

  it("takes column names and whole numbers only", () => {
    expect(() => compares("1=1; DROP", "=", 1)).toThrow(refused);
    expect(() => compares("OrderID", "=", 1.5)).toThrow(refused);
    expect(() => isOneOf("OrderID", [])).toThrow(refused);
  });
});
