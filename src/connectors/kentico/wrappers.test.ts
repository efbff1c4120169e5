import { describe, expect, it } from "vitest";
import { parseJson } from "../../core/json.ts";
import { readCollection, readRecord, wholeCollection } from "./wrappers.ts";

describe("Kentico quirk 4: three wrappers around JSON answers", () => {
  it("takes a list and its total, which is a text, by position", () => {
    const answer = parseJson(
      '{"ecommerce_orders":[\r\n{"COM_Order":[\r\n{"OrderTotalPrice":241.750000000,"OrderID":1042}]\r\n},\r\n{"TotalRecords":[\r\n{"TotalRecords":"37"}]\r\n}]\r\n}',
    );
    expect(readCollection(answer)).toEqual({
      records: [{ OrderTotalPrice: "241.750000000", OrderID: 1042 }],
      totalRecords: 37,
    });
  });

  it("reads an empty list, which has no total and another name", () => {
    expect(readCollection(parseJson('{"ecommerce_orders":[{"Table":[]}]}'))).toEqual({
      records: [],
      totalRecords: 0,
    });
  });

  it("does not mind the case of table names", () => {
    const answer = parseJson(
      '{"cms_countries":[{"cms_country":[{"CountryID":1}]},{"totalrecords":[{"totalrecords":"1"}]}]}',
    );
    expect(readCollection(answer).records).toEqual([{ CountryID: 1 }]);
  });

  it("reads one object, and what a write answers", () => {
    expect(readRecord(parseJson('{"data":{"OrderID":1}}'))).toEqual({ OrderID: 1 });
    expect(readRecord(parseJson('{"COM_Order":{"OrderID":1,"OrderGUID":"g"}}'))).toEqual({
      OrderID: 1,
      OrderGUID: "g",
    });
  });

  it("refuses a list that lacks rows it counts", () => {
    const list = (total: number) =>
      parseJson(`{"a":[{"b":[{"OrderID":1}]},{"TotalRecords":[{"TotalRecords":"${total}"}]}]}`);
    expect(wholeCollection(list(1)).records).toEqual([{ OrderID: 1 }]);
    const unreadable = expect.objectContaining({ code: "UNREADABLE_ANSWER" });
    expect(() => wholeCollection(list(2))).toThrow(unreadable);
  });

  it("takes an answer to a write that is no record for an unknown outcome", () => {
    const unknown = expect.objectContaining({ code: "OUTCOME_UNKNOWN" });
    expect(() => readRecord(parseJson("[]"), "create")).toThrow(unknown);
  });

  it.each(["[]", '"text"', '{"a":1}', '{"a":{},"b":{}}'])("refuses %s", (text) => {
    const unreadable = expect.objectContaining({ code: "UNREADABLE_ANSWER" });
    expect(() => readCollection(parseJson(text))).toThrow(unreadable);
    expect(() => readRecord(parseJson(text))).toThrow(unreadable);
  });
});
