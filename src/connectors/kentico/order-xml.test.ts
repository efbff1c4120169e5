import { describe, expect, it } from "vitest";
import {
  readCouponCodes,
  readCustomData,
  readPaymentResult,
  readSummary,
  type XmlColumn,
} from "./order-xml.ts";
import { parseXml } from "./xml-element.ts";

const column = (text: string | null): XmlColumn => ({ text, what: "OrderDiscounts of order 1042" });
const unreadable = expect.objectContaining({ code: "MESSAGE_INVALID" });

describe("the XML columns of an order", () => {
  it("reads tax sums, discounts and gift cards with their exact values", () => {
    const xml =
      "<Summary><Item><Name>Standard &amp; more</Name><Value>36.020000000</Value></Item>" +
      "<Item><Name>Food</Name><Value>2.33</Value></Item></Summary>";
    expect(readSummary(column(xml))).toEqual([
      { Name: "Standard & more", Value: "36.02" },
      { Name: "Food", Value: "2.33" },
    ]);
  });

  it("reads an empty column as nothing", () => {
    expect(readSummary(column(null))).toEqual([]);
    expect(readSummary(column("<Summary />"))).toEqual([]);
    expect(readCouponCodes(column(""))).toEqual([]);
    expect(readCustomData(column(null))).toEqual({});
    expect(readPaymentResult(column(null), "UTC")).toBeNull();
  });

  it("reads the coupon codes that were applied", () => {
    const xml =
      "<CouponCodes><CouponCode><Code>SUMMER10</Code><ValueInMainCurrency>1</ValueInMainCurrency>" +
      "</CouponCode><CouponCode><Code>VIP</Code></CouponCode></CouponCodes>";
    expect(readCouponCodes(column(xml))).toEqual([{ Code: "SUMMER10" }, { Code: "VIP" }]);
  });

  it("keeps custom data as text, also numbers with leading zeros and things that look like code", () => {
    const xml =
      "<CustomData><PurchaseOrder>007</PurchaseOrder><Note><![CDATA[={{7*7}} <b>]]></Note></CustomData>";
    expect(readCustomData(column(xml))).toEqual({ PurchaseOrder: "007", Note: "={{7*7}} <b>" });
  });

  it("refuses custom data whose key reaches JavaScript's own machinery", () => {
    const xml = "<CustomData><__proto__><polluted>1</polluted></__proto__></CustomData>";
    expect(() => readCustomData(column(xml))).toThrow(unreadable);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("Kentico quirk 16: only the gateway's last answer is kept, without an amount", () => {
  const result = (items: string) => `<result>${items}</result>`;
  const item = (name: string, value: string, text = "") =>
    `<item name="${name}" header="{$x$}" value="${value}" text="${text}"/>`;

  it("reads a completed payment", () => {
    const xml = result(
      item("date", "2024-11-02T23:41:09.387") +
        item("method", "1", "Credit card") +
        item("status", "", "Completed") +
        item("transactionid", "ch_3PX") +
        item("completed", "1"),
    );
    expect(readPaymentResult(column(xml), "Europe/Prague")).toEqual({
      completed: true,
      authorized: false,
      failed: false,
      transactionId: "ch_3PX",
      authorizationId: null,
      methodName: "Credit card",
      status: "Completed",
      description: null,
      date: "2024-11-02T23:41:09.387",
      paidAt: "2024-11-02T22:41:09.387Z",
    });
  });

  it.each([
    ["11/2/2024 11:41:09 PM", "2024-11-03T03:41:09.000Z"],
    ["11/02/2024 23:41:09", "2024-11-03T03:41:09.000Z"],
    ["2.11.2024 23:41:09", "2024-11-03T03:41:09.000Z"],
    ["yesterday", null],
  ])("reads the date %s, written in the culture of a request, as %s", (text, expected) => {
    const xml = result(item("date", text));
    expect(readPaymentResult(column(xml), "America/New_York")?.paidAt).toBe(expected);
  });
});

describe("hostile XML", () => {
  const deep = `${"<a>".repeat(20_000)}${"</a>".repeat(20_000)}`;
  it.each([
    ["a DOCTYPE", '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ["an external entity", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
    ["an entity nobody declared", "<a>&x;</a>"],
    ["20,000 levels", deep],
    ["too many elements", `<a>${"<b/>".repeat(20_001)}</a>`],
    ["two roots", "<a/><b/>"],
    ["an element that is not closed", "<a><b></a>"],
    ["no element", "  "],
    ["more than a million characters", `<a>${"x".repeat(1_048_576)}</a>`],
  ])("%s is refused with the column's name", (_what, xml) => {
    expect(() => parseXml(xml, "OrderNote of order 1")).toThrow(unreadable);
    expect(() => parseXml(xml, "OrderNote of order 1")).toThrow(/OrderNote of order 1/);
  });
});
