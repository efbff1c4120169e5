// The XML columns of an order: tax summary, discounts, gift cards, coupon codes, payment result, custom data.
import { escapeXml } from "./wrappers-xml.ts";

export interface SummaryItem {
  name: string;
  /** Positive amount in the order's currency. */
  value: string;
}

/** `OrderTaxSummary`, `OrderDiscounts`, `OrderOtherPayments` and the discounts of an item; null when empty. */
export function summaryXml(items: readonly SummaryItem[]): string | null {
  if (items.length === 0) return null;
  const parts = items.map(
    ({ name, value }) => `<Item><Name>${escapeXml(name)}</Name><Value>${value}</Value></Item>`,
  );
  return `<Summary>${parts.join("")}</Summary>`;
}

/** The entries of a summary column; an order written over REST may carry any text there. */
export function parseSummary(xml: string | null): SummaryItem[] {
  const items = (xml ?? "").matchAll(/<Item><Name>([^<]*)<\/Name><Value>([^<]*)<\/Value><\/Item>/g);
  return [...items].map(([, name = "", value = ""]) => ({ name: unescapeXml(name), value }));
}

export function couponCodesXml(codes: readonly string[]): string | null {
  if (codes.length === 0) return null;
  const parts = codes.map((code) => `<CouponCode><Code>${escapeXml(code)}</Code></CouponCode>`);
  return `<CouponCodes>${parts.join("")}</CouponCodes>`;
}

export function parseCouponCodes(xml: string | null): string[] {
  const codes = (xml ?? "").matchAll(/<Code>([^<]*)<\/Code>/g);
  return [...codes].map(([, code = ""]) => unescapeXml(code));
}

export interface PaymentResult {
  /** As the gateway wrote it, in the server's culture-neutral form. */
  date: string | null;
  methodId: number | null;
  methodName: string | null;
  transactionId: string | null;
  isCompleted: boolean;
  isAuthorized: boolean;
  isFailed: boolean;
}

/** `OrderPaymentResult`: items with name, header, value and text; the amount isn't in it. */
export function paymentResultXml(result: PaymentResult): string {
  const items = [
    item("date", "Date", result.date ?? "", result.date ?? ""),
    item("method", "PaymentMethod", String(result.methodId ?? ""), result.methodName ?? ""),
    item("status", "Status", "", statusText(result)),
    item("transactionid", "TransactionID", result.transactionId ?? "", ""),
    item("description", "Description", "", ""),
    ...flag("completed", "IsCompleted", result.isCompleted),
    ...flag("failed", "IsFailed", result.isFailed),
    ...flag("authorized", "IsAuthorized", result.isAuthorized),
  ];
  return `<result>${items.join("")}</result>`;
}

/** The last payment result of an order; null when there was none. */
export function parsePaymentResult(xml: string | null): PaymentResult | null {
  if (xml === null) return null;
  const items = new Map<string, { value: string; text: string }>();
  for (const [, name = "", value = "", text = ""] of xml.matchAll(RESULT_ITEM)) {
    items.set(name, { value: unescapeXml(value), text: unescapeXml(text) });
  }
  const value = (name: string) => items.get(name)?.value || null;
  const methodId = value("method");
  return {
    date: value("date"),
    methodId: methodId === null ? null : Number(methodId),
    methodName: items.get("method")?.text || null,
    transactionId: value("transactionid"),
    isCompleted: value("completed") === "1",
    isAuthorized: value("authorized") === "1",
    isFailed: value("failed") === "1",
  };
}

const RESULT_ITEM = /<item name="([^"]*)" header="[^"]*" value="([^"]*)" text="([^"]*)"\/>/g;

function statusText(result: PaymentResult): string {
  if (result.isFailed) return "Failed";
  if (result.isCompleted) return "Completed";
  return result.isAuthorized ? "Authorized" : "";
}

function flag(name: string, header: string, isSet: boolean): string[] {
  return isSet ? [item(name, header, "1", "")] : [];
}

function item(name: string, header: string, value: string, text: string): string {
  const title = `{$PaymentGateway.Result.${header}$}`;
  return `<item name="${name}" header="${title}" value="${escapeXml(value)}" text="${escapeXml(text)}"/>`;
}

/** `OrderCustomData`: flat pairs below `CustomData`. */
export function customDataXml(data: Readonly<Record<string, string>>): string | null {
  const entries = Object.entries(data);
  if (entries.length === 0) return null;
  const parts = entries.map(([key, value]) => `<${key}>${escapeXml(value)}</${key}>`);
  return `<CustomData>${parts.join("")}</CustomData>`;
}

/** The pairs of a custom data column. */
export function parseCustomData(xml: string | null): Record<string, string> {
  const inner = /^<CustomData>(.*)<\/CustomData>$/s.exec(xml ?? "")?.[1] ?? "";
  const pairs = inner.matchAll(/<([\w.-]+)>([^<]*)<\/\1>/g);
  return Object.fromEntries(
    [...pairs].map(([, key = "", value = ""]) => [key, unescapeXml(value)]),
  );
}

function unescapeXml(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&gt;", ">")
    .replaceAll("&lt;", "<")
    .replaceAll("&amp;", "&");
}
