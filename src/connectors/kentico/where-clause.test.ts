import { describe, expect, it } from "vitest";
import { parseWhere } from "../../../sandbox/kentico/where-grammar.ts";
import { after, compares, isOneOf } from "./where-clause.ts";

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
  ])("%s", (clause, expected) => {
    expect(clause).toBe(expected);
    expect(() => parseWhere(String(clause))).not.toThrow();
  });

  it("refuses a value with a quote, which the grammar cannot express", () => {
    expect(() => compares("CustomerLastName", "=", "O'Brien")).toThrow(refused);
    expect(() => compares("CustomerLastName", "=", "x\u0000")).toThrow(refused);
  });

  it.each(["a--b@example.com", "1; 2", "/* note", "*/"])(
    "refuses %s, in which the grammar sees a comment or a separator",
    (text) => {
      expect(() => parseWhere(`CustomerEmail = '${text}'`)).toThrow();
      expect(() => compares("CustomerEmail", "=", text)).toThrow(refused);
    },
  );

  it("takes column names and whole numbers only", () => {
    expect(() => compares("1=1; DROP", "=", 1)).toThrow(refused);
    expect(() => compares("OrderID", "=", 1.5)).toThrow(refused);
    expect(() => isOneOf("OrderID", [])).toThrow(refused);
  });
});
