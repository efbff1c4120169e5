// Lines of an invoice: an array given in a write replaces all former lines (quirk 21).
import { Decimal } from "decimal.js";
import type { Account } from "./account.ts";
import { money } from "./currency.ts";
import {
  type Body,
  decimalText,
  FieldProblem,
  type FieldTable,
  flag,
  identifier,
  integer,
  moneyIn,
  nullableText,
  optionalPercent,
  readFields,
  text,
} from "./field-table.ts";
import { lineAmount } from "./invoice-arithmetic.ts";
import type { InvoiceLine } from "./records.ts";
import { unprocessable } from "./refusal.ts";

/** Throws a Refusal when a line cannot be taken. */
export function readLines(account: Account, value: unknown, currencyCode: string): InvoiceLine[] {
  if (!Array.isArray(value)) throw new FieldProblem(1035, "The field 'lines' must be a list.");
  const lines: InvoiceLine[] = [];
  for (const entry of value) {
    const body = typeof entry === "object" && entry !== null ? (entry as Body) : {};
    lines.push(readLine(account, body, { currencyCode, taken: lines.map((line) => line.lineid) }));
  }
  return lines;
}

interface LineContext {
  currencyCode: string;
  /** Line ids already used on this invoice. */
  taken: readonly number[];
}

function readLine(account: Account, body: Body, context: LineContext): InvoiceLine {
  const { currencyCode, taken } = context;
  const given = readFields({ object: "line", body, table: lineTable(currencyCode) });
  const isFree = given.lineid !== undefined && given.lineid > 0 && !taken.includes(given.lineid);
  const line: InvoiceLine = {
    type: 0,
    name: "",
    description: "",
    qty: "1",
    unit_cost: money(new Decimal(0), currencyCode),
    taxName1: null,
    taxAmount1: "0",
    taxName2: null,
    taxAmount2: "0",
    compounded_tax: false,
    expenseid: 0,
    ...given,
    lineid: isFree ? (given.lineid ?? 1) : Math.max(0, ...taken) + 1,
  };
  checkLine(account, line, currencyCode);
  return line;
}

function lineTable(currencyCode: string): FieldTable<InvoiceLine> {
  return {
    lineid: identifier,
    type: integer,
    name: text,
    description: text,
    qty: decimalText,
    unit_cost: moneyIn(currencyCode),
    taxName1: nullableText,
    taxAmount1: optionalPercent,
    taxName2: nullableText,
    taxAmount2: optionalPercent,
    compounded_tax: flag,
    expenseid: identifier,
  };
}

function checkLine(account: Account, line: InvoiceLine, currencyCode: string): void {
  const { amount, code } = line.unit_cost;
  const details = { object: "line", field: "unit_cost", value: amount };
  if (code !== currencyCode) {
    throw unprocessable(
      1004,
      `The line's currency ${code} is not the invoice's ${currencyCode}.`,
      details,
    );
  }
  if (!account.world.settings.acceptNegativeLines && lineAmount(line).isNegative()) {
    throw unprocessable(1025, "The field 'unit_cost' must not be negative.", details);
  }
  requireTaxName(line.taxName1, line.taxAmount1, "taxName1");
  requireTaxName(line.taxName2, line.taxAmount2, "taxName2");
}

function requireTaxName(name: string | null, percent: string, field: string): void {
  if (new Decimal(percent).isZero() || (name ?? "").trim() !== "") return;
  throw unprocessable(1001, `'${field}' is a required field.`, { object: "line", field });
}

/** A line as `include[]=lines` shows it; its amount is before tax, its tax amounts are percentages (quirk 23). */
export function presentLine(
  account: Account,
  line: InvoiceLine,
  invoice: { id: number; updated: string },
): Record<string, unknown> {
  return {
    ...line,
    invoiceid: invoice.id,
    amount: money(lineAmount(line), line.unit_cost.code),
    taxNumber1: taxNumber(account, line.taxName1),
    taxNumber2: taxNumber(account, line.taxName2),
    basecampid: 0,
    retainer_id: null,
    retainer_period_id: null,
    taskno: line.lineid,
    date: null,
    updated: invoice.updated,
  };
}

/** Copied from the tax record of the same name. */
function taxNumber(account: Account, name: string | null): string | null {
  if (name === null || name === "") return null;
  const taxes = [...account.taxes.values()];
  return taxes.find((tax) => tax.visState !== 1 && tax.fields.name === name)?.fields.number ?? null;
}
