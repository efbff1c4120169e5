// An invoice as the API shows it: stored fields, computed sums and states; lines only on request (quirk 21).
import { Decimal } from "decimal.js";
import type { Account } from "./account.ts";
import type { Includes } from "./accounting-resource.ts";
import { money } from "./currency.ts";
import { easternTimestamp, easternVersion } from "./eastern-time.ts";
import { presentLine } from "./invoice-lines.ts";
import { dueDateOf, settlementOf, statusOf } from "./invoice-status.ts";
import type { InvoiceFields, Row } from "./records.ts";

export function presentInvoice(
  account: Account,
  row: Row<InvoiceFields>,
  includes: Includes,
): Record<string, unknown> {
  const { lines, totals: _totals, ...fields } = row.fields;
  const updated = easternTimestamp(row.updatedAt);
  const view = {
    id: row.id,
    invoiceid: row.id,
    accountid: account.accountId,
    accounting_systemid: account.accountId,
    ...fields,
    ...sumFields(account, row),
    ...unusedFields,
    current_organization: fields.organization,
    description: lines[0]?.description ?? "",
    due_date: dueDateOf(row.fields),
    sender_address: senderAddress,
    created_at: easternTimestamp(row.createdAt),
    updated,
    version: easternVersion(row.updatedAt, row.revision),
    vis_state: row.visState,
  };
  if (!includes.has("lines")) return view;
  return {
    ...view,
    lines: lines.map((line) => presentLine(account, line, { id: row.id, updated })),
  };
}

function sumFields(account: Account, row: Row<InvoiceFields>): Record<string, unknown> {
  const { currency_code: code, discount_value: rate, totals } = row.fields;
  const settlement = settlementOf(account, row);
  const paid = money(settlement.paid, code);
  const discountTotal = new Decimal(totals.discountTotal);
  return {
    amount: money(new Decimal(totals.amount), code),
    paid,
    outstanding: money(settlement.outstanding, code),
    net_paid_amount: paid,
    discount: { amount: money(discountTotal, code), rate, type: "percent" },
    discount_total: money(discountTotal, code),
    payment_status: settlement.payment_status,
    date_paid: settlement.date_paid,
    ...statusOf(account, row, settlement),
  };
}

/** Features the sandbox does not play out: present with the values of a plain draft. */
const unusedFields = {
  attach_pdf_to_email: false,
  autobill_status: null,
  basecampid: 0,
  deposit_status: "none",
  dispute_status: null,
  ext_archive: 0,
  gmail: false,
  last_order_status: null,
  lock_status: "unlocked",
  ownerid: 1,
  return_uri: null,
  sentid: 1,
  series: "",
};

const senderAddress = {
  city: "Boston",
  code: "02108",
  country: "United States",
  province: "Massachusetts",
  street: "1 Sandbox Street",
  street2: "",
};
