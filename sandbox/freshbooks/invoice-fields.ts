// Which fields of an invoice a write may set, how they are read, and what they are when nobody says.
import type { Account } from "./account.ts";
import {
  currencyCode,
  day,
  type FieldParser,
  FieldProblem,
  type FieldTable,
  flag,
  identifier,
  moneyIn,
  nullableDay,
  nullableText,
  optionalPercent,
  text,
} from "./field-table.ts";
import { readLines } from "./invoice-lines.ts";
import { requireFreeNumber } from "./invoice-number.ts";
import type { ClientFields, InvoiceFields, Row } from "./records.ts";

export interface InvoiceContext {
  account: Account;
  /** Currency of the invoice after the write. */
  currency: string;
  /** The invoice being changed, which may keep its own number. */
  exceptId?: number;
}

export function invoiceTable({
  account,
  currency,
  exceptId,
}: InvoiceContext): FieldTable<InvoiceFields> {
  return {
    customerid: identifier,
    create_date: day,
    due_offset_days: identifier,
    generation_date: nullableDay,
    fulfillment_date: nullableDay,
    currency_code: currencyCode,
    language: text,
    invoice_number: invoiceNumber(account, exceptId),
    po_number: nullableText,
    notes: text,
    terms: nullableText,
    template: text,
    discount_value: discountPercent,
    discount_description: nullableText,
    deposit_amount: (value, field) => (value === null ? null : moneyIn(currency)(value, field)),
    deposit_percentage: (value, field) => (value === null ? null : optionalPercent(value, field)),
    address: text,
    street: text,
    street2: text,
    city: text,
    province: text,
    code: text,
    country: text,
    fname: text,
    lname: text,
    organization: text,
    vat_name: text,
    vat_number: text,
    payment_details: text,
    show_attachments: flag,
    auto_bill: flag,
    estimateid: identifier,
    parent: identifier,
    status: settableStatus,
    lines: (value) => readLines(account, value, currency),
  };
}

/** An empty number means that FreshBooks chooses. */
function invoiceNumber(account: Account, exceptId: number | undefined): FieldParser<string> {
  return (value, field) => {
    const number = text(value, field);
    if (number !== "") requireFreeNumber(account, number, exceptId);
    return number;
  };
}

const discountPercent: FieldParser<string> = (value, field) => {
  const given = optionalPercent(value, field);
  if (Number(given) > 100) throw new FieldProblem(1018, `Invalid percent value for '${field}'.`);
  return given;
};

/** Only the states before payment can be set; the paid ones follow from payments (quirk 28). */
const settableStatus: FieldParser<number> = (value, field) => {
  if (typeof value !== "number") {
    throw new FieldProblem(1015, `The field '${field}' must be a number.`);
  }
  if ([0, 1, 2, 3].includes(value)) return value;
  const message = "Status must be one of 'draft', 'sent', 'viewed' or 'disputed'.";
  throw new FieldProblem(1004, message);
};

/** The client's name and billing address are copied at creation and do not follow the client later. */
export function invoiceDefaults(
  account: Account,
  { id, fields: client }: Row<ClientFields>,
): Omit<InvoiceFields, "create_date" | "invoice_number" | "totals"> {
  return {
    customerid: id,
    due_offset_days: 0,
    generation_date: null,
    fulfillment_date: null,
    currency_code: client.currency_code,
    language: client.language,
    po_number: null,
    notes: "",
    terms: null,
    template: "clean-grouped",
    discount_value: "0",
    discount_description: null,
    deposit_amount: null,
    deposit_percentage: null,
    address: "",
    street: client.p_street,
    street2: client.p_street2,
    city: client.p_city,
    province: client.p_province,
    code: client.p_code,
    country: client.p_country,
    fname: client.fname,
    lname: client.lname,
    organization: client.organization,
    vat_name: client.vat_name ?? "",
    vat_number: client.vat_number ?? "",
    payment_details: "",
    show_attachments: true,
    auto_bill: false,
    estimateid: 0,
    parent: 0,
    status: 1,
    lines: [],
    uuid: account.world.random.uuid(),
  };
}
