// The XML columns of orders, items and SKUs as plain values. Amounts stay the text they are.

import { IntegrationError } from "../../core/errors.ts";
import { forbiddenKeys } from "../../core/json.ts";
import { decimal } from "../../core/money.ts";
import { paymentInstant } from "./server-time.ts";
import type { CustomData, PaymentResult, SummaryItem } from "./wire/kentico-order.ts";
import { childText, parseXml, type XmlElement } from "./xml-element.ts";

/** A column of a row, such as `OrderDiscounts of order 1042`. */
export interface XmlColumn {
  text: string | null | undefined;
  /** Names the column in errors. */
  what: string;
}

function rootOf({ text, what }: XmlColumn): XmlElement | null {
  return text === null || text === undefined || text.trim() === "" ? null : parseXml(text, what);
}

/** `<Summary><Item><Name/><Value/></Item>...`: tax sums, discounts, gift cards. Throws MESSAGE_INVALID. */
export function readSummary(column: XmlColumn): SummaryItem[] {
  const items = rootOf(column)?.children.filter((child) => child.name === "Item") ?? [];
  return items.map((item) => ({
    Name: childText(item, "Name") ?? "",
    Value: decimal(childText(item, "Value") ?? "").toFixed(),
  }));
}

/** `<CouponCodes><CouponCode><Code/>...`: the codes that were applied. */
export function readCouponCodes(column: XmlColumn): { Code: string }[] {
  const codes = rootOf(column)?.children.map((child) => childText(child, "Code")) ?? [];
  return codes.flatMap((code) => (code === null || code === "" ? [] : [{ Code: code }]));
}

/** `<CustomData><Key>value</Key>...`: flat pairs; a key given twice keeps its last value. */
export function readCustomData(column: XmlColumn): CustomData {
  const pairs = (rootOf(column)?.children ?? []).map((child): [string, string] => {
    if (forbiddenKeys.has(child.name)) {
      throw new IntegrationError("MESSAGE_INVALID", `${column.what}: the key is not allowed.`);
    }
    return [child.name, child.text];
  });
  return Object.fromEntries(pairs);
}

interface ResultItem {
  value: string | null;
  text: string | null;
}

function resultItems(root: XmlElement): ReadonlyMap<string, ResultItem> {
  const filled = (text: string | undefined) => (text === undefined || text === "" ? null : text);
  return new Map(
    root.children.map((item) => [
      (item.attributes.get("name") ?? "").toLowerCase(),
      { value: filled(item.attributes.get("value")), text: filled(item.attributes.get("text")) },
    ]),
  );
}

/** `<result><item name="transactionid" value="..."/>...`: the gateway's last answer, or null. */
export function readPaymentResult(column: XmlColumn, zone: string): PaymentResult | null {
  const root = rootOf(column);
  if (root === null) return null;
  const items = resultItems(root);
  const value = (name: string) => items.get(name)?.value ?? null;
  const isSet = (name: string) => /^(1|true)$/i.test(value(name) ?? "");
  return {
    completed: isSet("completed"),
    authorized: isSet("authorized"),
    failed: isSet("failed"),
    transactionId: value("transactionid"),
    authorizationId: value("authorizationid"),
    methodName: items.get("method")?.text ?? null,
    status: items.get("status")?.text ?? value("status"),
    description: value("description"),
    date: value("date"),
    paidAt: paymentInstant(value("date"), zone),
  };
}
