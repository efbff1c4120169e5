// Lines of a bill: each needs an expense category; an array given in a write replaces all former lines.
import { Decimal } from "decimal.js";
import type { Account } from "./account.ts";
import { money } from "./currency.ts";
import { categoryOf } from "./expenses.ts";
import {
  type Body,
  decimalText,
  FieldProblem,
  type FieldTable,
  flag,
  moneyIn,
  nullableText,
  optionalPercent,
  readFields,
  text,
} from "./field-table.ts";
import { unprocessable } from "./refusal.ts";
import type { BillLine } from "./spending-records.ts";

export function readBillLines(account: Account, value: unknown, currency: string): BillLine[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new FieldProblem(1001, "'lines' is a required field.");
  }
  return value.map((entry) => {
    const body = typeof entry === "object" && entry !== null ? (entry as Body) : {};
    return readBillLine(account, body, currency);
  });
}

function readBillLine(account: Account, body: Body, currency: string): BillLine {
  const table = billLineTable(account, currency);
  const given = readFields<BillLine>({ object: "line", body, table, required: ["categoryid"] });
  if (given.unit_cost && given.unit_cost.code !== currency) {
    const details = { object: "line", field: "unit_cost", value: given.unit_cost.code };
    throw unprocessable(1004, "The line's currency is not the bill's.", details);
  }
  return {
    categoryid: 0,
    description: "",
    quantity: "1",
    unit_cost: money(new Decimal(0), currency),
    tax_name1: null,
    tax_name2: null,
    tax_percent1: "0",
    tax_percent2: "0",
    tax_authorityid1: null,
    tax_authorityid2: null,
    compounded_tax: false,
    ...given,
  };
}

function billLineTable(account: Account, currency: string): FieldTable<BillLine> {
  return {
    categoryid: categoryOf(account),
    description: text,
    quantity: decimalText,
    unit_cost: moneyIn(currency),
    tax_name1: nullableText,
    tax_name2: nullableText,
    tax_percent1: optionalPercent,
    tax_percent2: optionalPercent,
    tax_authorityid1: nullableText,
    tax_authorityid2: nullableText,
    compounded_tax: flag,
  };
}
